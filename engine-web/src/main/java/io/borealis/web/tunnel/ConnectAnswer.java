package io.borealis.web.tunnel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.borealis.engine.tunnel.TunnelView;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.List;
import java.util.Optional;

/** Answer to a connect: the tunnel and what WireGuard will use. Holds a credential: {@link #toString} is redacted. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ConnectAnswer(
        Optional<TunnelId> tunnelId,
        DeviceId agentId,
        String token,
        TunnelStatus status,
        Optional<TunnelAddress> virtualIp,
        int idleSeconds,
        Optional<WireGuard> wireguard,
        boolean simulated) {

    /** Public facts of both ends; the agent's key is null until it was offered. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record WireGuard(
            WireGuardKey enginePublicKey,
            Endpoint endpoint,
            List<String> allowedIps,
            Optional<WireGuardKey> agentPublicKey) {

        public WireGuard {
            allowedIps = List.copyOf(allowedIps);
        }
    }

    static ConnectAnswer of(TunnelView tunnel, String token) {
        return new ConnectAnswer(
                tunnel.tunnelId(),
                tunnel.agentId(),
                token,
                tunnel.status(),
                tunnel.virtualIp(),
                tunnel.idleSeconds(),
                tunnel.wireguard()
                        .map(facts -> new WireGuard(
                                facts.enginePublicKey(), facts.endpoint(), facts.allowedIps(), facts.agentPublicKey())),
                tunnel.simulated());
    }

    @Override
    public String toString() {
        return "ConnectAnswer[" + tunnelId + ", token redacted]";
    }
}
