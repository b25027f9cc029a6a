package io.borealis.engine.activity.report;

import io.borealis.engine.access.SiteName;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.Some;
import io.borealis.persistence.activity.TunnelHistory;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the rows tell together about some tunnels: a few questions for all of them. Good for one unit of work. */
final class TunnelSessions {
    private final Map<DeviceId, Device> devices;
    private final Map<UUID, String> sites;
    private final Map<TunnelId, Some<Lease>> shares;
    private final Map<TunnelId, Activity> portsAtOpening;
    private final Map<TunnelId, Some<Activity>> portChanges;
    private final Map<TunnelId, Long> terminals;

    private TunnelSessions(TunnelHistory history, List<Tunnel> tunnels) {
        this.devices = history.devices(tunnels);
        this.sites = history.siteNames(devices.values());
        this.shares = history.shares(tunnels, TunnelSession.MOST_SHARES);
        this.portChanges = history.portChanges(tunnels, TunnelSession.MOST_CHANGES);
        this.portsAtOpening = history.portsAtOpening(tunnels);
        this.terminals = history.terminals(tunnels);
    }

    /** In the same order. */
    static List<TunnelSession> of(UnitOfWork work, List<Tunnel> tunnels) {
        TunnelSessions all = new TunnelSessions(work.tunnelHistory(), tunnels);
        return tunnels.stream().map(all::of).toList();
    }

    private TunnelSession of(Tunnel tunnel) {
        Device device = Optional.ofNullable(devices.get(tunnel.device())).orElseThrow();
        Some<Lease> shared = shares.getOrDefault(tunnel.id(), Some.none());
        Some<Activity> changes = portChanges.getOrDefault(tunnel.id(), Some.none());
        List<PortList> ports = new ArrayList<>();
        ports.add(Optional.ofNullable(portsAtOpening.get(tunnel.id()))
                .map(PortList::of)
                .orElseGet(() -> PortList.defaultsOf(device)));
        changes.first().forEach(row -> ports.add(PortList.of(row)));
        return new TunnelSession(
                tunnel.id(),
                tunnel.device(),
                device.name().orElse(device.hostname()),
                new SiteName(device.site(), sites.getOrDefault(device.site(), "")),
                tunnel.openedBy(),
                tunnel.openedAt(),
                shared.first().stream().map(TunnelShare::of).toList(),
                shared.count(),
                tunnel.endedAt(),
                tunnel.endedAt()
                        .map(end -> Duration.between(tunnel.openedAt(), end).toSeconds()),
                tunnel.endReason(),
                tunnel.endDetail(),
                tunnel.receivedBytes(),
                tunnel.sentBytes(),
                ports,
                changes.count(),
                terminals.getOrDefault(tunnel.id(), 0L));
    }
}
