package io.borealis.engine.access.issuer;

import io.borealis.protocol.token.SingleUse;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Checks what the issuer signed: algorithms that are fixed here, keys that it publishes, its name, whom it is for, in time.
 * Thread-safe; may wait for the issuer's keys.
 */
final class IssuerTokens {
    private static final int LONGEST_TOKEN = 16 * 1024;
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final Duration LOGOUT_LIFE = Duration.ofMinutes(5);
    private static final int MOST_LOGOUTS = 10_000;
    private static final int LONGEST_ID = 255;
    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

    // Signatures by keys of which the issuer alone has the private half
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.EDDSA);

    private final IssuerSettings settings;
    private final IssuerDocuments documents;
    private final Clock clock;
    private final SingleUse logouts = new SingleUse(MOST_LOGOUTS);

    IssuerTokens(IssuerSettings settings, IssuerDocuments documents, Clock clock) {
        this.settings = settings;
        this.documents = documents;
        this.clock = clock;
    }

    /** Whom it ends for: the person, or one session of his at the issuer, or both. */
    record Logout(Optional<String> subject, Optional<String> session) {}

    /** Whether a token says that it is of this issuer; proves nothing. */
    static boolean claimsToBeOf(String token, String issuer) {
        String[] parts = token.split("\\.", -1);
        if (token.length() > LONGEST_TOKEN || parts.length != 3) {
            return false;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return issuer.equals(JsonUtil.parseJson(text).get("iss"));
        } catch (IllegalArgumentException | JoseException malformed) {
            return false;
        }
    }

    /** The proof of a sign-in that this Engine began. */
    IssuerClaims ofSignIn(String token, String nonce) throws IssuerRefusedException, IssuerUnreachableException {
        JwtClaims claims = checked(
                token, settings.clientId(), builder().setRequireSubject().setRequireExpirationTime());
        if (!nonce.equals(claims.getClaimValue("nonce"))) {
            throw new IssuerRefusedException("it is not the answer to this sign-in: another nonce");
        }
        Object party = claims.getClaimValue("azp");
        if (party == null ? audiences(claims) > 1 : !settings.clientId().equals(party)) {
            throw new IssuerRefusedException("it was made for another client");
        }
        return IssuerClaims.of(claims, settings.groupsClaim());
    }

    /**
     * What a script proves itself by.
     *
     * @param longest it may be good for no longer than this
     */
    IssuerClaims ofScript(String token, String audience, Duration longest)
            throws IssuerRefusedException, IssuerUnreachableException {
        JwtClaims claims =
                checked(token, audience, builder().setRequireSubject().setRequireExpirationTime());
        if (claims.hasClaim("events") || claims.hasClaim("nonce")) {
            throw new IssuerRefusedException("it is no access token");
        }
        IssuerClaims read = IssuerClaims.of(claims, settings.groupsClaim());
        if (read.expires().isAfter(clock.instant().plus(longest))) {
            throw new IssuerRefusedException("it is good for longer than a session may live");
        }
        return read;
    }

    /** What the issuer sends when somebody was signed out there; each is good once. */
    Logout ofLogout(String token) throws IssuerRefusedException, IssuerUnreachableException {
        JwtClaims claims = checked(token, settings.clientId(), builder());
        try {
            Instant now = clock.instant();
            Instant issued = Instant.ofEpochSecond(claims.getIssuedAt().getValue());
            if (issued.plus(LOGOUT_LIFE).isBefore(now)) {
                throw new IssuerRefusedException("it is too old");
            }
            if (!(claims.getClaimValue("events") instanceof Map<?, ?> events)
                    || !(events.get(LOGOUT_EVENT) instanceof Map<?, ?>)) {
                throw new IssuerRefusedException("it tells of no logout");
            }
            if (claims.hasClaim("nonce")) {
                throw new IssuerRefusedException("it has a nonce, as the proof of a sign-in has");
            }
            Optional<String> subject = word(claims, "sub");
            Optional<String> session = word(claims, "sid");
            if (subject.isEmpty() && session.isEmpty()) {
                throw new IssuerRefusedException("it names neither a person nor a session");
            }
            Optional<String> id = word(claims, "jti");
            if (id.isEmpty()
                    || !logouts.claim(id.get(), issued.plus(LOGOUT_LIFE).plusSeconds(2L * CLOCK_SKEW_SECONDS), now)) {
                throw new IssuerRefusedException("it has no id, or came before");
            }
            return new Logout(subject, session);
        } catch (MalformedClaimException malformed) {
            throw new IssuerRefusedException("a claim of it is malformed");
        }
    }

    private static Optional<String> word(JwtClaims claims, String name) {
        return claims.getClaimValue(name) instanceof String text && !text.isBlank() && text.length() <= LONGEST_ID
                ? Optional.of(text)
                : Optional.empty();
    }

    private static int audiences(JwtClaims claims) throws IssuerRefusedException {
        try {
            return claims.getAudience().size();
        } catch (MalformedClaimException malformed) {
            throw new IssuerRefusedException("its audience is malformed");
        }
    }

    private JwtConsumerBuilder builder() {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(ALGORITHMS)
                .setRequireIssuedAt()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setIssuedAtRestrictions(CLOCK_SKEW_SECONDS, Integer.MAX_VALUE)
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()));
    }

    private JwtClaims checked(String token, String audience, JwtConsumerBuilder builder)
            throws IssuerRefusedException, IssuerUnreachableException {
        if (token.length() > LONGEST_TOKEN) {
            throw new IssuerRefusedException("it is too long");
        }
        PublishedKeys keys = new PublishedKeys();
        try {
            return builder.setExpectedIssuer(true, settings.issuer())
                    .setExpectedAudience(true, audience)
                    .setVerificationKeyResolver(keys)
                    .build()
                    .processToClaims(token);
        } catch (InvalidJwtException invalid) {
            if (keys.unreachable.isPresent()) {
                throw keys.unreachable.get();
            }
            // Codes and fixed sentences of the check; what the token says itself may be anything
            throw new IssuerRefusedException(why(invalid));
        }
    }

    private static String why(InvalidJwtException invalid) {
        if (invalid.getErrorDetails().isEmpty()) {
            return "it is no signed token of an algorithm and a key of the issuer";
        }
        return "it does not hold: error codes "
                + invalid.getErrorDetails().stream()
                        .map(each -> each.getErrorCode())
                        .toList();
    }

    /** Finds the key that the token names among those of the issuer; reads them anew when it is not there. */
    private final class PublishedKeys implements VerificationKeyResolver {
        private Optional<IssuerUnreachableException> unreachable = Optional.empty();

        @Override
        public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting)
                throws UnresolvableKeyException {
            try {
                VerificationJwkSelector selector = new VerificationJwkSelector();
                List<JsonWebKey> fitting = selector.selectList(signature, documents.keys());
                if (fitting.isEmpty()) {
                    fitting = selector.selectList(signature, documents.newerKeys());
                }
                if (fitting.size() != 1) {
                    throw new UnresolvableKeyException("the issuer has no such key, or several");
                }
                return fitting.get(0).getKey();
            } catch (IssuerUnreachableException out) {
                unreachable = Optional.of(out);
                throw new UnresolvableKeyException("the issuer's keys cannot be read", out);
            } catch (JoseException unusable) {
                throw new UnresolvableKeyException("no key for such a token", unusable);
            }
        }
    }
}
