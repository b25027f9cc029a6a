package io.borealis.engine.token;

import java.security.PublicKey;
import java.time.Clock;
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
 * Whether a bearer token is one of the Engine's own: a key that is good now, its algorithm, its issuer, in time. Asked before
 * the server's check, which knows the roles but fails on tokens that are none, and reads its keys once. Thread-safe, never
 * waits.
 */
public final class AccessTokenCheck {
    private static final int LONGEST_TOKEN = 4096;

    private final RotatingKey<SigningKey> keys;
    private final Clock clock;
    private final JwtConsumer consumer;

    public AccessTokenCheck(RotatingKey<SigningKey> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA))
                .setVerificationKeyResolver((token, around) ->
                        keyOf(token).orElseThrow(() -> new UnresolvableKeyException("no key of that name is good now")))
                .setExpectedIssuer(AccessTokens.ISSUER)
                .setSkipDefaultAudienceValidation()
                .setRequireSubject()
                .setRequireExpirationTime()
                .build();
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
        if (token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            JwtClaims claims = consumer.processToClaims(token);
            return Optional.of(new Proof(
                    claims.getSubject(), Optional.ofNullable(claims.getStringClaimValue(AccessTokens.SESSION_CLAIM))));
        } catch (InvalidJwtException | MalformedClaimException none) {
            return Optional.empty();
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
