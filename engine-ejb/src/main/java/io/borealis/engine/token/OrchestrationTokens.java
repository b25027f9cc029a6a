package io.borealis.engine.token;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.token.OrchestrationToken;
import io.borealis.protocol.token.RejectedTokenException;
import io.borealis.protocol.token.TokenSigner;
import io.borealis.protocol.token.TokenVerifier;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Issues orchestration tokens, and accepts each of its own once when an agent brings it back. Thread-safe. */
public final class OrchestrationTokens {
    private final TokenSigner signer;
    private final TokenVerifier verifier;
    private final Clock clock;

    public OrchestrationTokens(SigningKey key, Clock clock) {
        this.signer = new TokenSigner(key.privateKey());
        this.verifier = new TokenVerifier(key.publicKey(), clock, Duration.ZERO);
        this.clock = clock;
    }

    public String issue(
            TunnelId tunnel, DeviceId device, int udpPort, WireGuardKey engineKey, TunnelAddress virtualIp) {
        Instant now = clock.instant();
        return signer.sign(new OrchestrationToken(
                UUID.randomUUID().toString(),
                tunnel,
                device,
                udpPort,
                engineKey,
                virtualIp,
                now,
                now.plus(OrchestrationToken.LONGEST_LIFE)));
    }

    /** Checks everything that a token states by itself and marks it as used. */
    public OrchestrationToken accept(String compact, DeviceId device) throws RejectedTokenException {
        return verifier.accept(compact, device);
    }
}
