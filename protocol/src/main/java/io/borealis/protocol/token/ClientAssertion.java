package io.borealis.protocol.token;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.token.RejectedTokenException.Reason;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * How an agent proves its device key to the Engine: a JWT in the shape of RFC 7523, signed by the device key, living
 * at most 60 s, used once.
 */
public final class ClientAssertion {

    /** No assertion lives longer. */
    public static final Duration LONGEST_LIFE = Duration.ofSeconds(60);

    private static final String TYPE = "borealis-client-assertion+jwt";
    private static final String AUDIENCE = "borealis-engine/api/agent/token";

    private ClientAssertion() {}

    /** Signs an assertion for the device, valid from {@code now} on. */
    public static String sign(DeviceId device, PrivateKey deviceKey, Instant now) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(device.toString());
        claims.setSubject(device.toString());
        claims.setAudience(AUDIENCE);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(LONGEST_LIFE).getEpochSecond()));
        return TokenSigner.sign(claims, TYPE, deviceKey);
    }

    /**
     * Who the assertion says it is from; says nothing about truth. Use it to find the key for {@link #accept}.
     *
     * @throws RejectedTokenException when the text names no device
     */
    public static DeviceId claimedDevice(String compact) throws RejectedTokenException {
        try {
            String[] parts = compact.split("\\.", -1);
            if (parts.length == 3 && compact.length() <= 4096) {
                String payload =
                        new String(Base64.getUrlDecoder().decode(parts[1]), java.nio.charset.StandardCharsets.UTF_8);
                String subject = JwtClaims.parse(payload).getSubject();
                if (subject != null) {
                    return DeviceId.parse(subject);
                }
            }
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException bad) {
            throw new RejectedTokenException(Reason.MALFORMED, "the assertion names no device");
        }
        throw new RejectedTokenException(Reason.MALFORMED, "the assertion names no device");
    }

    /** Checks signature, times, parties and single use. */
    public static void accept(
            String compact, DeviceId device, DeviceKey key, Clock clock, Duration skew, SingleUse used)
            throws RejectedTokenException {
        JwtClaims claims =
                SignedClaims.read(compact, TYPE, List.of(key.toPublicKey()), AUDIENCE, LONGEST_LIFE, skew, clock);
        try {
            if (!device.toString().equals(claims.getSubject())
                    || !device.toString().equals(claims.getIssuer())) {
                throw new RejectedTokenException(Reason.MISMATCH, "issuer and subject must both be the device");
            }
            Instant expires = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
            if (!used.claim(claims.getJwtId(), expires.plus(skew), clock.instant())) {
                throw new RejectedTokenException(Reason.USED, "an assertion works once");
            }
        } catch (MalformedClaimException bad) {
            throw new RejectedTokenException(Reason.MALFORMED, "a registered claim has the wrong type");
        }
    }
}
