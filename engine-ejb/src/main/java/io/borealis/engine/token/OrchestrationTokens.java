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
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Issues orchestration tokens, and accepts each of its own once when an agent brings it back. Thread-safe. */
public final class OrchestrationTokens {
    private final Function<DeviceId, SigningKey> signers;
    private final TokenVerifier verifier;
    private final Clock clock;

    /** With the newest key that each agent trusts. */
    public OrchestrationTokens(AgentTrust trust, Clock clock) {
        this(trust::signerFor, trust::signers, clock);
    }

    /** With one key for all. */
    public OrchestrationTokens(SigningKey key, Clock clock) {
        this(device -> key, () -> List.of(key), clock);
    }

    private OrchestrationTokens(Function<DeviceId, SigningKey> signers, Supplier<List<SigningKey>> good, Clock clock) {
        this.signers = signers;
        this.verifier = new TokenVerifier(
                () -> good.get().stream().map(SigningKey::publicKey).toList(), clock, Duration.ZERO);
        this.clock = clock;
    }

    public String issue(
            TunnelId tunnel, DeviceId device, int udpPort, WireGuardKey engineKey, TunnelAddress virtualIp) {
        Instant now = clock.instant();
        TokenSigner signer = new TokenSigner(signers.apply(device).privateKey());
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
