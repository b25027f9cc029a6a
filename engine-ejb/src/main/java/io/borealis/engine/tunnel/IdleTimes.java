package io.borealis.engine.tunnel;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Reach;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.persistence.Database;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import java.time.Duration;
import java.util.Optional;

/** The idle times of devices; a live tunnel obeys a new one at once. Thread-safe. */
public final class IdleTimes {
    private final Database database;
    private final DeviceTurns turns;
    private final TunnelUse use;
    private final TunnelLimits limits;
    private final ActivityLog activity;

    IdleTimes(Database database, DeviceTurns turns, TunnelUse use, TunnelLimits limits, ActivityLog activity) {
        this.database = database;
        this.turns = turns;
        this.use = use;
        this.limits = limits;
        this.activity = activity;
    }

    Duration of(Device device) {
        return device.idle().orElse(limits.idle());
    }

    /** Empty when there is no such device within reach. */
    public Optional<IdleTime> find(OperatorSession who, DeviceId id) {
        return database.read(work -> Reach.of(work, who).device(id).map(this::show));
    }

    private IdleTime show(Device device) {
        return new IdleTime(
                device.id(),
                (int) of(device).toSeconds(),
                device.idle().isPresent(),
                (int) limits.shortestIdle().toSeconds(),
                (int) limits.longestIdle().toSeconds());
    }

    /** @param time whole seconds; empty for the Engine's own */
    public SetIdleResult set(OperatorSession operator, DeviceId id, Optional<Duration> time) {
        if (time.isPresent() && !limits.allowsIdle(time.get())) {
            return new SetIdleResult.OutOfBounds((int) limits.shortestIdle().toSeconds(), (int)
                    limits.longestIdle().toSeconds());
        }
        return turns.inTurn(
                id,
                () -> database.decide(work -> {
                    Optional<Device> device = Reach.of(work, operator).device(id);
                    if (device.isEmpty()) {
                        return new SetIdleResult.UnknownDevice(id);
                    }
                    device.get().idleAfter(time);
                    Duration now = of(device.get());
                    Optional<Tunnel> live = work.tunnels().findLive(id);
                    live.ifPresent(tunnel -> {
                        tunnel.idleAfter(now);
                        work.afterCommit(() -> use.find(tunnel.id()).ifPresent(known -> known.idleAfter(now)));
                    });
                    ActivityEntry entry = ActivityEntry.of(ActivityEvent.IDLE_TIME_SET)
                            .on(id)
                            .by(operator.username(), operator.remoteAddress())
                            .because(now.toSeconds() + " s" + (time.isPresent() ? "" : ", the Engine's own"));
                    activity.write(
                            work, live.map(tunnel -> entry.in(tunnel.id())).orElse(entry));
                    return new SetIdleResult.Done(show(device.get()));
                }));
    }
}
