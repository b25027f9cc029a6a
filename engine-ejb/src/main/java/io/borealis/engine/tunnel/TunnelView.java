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
 * @param idleWarning whether that is near
 * @param lifeDeadline when it ends whatever is done; present while it lives where the configuration limits lives
 * @param hold who keeps it open without doing anything, and until when
 * @param receivedBytes from the device, as far as the driver was asked
 * @param sentBytes to the device
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
        boolean idleWarning,
        Optional<Instant> lifeDeadline,
        Optional<HoldView> hold,
        long receivedBytes,
        long sentBytes,
        Optional<Instant> endedAt,
        Optional<EndReason> reason,
        Optional<String> detail,
        boolean simulated) {

    public TunnelView {
        operators = List.copyOf(operators);
    }

    /**
     * A tunnel that is kept open deliberately.
     *
     * @param by who asked for it
     * @param since when the unbroken time on hold began
     * @param until when it ends at the latest
     */
    public record HoldView(String by, Instant since, Instant until) {}

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
