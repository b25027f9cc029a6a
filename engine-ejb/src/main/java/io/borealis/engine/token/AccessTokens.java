package io.borealis.engine.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs the bearer tokens of operators and agents in the form of MicroProfile JWT. Thread-safe. */
public final class AccessTokens {
    /** The issuer of everything that the Engine signs. */
    public static final String ISSUER = "borealis-engine";

    /** Whom the tokens are for: the Engine's own interfaces, and nobody else who might trust its keys. */
    public static final String AUDIENCE = "borealis-api";

    /** Claim that names the operator's login. */
    public static final String SESSION_CLAIM = "sid";

    private final Supplier<SigningKey> key;
    private final Clock clock;

    /** @param key the one in use at each signature */
    public AccessTokens(Supplier<SigningKey> key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** A token for this login of an operator. */
    public String forOperator(String username, String sessionId, List<String> groups, Duration life) {
        JwtClaims claims = claims(username, groups, life);
        claims.setClaim(SESSION_CLAIM, sessionId);
        return sign(claims);
    }

    /** A token for an agent; its subject is the device. */
    public String forAgent(String agentId, String group, Duration life) {
        return sign(claims(agentId, List.of(group), life));
    }

    private JwtClaims claims(String subject, List<String> groups, Duration life) {
        Instant now = clock.instant();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(subject);
        claims.setClaim("upn", subject);
        claims.setStringListClaim("groups", groups);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(life).getEpochSecond()));
        return claims;
    }

    private String sign(JwtClaims claims) {
        SigningKey now = key.get();
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setKeyIdHeaderValue(now.keyId());
        signature.setHeader("typ", "JWT");
        signature.setPayload(claims.toJson());
        signature.setKey(now.privateKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException("the access key is an Ed25519 key", impossible);
        }
    }

    /** The public halves as a JWK set, for whoever verifies the tokens. */
    public static String keySet(List<SigningKey> keys) {
        return keys.stream().map(AccessTokens::jwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private static String jwk(SigningKey key) {
        OctetKeyPairJsonWebKey jwk = new OctetKeyPairJsonWebKey(key.publicKey());
        jwk.setKeyId(key.keyId());
        jwk.setUse("sig");
        jwk.setAlgorithm(AlgorithmIdentifiers.EDDSA);
        return jwk.toJson();
    }
}
