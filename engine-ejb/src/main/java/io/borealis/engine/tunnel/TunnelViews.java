package io.borealis.engine.tunnel;

import io.borealis.engine.tunnel.TunnelView.HoldView;
import io.borealis.engine.tunnel.TunnelView.WireGuardView;
import io.borealis.engine.tunnel.host.PeerReadings;
import io.borealis.engine.tunnel.host.Traffic;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.network.PeerStatistics;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Shows tunnels to people: the row, what operators did since, and the handshake as the driver told it within the last
 * second. Thread-safe. */
final class TunnelViews {
    private final TunnelHost host;
    private final PeerReadings readings;
    private final TunnelUse use;
    private final Traffic traffic;
    private final TunnelLimits limits;

    TunnelViews(TunnelHost host, PeerReadings readings, TunnelUse use, Traffic traffic, TunnelLimits limits) {
        this.host = host;
        this.readings = readings;
        this.use = use;
        this.traffic = traffic;
        this.limits = limits;
    }

    /** A device that never had a tunnel. */
    TunnelView none(DeviceId device) {
        return new TunnelView(
                device,
                TunnelStatus.DOWN,
                Optional.empty(),
                Optional.empty(),
                (int) limits.idle().toSeconds(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                isSimulated());
    }

    /** @param driver what the driver says; the row's word stands where it says nothing */
    TunnelView of(Tunnel tunnel, Collection<Lease> leases, Optional<PeerStatistics> driver) {
        Optional<LiveUse> live = tunnel.isLive() ? Optional.of(use.of(tunnel)) : Optional.empty();
        Traffic.Bytes moved = driver.map(peer -> traffic.seen(tunnel.id(), peer))
                .orElse(new Traffic.Bytes(tunnel.receivedBytes(), tunnel.sentBytes()));
        return new TunnelView(
                tunnel.device(),
                tunnel.status(),
                Optional.of(tunnel.id()),
                Optional.of(tunnel.virtualIp()),
                (int) tunnel.idle().toSeconds(),
                tunnel.isLive() ? host.knownFacts().map(facts -> wireguard(tunnel, facts)) : Optional.empty(),
                leases.stream().map(Lease::username).distinct().toList(),
                Optional.of(tunnel.openedAt()),
                tunnel.upAt(),
                driver.flatMap(PeerStatistics::lastHandshake).or(tunnel::lastHandshakeAt),
                live.map(LiveUse::idleDeadline),
                live.filter(LiveUse::isWarned).isPresent(),
                live.flatMap(LiveUse::lifeDeadline),
                live.isPresent()
                        ? tunnel.hold().map(hold -> new HoldView(hold.by(), hold.since(), hold.until()))
                        : Optional.empty(),
                moved.received(),
                moved.sent(),
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

    /** The driver's word on the tunnel's peer, at most a second old; not to be asked inside a transaction. */
    Optional<PeerStatistics> driver(Tunnel tunnel) {
        if (!tunnel.isLive()) {
            return Optional.empty();
        }
        return tunnel.agentPublicKey().flatMap(readings::of);
    }
}
