package io.borealis.engine.device;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.ReachChange;
import io.borealis.engine.access.Rights;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.device.DeviceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Where devices belong and what they are marked with, removed ones among them. Both say who reaches a device, so whoever
 * does not any more loses his share of its tunnel. Each in the device's turn: nobody connects in between. Thread-safe.
 */
public final class DevicePlaces {
    private final Database database;
    private final DeviceTurns turns;
    private final Rights rights;
    private final PortAccess.Enforcement enforcement;
    private final ActivityLog activity;

    public DevicePlaces(
            Database database,
            DeviceTurns turns,
            Rights rights,
            PortAccess.Enforcement enforcement,
            ActivityLog activity) {
        this.database = database;
        this.turns = turns;
        this.rights = rights;
        this.enforcement = enforcement;
        this.activity = activity;
    }

    /**
     * Its ports obey the ceiling of its new site at once, even when it was there already: an outage may have come between.
     *
     * @param reason in the administrator's words
     */
    public DeviceChange move(OperatorSession admin, DeviceId id, UUID wanted, Optional<String> reason) {
        return turns.inTurn(id, () -> {
            DeviceChange moved = moveInTurn(admin, id, wanted, reason);
            if (moved == DeviceChange.DONE) {
                // Where the host cannot obey, the tunnel ends
                enforcement.enforce(id);
            }
            return moved;
        });
    }

    private DeviceChange moveInTurn(OperatorSession admin, DeviceId id, UUID wanted, Optional<String> reason) {
        return change(id, (work, device) -> {
            Optional<Site> to = work.sites().find(wanted);
            if (to.isEmpty()) {
                return DeviceChange.UNKNOWN_SITE;
            }
            if (!device.site().equals(wanted)) {
                String from = work.sites().find(device.site()).orElseThrow().name();
                device.moveTo(wanted);
                String change = from + " is now " + to.get().name();
                write(work, admin, device, ActivityEvent.DEVICE_MOVED, change, reason);
                rights.reachChanged(work, ReachChange.SITE_CHANGED);
            }
            return DeviceChange.DONE;
        });
    }

    /**
     * Makes these all of the device's tags.
     *
     * @param wanted as {@link io.borealis.engine.access.DeviceTags} lets them through
     * @param reason in the administrator's words
     */
    public DeviceChange tag(OperatorSession admin, DeviceId id, Set<String> wanted, Optional<String> reason) {
        return change(id, (work, device) -> {
            List<String> before = device.tags();
            device.tag(wanted);
            if (!device.tags().equals(before)) {
                String change = before + " is now " + device.tags();
                write(work, admin, device, ActivityEvent.DEVICE_TAGGED, change, reason);
                rights.reachChanged(work, ReachChange.TAGS_CHANGED);
            }
            return DeviceChange.DONE;
        });
    }

    private DeviceChange change(DeviceId id, BiFunction<UnitOfWork, Device, DeviceChange> change) {
        return turns.inTurn(
                id,
                () -> database.decide(work -> work.devices()
                        .find(id)
                        .map(device -> change.apply(work, device))
                        .orElse(DeviceChange.UNKNOWN_DEVICE)));
    }

    private void write(
            UnitOfWork work,
            OperatorSession admin,
            Device device,
            ActivityEvent event,
            String change,
            Optional<String> reason) {
        activity.write(
                work,
                ActivityEntry.of(event)
                        .on(device.id())
                        .by(admin.username(), admin.remoteAddress())
                        .because(change + reason.map(why -> ": " + why).orElse("")));
    }
}
