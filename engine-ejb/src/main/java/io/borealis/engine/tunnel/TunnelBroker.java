package io.borealis.engine.tunnel;

import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Reach;
import io.borealis.engine.access.Rights;
import io.borealis.engine.access.Role;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.engine.tunnel.host.Ending;
import io.borealis.engine.tunnel.host.TunnelEnding;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Opens, shares and ends tunnels: at most one live tunnel per device. Thread-safe. */
public final class TunnelBroker {
    private final Database database;
    private final DeviceTurns turns;
    private final TunnelOpening opening;
    private final TunnelEnding ending;
    private final TunnelViews views;
    private final TunnelUse use;
    private final Rights rights;
    private final ActivityLog activity;
    private final Clock clock;

    TunnelBroker(
            Database database,
            DeviceTurns turns,
            TunnelOpening opening,
            TunnelEnding ending,
            TunnelViews views,
            TunnelUse use,
            Rights rights,
            ActivityLog activity,
            Clock clock) {
        this.database = database;
        this.turns = turns;
        this.opening = opening;
        this.ending = ending;
        this.views = views;
        this.use = use;
        this.rights = rights;
        this.activity = activity;
        this.clock = clock;
    }

    /** Opens a tunnel to the device, or joins the one that lives. */
    public OpenResult open(OperatorSession operator, DeviceId device) {
        return turns.inTurn(device, () -> opening.open(operator, device));
    }

    private record Shown(Optional<Tunnel> tunnel, List<Lease> leases) {}

    /** The live tunnel of the device or the last that ended; empty when there is no such device within reach. */
    public Optional<TunnelView> status(OperatorSession who, DeviceId device) {
        Optional<Shown> shown =
                database.read(work -> Reach.of(work, who).device(device).map(known -> {
                    Optional<Tunnel> newest = work.tunnels().newestOf(device);
                    return new Shown(
                            newest,
                            newest.map(tunnel -> work.tunnels().leases(tunnel.id()))
                                    .orElse(List.of()));
                }));
        return shown.map(found -> found.tunnel()
                .map(tunnel -> views.of(tunnel, found.leases(), views.driver(tunnel)))
                .orElseGet(() -> views.none(device)));
    }

    /**
     * The live tunnels of the devices within reach, in the order of their devices.
     *
     * @param after the last device of the page before; empty for the first page
     * @param most 1 to {@link Page#LONGEST}
     */
    public Page<TunnelView> active(OperatorSession who, Optional<DeviceId> after, int most) {
        record Some(Page<Device> devices, Map<DeviceId, Tunnel> live, Map<TunnelId, List<Lease>> leases) {}
        Some some = database.read(work -> {
            Page<Device> devices = Page.of(
                    work.devices().pageWithLiveTunnel(after, Reach.of(work, who).limit(), most + 1), most);
            List<DeviceId> ids = devices.items().stream().map(Device::id).toList();
            List<Tunnel> live = work.tunnels().liveOf(ids);
            return new Some(
                    devices,
                    live.stream().collect(Collectors.toMap(Tunnel::device, tunnel -> tunnel)),
                    work.tunnels().leases(live.stream().map(Tunnel::id).toList()).stream()
                            .collect(Collectors.groupingBy(Lease::tunnel)));
        });
        // One that ended between the two questions is none any more
        List<TunnelView> shown = some.devices().items().stream()
                .flatMap(device -> Optional.ofNullable(some.live().get(device.id())).stream())
                .map(tunnel ->
                        views.of(tunnel, some.leases().getOrDefault(tunnel.id(), List.of()), views.driver(tunnel)))
                .toList();
        return new Page<>(shown, some.devices().more() && !shown.isEmpty());
    }

    /**
     * Leaves the tunnel; the last one out ends it at once. Whoever has no share in this session ends all that he has in
     * others: the same person, signed in twice.
     *
     * @param all ends it for everybody; administrators only
     */
    public LeaveResult leave(OperatorSession operator, DeviceId device, boolean all) {
        return turns.inTurn(device, () -> {
            LeaveResult result = database.decide(work -> decideLeaving(work, operator, device, all));
            if (result instanceof LeaveResult.Ended ended) {
                ending.end(ended.tunnelId(), Ending.by(operator, ended.tunnelId()));
            }
            return result;
        });
    }

    private LeaveResult decideLeaving(UnitOfWork work, OperatorSession operator, DeviceId device, boolean all) {
        if (all && !operator.is(Role.ADMIN)) {
            return new LeaveResult.NotAllowed();
        }
        if (Reach.of(work, operator).device(device).isEmpty()) {
            return new LeaveResult.UnknownDevice(device);
        }
        Optional<Tunnel> live = work.tunnels().findLive(device);
        if (live.isEmpty()) {
            return new LeaveResult.NoTunnel(device);
        }
        TunnelId tunnel = live.get().id();
        if (all) {
            return new LeaveResult.Ended(tunnel);
        }
        List<Lease> leases = work.tunnels().leases(tunnel);
        List<Lease> own = ownOf(leases, operator);
        if (own.isEmpty()) {
            return new LeaveResult.NotYours(tunnel);
        }
        int others = leases.size() - own.size();
        if (others == 0) {
            return new LeaveResult.Ended(tunnel);
        }
        own.forEach(lease -> endLease(work, operator, device, lease));
        return new LeaveResult.Left(tunnel, others);
    }

    private static List<Lease> ownOf(List<Lease> leases, OperatorSession operator) {
        List<Lease> ofThisSession = leases.stream()
                .filter(lease -> lease.sessionId().equals(operator.sessionId()))
                .toList();
        return ofThisSession.isEmpty()
                ? leases.stream()
                        .filter(lease -> lease.username().equals(operator.username()))
                        .toList()
                : ofThisSession;
    }

    private void endLease(UnitOfWork work, OperatorSession operator, DeviceId device, Lease lease) {
        lease.leave(clock.instant());
        ActivityEntry left = ActivityEntry.of(ActivityEvent.TUNNEL_LEFT)
                .on(device)
                .in(lease.tunnel())
                .by(operator.username(), operator.remoteAddress());
        boolean fromElsewhere = !lease.sessionId().equals(operator.sessionId());
        activity.write(work, fromElsewhere ? left.because("by another session of the same operator") : left);
        rights.leaseEnded(work, lease.tunnel(), lease.sessionId());
    }

    /** Puts the idle deadline off: the operator says that he does something. */
    public ActivityResult activity(OperatorSession operator, TunnelId id) {
        return heard(operator, id, live -> {
            live.touch();
            return true;
        });
    }

    /** Puts the idle deadline off, but not more often than {@link TunnelLimits} says: a visible page saw its operator. */
    public ActivityResult presence(OperatorSession operator, TunnelId id) {
        return heard(operator, id, live -> live.present(operator.sessionId()));
    }

    private ActivityResult heard(OperatorSession operator, TunnelId id, Predicate<LiveUse> what) {
        return database.read(work -> Reach.of(work, operator)
                .liveTunnel(id)
                .<ActivityResult>map(tunnel -> work.tunnels()
                        .lease(id, operator.sessionId())
                        .<ActivityResult>map(lease -> recorded(tunnel, what))
                        .orElseGet(() -> new ActivityResult.NotYours(id)))
                .orElseGet(() -> new ActivityResult.NoTunnel(id)));
    }

    private ActivityResult recorded(Tunnel tunnel, Predicate<LiveUse> what) {
        LiveUse live = use.of(tunnel);
        boolean counted = what.test(live);
        return new ActivityResult.Recorded(tunnel.id(), live.idleDeadline(), counted);
    }
}
