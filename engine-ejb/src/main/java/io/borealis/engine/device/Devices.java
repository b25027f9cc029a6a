package io.borealis.engine.device;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.persistence.Database;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The enrolled devices, and what people settle about them. Thread-safe. */
public final class Devices {
    private final Database database;
    private final AgentSwitchboard switchboard;
    private final Supplier<Optional<TunnelNetwork>> network;
    private final ActivityLog activity;
    private final Clock clock;

    /** @param network the tunnel network, once the listener told it */
    public Devices(
            Database database,
            AgentSwitchboard switchboard,
            Supplier<Optional<TunnelNetwork>> network,
            ActivityLog activity,
            Clock clock) {
        this.database = database;
        this.switchboard = switchboard;
        this.network = network;
        this.activity = activity;
        this.clock = clock;
    }

    /** All devices by host name. */
    public List<DeviceView> list() {
        return database.read(work -> {
            Map<DeviceId, Tunnel> live =
                    work.tunnels().live().stream().collect(Collectors.toMap(Tunnel::device, Function.identity()));
            return work.devices().all().stream()
                    .map(device -> view(device, Optional.ofNullable(live.get(device.id()))))
                    .toList();
        });
    }

    public Optional<DeviceView> find(DeviceId id) {
        return database.read(work -> work.devices()
                .find(id)
                .map(device -> view(device, work.tunnels().findLive(id))));
    }

    /** Somebody looked into the clone. False when there is no such device; nothing is written when it has no mark. */
    public boolean clearCloneMark(OperatorSession operator, DeviceId id) {
        return database.decide(work -> work.devices()
                .find(id)
                .map(device -> {
                    if (device.cloneSuspectedAt().isPresent()) {
                        device.clearCloneMark();
                        activity.write(
                                work,
                                ActivityEntry.of(ActivityEvent.DEVICE_CLEARED)
                                        .on(id)
                                        .by(operator.username(), operator.remoteAddress()));
                    }
                    return Boolean.TRUE;
                })
                .orElse(Boolean.FALSE));
    }

    private DeviceView view(Device device, Optional<Tunnel> live) {
        boolean connected = switchboard.isConnected(device.id());
        return new DeviceView(
                device.id(),
                device.hostname(),
                device.os(),
                device.agentVersion(),
                device.key().fingerprint(),
                network.get()
                        .filter(prefix -> device.addressIndex() < prefix.deviceCapacity())
                        .map(prefix -> prefix.deviceAddress(device.addressIndex())),
                connected,
                device.enrolledAt(),
                connected ? Optional.of(clock.instant()) : device.lastSeenAt(),
                device.cloneSuspectedAt(),
                live.map(Tunnel::status).orElse(TunnelStatus.DOWN),
                live.map(Tunnel::id));
    }
}
