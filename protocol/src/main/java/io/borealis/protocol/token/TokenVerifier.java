package io.borealis.protocol.token;

import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.token.RejectedTokenException.Reason;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/**
 * Accepts an orchestration token once: EdDSA by a key given here, in time, for the one device named, not seen
 * before. Engine and Agent each hold one. Thread-safe.
 */
public final class TokenVerifier {

    private static final int MOST_REMEMBERED = 100_000;

    private final Supplier<List<PublicKey>> keys;
    private final Clock clock;
    private final Duration skew;
    private final SingleUse used;

    /** @param skew how far the two clocks may differ; zero where the token was issued on this machine */
    public TokenVerifier(PublicKey key, Clock clock, Duration skew) {
        this(() -> List.of(key), clock, skew);
    }

    /**
     * The same for keys that change.
     *
     * @param keys those that are good now; asked for each token, so it must not wait
     */
    public TokenVerifier(Supplier<List<PublicKey>> keys, Clock clock, Duration skew) {
        this.keys = keys;
        this.clock = clock;
        this.skew = skew;
        this.used = new SingleUse(MOST_REMEMBERED);
    }

    /** Checks everything and marks the token as used. */
    public OrchestrationToken accept(String compact, DeviceId device) throws RejectedTokenException {
        OrchestrationToken token = inspect(compact, device);
        Instant now = clock.instant();
        if (!used.claim(token.tokenId(), token.expiresAt().plus(skew), now)) {
            throw new RejectedTokenException(Reason.USED, "a token works once");
        }
        return token;
    }

    private OrchestrationToken inspect(String compact, DeviceId device) throws RejectedTokenException {
        JwtClaims claims = SignedClaims.read(
                compact,
                OrchestrationToken.TYPE,
                keys.get(),
                device.toString(),
                OrchestrationToken.LONGEST_LIFE,
                skew,
                clock);
        try {
            if (!OrchestrationToken.ISSUER.equals(claims.getIssuer())) {
                throw new RejectedTokenException(Reason.MALFORMED, "the issuer is not " + OrchestrationToken.ISSUER);
            }
            return new OrchestrationToken(
                    claims.getJwtId(),
                    TunnelId.parse(required(claims.getSubject())),
                    device,
                    Math.toIntExact(required(claims.getClaimValue("udp_port", Long.class))),
                    WireGuardKey.parse(required(claims.getStringClaimValue("engine_key"))),
                    TunnelAddress.parse(required(claims.getStringClaimValue("virtual_ip"))),
                    Instant.ofEpochSecond(claims.getIssuedAt().getValue()),
                    Instant.ofEpochSecond(claims.getExpirationTime().getValue()));
        } catch (MalformedClaimException | ArithmeticException bad) {
            throw new RejectedTokenException(Reason.MALFORMED, "a claim has the wrong type");
        } catch (MalformedValueException bad) {
            throw new RejectedTokenException(Reason.MALFORMED, String.valueOf(bad.getMessage()));
        } catch (IllegalArgumentException bad) {
            throw new RejectedTokenException(Reason.MALFORMED, "a claim is out of range");
        }
    }

    private static <T> T required(@org.jspecify.annotations.Nullable T claim) throws RejectedTokenException {
        if (claim == null) {
            throw new RejectedTokenException(Reason.MALFORMED, "a claim is missing");
        }
        return claim;
    }
}
