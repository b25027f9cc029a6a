package io.borealis.engine.token;

import io.borealis.engine.EngineSettings;
import java.security.PublicKey;
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

/**
 * Whether a bearer token is one of the Engine's own: its key, its algorithm, its issuer, in time. Asked before the server's
 * check, which knows the roles but fails on tokens that are none. Immutable, thread-safe, never waits.
 */
public final class AccessTokenCheck {
    private static final int LONGEST_TOKEN = 4096;

    private final String keyId;
    private final JwtConsumer consumer;

    AccessTokenCheck(PublicKey key, String keyId) {
        this.keyId = keyId;
        this.consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA))
                .setVerificationKey(key)
                .setExpectedIssuer(AccessTokens.ISSUER)
                .setSkipDefaultAudienceValidation()
                .setRequireSubject()
                .setRequireExpirationTime()
                .build();
    }

    /** For the keys below the Engine's home, as {@link AccessKeyConfiguration} publishes them. */
    public static AccessTokenCheck ofThisEngine() {
        SigningKey key = EngineKeys.at(EngineSettings.home(name -> Optional.ofNullable(System.getProperty(name))))
                .accessKey();
        return new AccessTokenCheck(key.publicKey(), key.keyId());
    }

    /** Whom the token stands for; empty when it proves nothing. */
    public Optional<String> subjectOf(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            JsonWebSignature form = new JsonWebSignature();
            form.setCompactSerialization(token);
            if (!keyId.equals(form.getKeyIdHeaderValue())) {
                return Optional.empty();
            }
            JwtClaims claims = consumer.processToClaims(token);
            return Optional.of(claims.getSubject());
        } catch (InvalidJwtException | JoseException | MalformedClaimException none) {
            return Optional.empty();
        }
    }
}
