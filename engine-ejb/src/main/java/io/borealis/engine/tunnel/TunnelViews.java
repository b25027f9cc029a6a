package io.borealis.engine.tunnel;

import io.borealis.engine.tunnel.TunnelView.WireGuardView;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.network.HostNetworkException;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Shows tunnels to people: the row, what operators did since, and the handshake as the driver tells it now. Thread-safe. */
final class TunnelViews {
    private final TunnelHost host;
    private final TunnelUse use;

    TunnelViews(TunnelHost host, TunnelUse use) {
        this.host = host;
        this.use = use;
    }

    /** A device that never had a tunnel. */
    TunnelView none(DeviceId device) {
        return new TunnelView(
                device,
                TunnelStatus.DOWN,
                Optional.empty(),
                Optional.empty(),
                (int) use.idle().toSeconds(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                isSimulated());
    }

    /** @param handshake what the driver says; the row's word stands where it says nothing */
    TunnelView of(Tunnel tunnel, Collection<Lease> leases, Optional<Instant> handshake) {
        return new TunnelView(
                tunnel.device(),
                tunnel.status(),
                Optional.of(tunnel.id()),
                Optional.of(tunnel.virtualIp()),
                (int) use.idle().toSeconds(),
                tunnel.isLive() ? host.knownFacts().map(facts -> wireguard(tunnel, facts)) : Optional.empty(),
                leases.stream().map(Lease::username).distinct().toList(),
                Optional.of(tunnel.openedAt()),
                tunnel.upAt(),
                handshake.or(tunnel::lastHandshakeAt),
                tunnel.isLive() ? Optional.of(use.idleDeadline(tunnel)) : Optional.empty(),
                tunnel.endedAt(),
                tunnel.endReason(),
                tunnel.endDetail(),
                isSimulated());
    }

    private static WireGuardView wireguard(Tunnel tunnel, TunnelHost.Facts facts) {
        return new WireGuardView(
                facts.engineKey(), tunnel.endpoint(), List.of(tunnel.virtualIp() + "/32"), tunnel.agentPublicKey());
    }

    private boolean isSimulated() {
        return host.knownFacts().map(facts -> !facts.movesPackets()).orElse(false);
    }

    /** The driver's word on the tunnel's last handshake; not to be asked inside a transaction. */
    Optional<Instant> handshake(Tunnel tunnel) {
        if (!tunnel.isLive()) {
            return Optional.empty();
        }
        return tunnel.agentPublicKey().flatMap(key -> {
            try {
                return host.handshake(key);
            } catch (HostNetworkException unreadable) {
                return Optional.empty();
            }
        });
    }
}
