package io.borealis.protocol.token;

import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.token.RejectedTokenException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;

/**
 * What the Engine states that one device is to trust: all of it, so that what is not named is trusted no more. Believed only
 * when a key that the device trusts already signed it, for this device, now. Immutable.
 *
 * @param tokenKeys the keys for orchestration tokens, the newest first; at least one
 * @param caCertificates the certificates of the authorities of the Engine's channel, as PEM, one after the other
 */
public record TrustStatement(List<DeviceKey> tokenKeys, String caCertificates) {

    /** No statement is good for longer. */
    public static final Duration LIFE = Duration.ofSeconds(60);

    /** No statement names more keys. */
    public static final int MOST_KEYS = 3;

    /** Characters of an {@link #id}. */
    public static final int ID_LENGTH = 16;

    private static final int LONGEST_COMPACT_FORM = 7_000;
    private static final String TYPE = "borealis-trust+jwt";
    private static final String KEYS = "token_keys";
    private static final String AUTHORITIES = "ca_certificates";

    public TrustStatement {
        tokenKeys = List.copyOf(tokenKeys);
        if (tokenKeys.isEmpty() || tokenKeys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("a statement names 1 to " + MOST_KEYS + " keys");
        }
    }

    /** Names what is stated: two sides that have the same id trust the same. */
    public String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (DeviceKey key : tokenKeys) {
                digest.update((key.toBase64() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            byte[] whole = digest.digest(caCertificates.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", impossible);
        }
    }

    /** The compact form for this device, signed by a key that it trusts. */
    public String sign(DeviceId device, PrivateKey trusted, Instant now) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(OrchestrationToken.ISSUER);
        claims.setAudience(device.toString());
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(LIFE).getEpochSecond()));
        claims.setStringListClaim(
                KEYS, tokenKeys.stream().map(DeviceKey::toBase64).toList());
        claims.setStringClaim(AUTHORITIES, caCertificates);
        return TokenSigner.sign(claims, TYPE, trusted);
    }

    /**
     * Reads what was signed for this device by one of the keys.
     *
     * @param clock the Engine's time
     * @param skew how far the two clocks may differ
     */
    public static TrustStatement read(
            String compact, List<PublicKey> trusted, DeviceId device, Clock clock, Duration skew)
            throws RejectedTokenException {
        JwtClaims claims =
                SignedClaims.read(compact, LONGEST_COMPACT_FORM, TYPE, trusted, device.toString(), LIFE, skew, clock);
        try {
            if (!OrchestrationToken.ISSUER.equals(claims.getIssuer()) || !claims.hasClaim(AUTHORITIES)) {
                throw new RejectedTokenException(Reason.MALFORMED, "not a statement of " + OrchestrationToken.ISSUER);
            }
            List<DeviceKey> keys = new ArrayList<>();
            for (String key : claims.getStringListClaimValue(KEYS)) {
                keys.add(DeviceKey.parse(key));
            }
            return new TrustStatement(keys, claims.getStringClaimValue(AUTHORITIES));
        } catch (MalformedClaimException bad) {
            throw new RejectedTokenException(Reason.MALFORMED, "a claim has the wrong type");
        } catch (MalformedValueException bad) {
            throw new RejectedTokenException(Reason.MALFORMED, String.valueOf(bad.getMessage()));
        } catch (IllegalArgumentException bad) {
            throw new RejectedTokenException(Reason.MALFORMED, "a claim is out of range");
        }
    }
}
