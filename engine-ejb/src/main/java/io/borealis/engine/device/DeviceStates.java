package io.borealis.engine.device;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentListener.Refusal;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.engine.tunnel.host.Ending;
import io.borealis.engine.tunnel.host.TunnelEnding;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.tunnel.EndReason;
import java.time.Clock;
import java.util.Optional;

/**
 * What administrators let devices do. What a device may not have any more ends before the new state is written: an
 * outage in between leaves a tunnel that ended and a state to be asked for again, never a tunnel without a right to it.
 * Thread-safe.
 */
public final class DeviceStates {
    private final Database database;
    private final DeviceTurns turns;
    private final TunnelEnding ending;
    private final AgentSwitchboard switchboard;
    private final ActivityLog activity;
    private final Clock clock;

    public DeviceStates(
            Database database,
            DeviceTurns turns,
            TunnelEnding ending,
            AgentSwitchboard switchboard,
            ActivityLog activity,
            Clock clock) {
        this.database = database;
        this.turns = turns;
        this.ending = ending;
        this.switchboard = switchboard;
        this.activity = activity;
        this.clock = clock;
    }

    /** Why an agent of a device in this state is sent away; empty when it is not. */
    public static Optional<Refusal> refusalOf(DeviceState state) {
        return switch (state) {
            case ACTIVE, QUARANTINED -> Optional.empty();
            case DISABLED ->
                Optional.of(new Refusal(
                        CloseReason.DEVICE_DISABLED,
                        "an administrator disabled this device; ask one to enable it again"));
            case REMOVED ->
                Optional.of(new Refusal(
                        CloseReason.DEVICE_REMOVED,
                        "an administrator removed this device; ask one to readmit it, or enrol it anew"));
        };
    }

    /**
     * Brings the device into a state; one that it is in already is no change, but what must not live on ends all the same.
     * {@link DeviceState#REMOVED} is left by {@link #readmit} alone.
     *
     * @param reason in the administrator's words
     */
    public DeviceChange set(OperatorSession admin, DeviceId id, DeviceState wanted, Optional<String> reason) {
        return turns.inTurn(id, () -> {
            Optional<DeviceState> now = stateOf(id);
            if (now.isEmpty()) {
                return DeviceChange.UNKNOWN_DEVICE;
            }
            if (now.get() == DeviceState.REMOVED && wanted != DeviceState.REMOVED) {
                return DeviceChange.REMOVED_DEVICE;
            }
            return bring(admin, id, wanted, reason);
        });
    }

    /** Takes a removed device back as the one that it was; nothing changes for one that was not removed. */
    public DeviceChange readmit(OperatorSession admin, DeviceId id, Optional<String> reason) {
        return turns.inTurn(id, () -> {
            Optional<DeviceState> now = stateOf(id);
            if (now.isEmpty()) {
                return DeviceChange.UNKNOWN_DEVICE;
            }
            return now.get() == DeviceState.REMOVED ? bring(admin, id, DeviceState.ACTIVE, reason) : DeviceChange.DONE;
        });
    }

    private Optional<DeviceState> stateOf(DeviceId id) {
        return database.read(work -> work.devices().find(id).map(Device::state));
    }

    private DeviceChange bring(OperatorSession admin, DeviceId id, DeviceState wanted, Optional<String> reason) {
        endReason(wanted).ifPresent(why -> endTunnel(admin, id, why, reason));
        database.run(work -> work.devices().find(id).ifPresent(device -> {
            if (device.state() != wanted) {
                write(work, admin, device, wanted, reason);
            }
            refusalOf(wanted)
                    .ifPresent(why -> work.afterCommit(() -> switchboard.dismiss(id, why.reason(), why.text())));
        }));
        return DeviceChange.DONE;
    }

    private static Optional<EndReason> endReason(DeviceState state) {
        return switch (state) {
            case ACTIVE -> Optional.empty();
            case QUARANTINED -> Optional.of(EndReason.DEVICE_QUARANTINED);
            case DISABLED -> Optional.of(EndReason.DEVICE_DISABLED);
            case REMOVED -> Optional.of(EndReason.DEVICE_REMOVED);
        };
    }

    private void endTunnel(OperatorSession admin, DeviceId id, EndReason why, Optional<String> reason) {
        database.read(work -> work.tunnels().findLive(id))
                .ifPresent(live -> ending.end(live.id(), Ending.revoked(admin, live.id(), why, reason)));
    }

    private void write(
            UnitOfWork work, OperatorSession admin, Device device, DeviceState wanted, Optional<String> reason) {
        ActivityEvent event = eventOf(device.state(), wanted);
        device.enter(wanted, admin.username(), reason, clock.instant());
        ActivityEntry entry = ActivityEntry.of(event).on(device.id()).by(admin.username(), admin.remoteAddress());
        activity.write(work, reason.map(entry::because).orElse(entry));
    }

    private static ActivityEvent eventOf(DeviceState before, DeviceState wanted) {
        return switch (wanted) {
            case ACTIVE ->
                before == DeviceState.REMOVED ? ActivityEvent.DEVICE_READMITTED : ActivityEvent.DEVICE_ENABLED;
            case QUARANTINED -> ActivityEvent.DEVICE_QUARANTINED;
            case DISABLED -> ActivityEvent.DEVICE_DISABLED;
            case REMOVED -> ActivityEvent.DEVICE_REMOVED;
        };
    }
}
