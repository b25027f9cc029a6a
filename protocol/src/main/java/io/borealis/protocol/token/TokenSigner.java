package io.borealis.protocol.token;

import java.security.PrivateKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs orchestration tokens with the Engine's Ed25519 key. Thread-safe. */
public final class TokenSigner {

    private final PrivateKey key;

    public TokenSigner(PrivateKey key) {
        this.key = key;
    }

    /** The compact form of the token. */
    public String sign(OrchestrationToken token) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(OrchestrationToken.ISSUER);
        claims.setAudience(token.deviceId().toString());
        claims.setSubject(token.tunnelId().toString());
        claims.setJwtId(token.tokenId());
        claims.setIssuedAt(NumericDate.fromSeconds(token.issuedAt().getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(token.expiresAt().getEpochSecond()));
        claims.setClaim("udp_port", token.udpPort());
        claims.setClaim("engine_key", token.engineKey().toBase64());
        claims.setClaim("virtual_ip", token.virtualIp().toString());
        return sign(claims, OrchestrationToken.TYPE, key);
    }

    static String sign(JwtClaims claims, String type, PrivateKey key) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setHeader("typ", type);
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException wrongKey) {
            throw new IllegalArgumentException("the signing key is not an Ed25519 private key", wrongKey);
        }
    }
}
