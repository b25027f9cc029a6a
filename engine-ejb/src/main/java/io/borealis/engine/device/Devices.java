package io.borealis.engine.device;

import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Reach;
import io.borealis.engine.access.SiteName;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceRank;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The enrolled devices, and what people settle about them. Thread-safe. */
public final class Devices {
    /** No name for people is longer. */
    public static final int LONGEST_NAME = 128;

    /** No more are sorted for a page. */
    public static final int MOST_SORTED = 100_000;

    private final Database database;
    private final AgentSwitchboard switchboard;
    private final Supplier<Optional<TunnelNetwork>> network;
    private final ActivityLog activity;
    private final Clock clock;
    private final SavedViews savedViews;

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
        this.savedViews = new SavedViews(database);
    }

    /** What people saved of this list. */
    public SavedViews savedViews() {
        return savedViews;
    }

    /**
     * The devices within reach, in the order of their ids.
     *
     * @param after the last one of the page before; empty for the first page
     * @param removed whether those that were removed, or all others
     * @param site those of this site; empty for those of every site
     * @param most 1 to {@link Page#LONGEST}
     */
    public Page<DeviceView> page(
            OperatorSession who, Optional<DeviceId> after, boolean removed, Optional<UUID> site, int most) {
        return page(who, after, removed, site, Optional.empty(), most);
    }

    /**
     * The same of those in which a text is found.
     *
     * @param search part of name, host name, system, site or tag, in whatever case; empty for all
     */
    public Page<DeviceView> page(
            OperatorSession who,
            Optional<DeviceId> after,
            boolean removed,
            Optional<UUID> site,
            Optional<String> search,
            int most) {
        return database.read(work -> {
            Page<Device> found = Page.of(
                    work.devices().page(after, removed, Reach.of(work, who).limit(), site, search, most + 1), most);
            return views(work, found);
        });
    }

    /**
     * A page of the devices within reach in another order. A device whose place changes while somebody turns pages may be
     * missed, or come twice.
     *
     * @param after the last one of the page before; empty for the first page
     * @param removed whether those that were removed, or all others
     * @param search part of name, host name, system, site or tag, in whatever case; empty for all
     * @param most 1 to {@link Page#LONGEST}
     */
    public SortedDevices sorted(
            OperatorSession who,
            DeviceOrder order,
            Optional<DeviceId> after,
            boolean removed,
            Optional<String> search,
            int most) {
        return database.read(work -> {
            Reach reach = Reach.of(work, who);
            Optional<DeviceRank> last = after.flatMap(reach::device)
                    .flatMap(device -> work.devices().rank(device.id()));
            if (last.isEmpty() && after.isPresent()) {
                return new SortedDevices.UnknownAfter();
            }
            List<DeviceRank> all = work.devices().ranks(removed, reach.limit(), search, MOST_SORTED + 1);
            if (all.size() > MOST_SORTED) {
                return new SortedDevices.TooMany(MOST_SORTED);
            }
            return new SortedDevices.Found(views(work, Page.of(pick(work, order, all, last, most + 1), most)));
        });
    }

    private List<Device> pick(
            UnitOfWork work, DeviceOrder order, List<DeviceRank> all, Optional<DeviceRank> last, int most) {
        // Asked once: a channel that opens or closes meanwhile is not to change what is being sorted
        Set<UUID> connected = Stream.concat(all.stream(), last.stream())
                .map(DeviceRank::id)
                .filter(id -> switchboard.isConnected(new DeviceId(id)))
                .collect(Collectors.toSet());
        Comparator<DeviceRank> comparator = order.comparator(connected);
        List<UUID> ids = all.stream()
                .filter(device -> last.map(before -> comparator.compare(device, before) > 0)
                        .orElse(true))
                .sorted(comparator)
                .limit(most)
                .map(DeviceRank::id)
                .toList();
        Map<UUID, Device> found = work.devices().all(ids).stream()
                .collect(Collectors.toMap(device -> device.id().value(), Function.identity()));
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(found.get(id)).stream())
                .toList();
    }

    private Page<DeviceView> views(UnitOfWork work, Page<Device> found) {
        Map<DeviceId, Tunnel> live = work
                .tunnels()
                .liveOf(found.items().stream().map(Device::id).toList())
                .stream()
                .collect(Collectors.toMap(Tunnel::device, Function.identity()));
        return found.map(device -> view(work, device, Optional.ofNullable(live.get(device.id()))));
    }

    /** One device within reach, whatever state it is in. */
    public Optional<DeviceView> find(OperatorSession who, DeviceId id) {
        return database.read(work -> Reach.of(work, who)
                .device(id)
                .map(device -> view(work, device, work.tunnels().findLive(id))));
    }

    /**
     * Gives the device a name for people, or takes it away. The device itself is not told.
     *
     * @param name presentable, at most {@link #LONGEST_NAME} characters
     * @param reason in the administrator's words
     */
    public DeviceChange rename(OperatorSession admin, DeviceId id, Optional<String> name, Optional<String> reason) {
        return database.decide(work -> {
            Optional<Device> found = work.devices().find(id);
            if (found.isEmpty()) {
                return DeviceChange.UNKNOWN_DEVICE;
            }
            Device device = found.get();
            if (device.state() == DeviceState.REMOVED) {
                return DeviceChange.REMOVED_DEVICE;
            }
            if (!device.name().equals(name)) {
                String change = device.name().orElse(device.hostname()) + " is now " + name.orElse(device.hostname());
                device.rename(name);
                activity.write(
                        work,
                        ActivityEntry.of(ActivityEvent.DEVICE_RENAMED)
                                .on(id)
                                .by(admin.username(), admin.remoteAddress())
                                .because(change + reason.map(why -> ": " + why).orElse("")));
            }
            return DeviceChange.DONE;
        });
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

    private DeviceView view(UnitOfWork work, Device device, Optional<Tunnel> live) {
        boolean connected = switchboard.isConnected(device.id());
        return new DeviceView(
                device.id(),
                device.name(),
                device.hostname(),
                device.os(),
                device.agentVersion(),
                device.key().fingerprint(),
                network.get()
                        .filter(prefix -> device.addressIndex() < prefix.deviceCapacity())
                        .map(prefix -> prefix.deviceAddress(device.addressIndex())),
                new SiteName(
                        device.site(),
                        work.sites().find(device.site()).orElseThrow().name()),
                device.tags(),
                device.state(),
                device.stateSince(),
                device.stateBy(),
                device.stateReason(),
                connected,
                device.enrolledAt(),
                connected ? Optional.of(clock.instant()) : device.lastSeenAt(),
                device.cloneSuspectedAt(),
                live.map(Tunnel::status).orElse(TunnelStatus.DOWN),
                live.map(Tunnel::id));
    }
}
