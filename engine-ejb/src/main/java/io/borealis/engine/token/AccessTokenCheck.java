package io.borealis.engine.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Whether a bearer token is one of the Engine's own: a key that is good now, its algorithm, its issuer, for the Engine, in time.
 * Asked before the server's check, which knows the roles but fails on tokens that are none, and reads its keys once. A signature
 * is verified once for each token, for that is what a request costs most by; key and times are looked at each time. Thread-safe,
 * never waits for anything.
 */
public final class AccessTokenCheck {
    private static final int LONGEST_TOKEN = 4096;

    /** Tokens in use at once, those of agents included; beyond it the one that was not seen for longest is verified again. */
    private static final int MOST_REMEMBERED = 16_384;

    private final RotatingKey<SigningKey> keys;
    private final Clock clock;
    private final JwtConsumer verifying;
    private final JwtConsumer reading;

    /** The key by which a token's signature was found right, by the digest of the whole token. Only what is right gets in. */
    private final Map<String, PublicKey> verified;

    public AccessTokenCheck(RotatingKey<SigningKey> keys, Clock clock) {
        this(keys, clock, MOST_REMEMBERED);
    }

    AccessTokenCheck(RotatingKey<SigningKey> keys, Clock clock, int mostRemembered) {
        this.keys = keys;
        this.clock = clock;
        this.verifying = claimsOfTheEngine()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA))
                .setVerificationKeyResolver((token, around) ->
                        keyOf(token).orElseThrow(() -> new UnresolvableKeyException("no key of that name is good now")))
                .build();
        this.reading = claimsOfTheEngine().setSkipSignatureVerification().build();
        this.verified = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, PublicKey> eldest) {
                return size() > mostRemembered;
            }
        });
    }

    private static JwtConsumerBuilder claimsOfTheEngine() {
        return new JwtConsumerBuilder()
                .setExpectedIssuer(AccessTokens.ISSUER)
                .setExpectedAudience(AccessTokens.AUDIENCE)
                .setRequireSubject()
                .setRequireExpirationTime();
    }

    private Optional<PublicKey> keyOf(JsonWebSignature token) {
        String keyId = token.getKeyIdHeaderValue();
        return keyId == null
                ? Optional.empty()
                : keys.find(keyId, clock.instant()).map(SigningKey::publicKey);
    }

    /**
     * Whom the token stands for.
     *
     * @param sessionId the operator session that it is of; empty for an agent's
     */
    public record Proof(String subject, Optional<String> sessionId) {}

    /** Empty when the token proves nothing. */
    public Optional<Proof> prove(String token) {
        return provenClaims(token).flatMap(AccessTokenCheck::proofIn);
    }

    private static Optional<Proof> proofIn(JwtClaims claims) {
        try {
            return Optional.of(new Proof(
                    claims.getSubject(), Optional.ofNullable(claims.getStringClaimValue(AccessTokens.SESSION_CLAIM))));
        } catch (MalformedClaimException none) {
            return Optional.empty();
        }
    }

    /** What the token says, by the names of its claims, with lists and numbers as JSON has them; empty when it proves nothing. */
    public Optional<Map<String, Object>> claimsOf(String token) {
        return provenClaims(token).map(JwtClaims::getClaimsMap);
    }

    private Optional<JwtClaims> provenClaims(String token) {
        Optional<PublicKey> key = keyNamedBy(token);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String digest = digestOf(token);
        boolean known = key.get().equals(verified.get(digest));
        try {
            JwtClaims claims = (known ? reading : verifying).processToClaims(token);
            if (!known) {
                verified.put(digest, key.get());
            }
            return Optional.of(claims);
        } catch (InvalidJwtException none) {
            return Optional.empty();
        }
    }

    private static String digestOf(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The key of the Engine that a token names, while it is good; the token itself is not proven by this. */
    public Optional<PublicKey> keyNamedBy(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            JsonWebSignature form = new JsonWebSignature();
            form.setCompactSerialization(token);
            return keyOf(form);
        } catch (JoseException none) {
            return Optional.empty();
        }
    }
}
