package io.borealis.engine.tunnel;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A tunnel as people see it: the live one of a device, or the last one that ended.
 *
 * @param status {@code down} when the tunnel ended or there never was one
 * @param tunnelId empty when there never was a tunnel
 * @param wireguard present while the tunnel lives
 * @param operators who shares it, by the time of joining; a name with two sessions appears once
 * @param idleDeadline when the tunnel ends unless an operator does something before; present while it lives
 * @param reason why the tunnel ended
 * @param detail one sentence with step and code when something failed
 * @param simulated whether no packets move: the in-memory network
 */
public record TunnelView(
        DeviceId agentId,
        TunnelStatus status,
        Optional<TunnelId> tunnelId,
        Optional<TunnelAddress> virtualIp,
        int idleSeconds,
        Optional<WireGuardView> wireguard,
        List<String> operators,
        Optional<Instant> openedAt,
        Optional<Instant> upAt,
        Optional<Instant> lastHandshakeAt,
        Optional<Instant> idleDeadline,
        Optional<Instant> endedAt,
        Optional<EndReason> reason,
        Optional<String> detail,
        boolean simulated) {

    public TunnelView {
        operators = List.copyOf(operators);
    }

    /**
     * The WireGuard facts that both ends share; no secret.
     *
     * @param allowedIps the device's /32
     * @param agentPublicKey present once the device offered it
     */
    public record WireGuardView(
            WireGuardKey enginePublicKey,
            Endpoint endpoint,
            List<String> allowedIps,
            Optional<WireGuardKey> agentPublicKey) {
        public WireGuardView {
            allowedIps = List.copyOf(allowedIps);
        }
    }
}
