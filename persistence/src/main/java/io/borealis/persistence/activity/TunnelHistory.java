package io.borealis.persistence.activity;

import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.device.Site;
import io.borealis.persistence.jpql.Conditions;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What tunnels were, living and ended, with what was written down about them; in one unit of work, which only reads. */
public final class TunnelHistory {
    private static final String TERMINAL_OPENED = "terminal_opened";

    /** A row that tells a list; one that only goes on with the comments of the row before tells none. */
    private static final String TELLS_PORTS = " %1$s.event = 'ports_set' and %1$s.detail not like 'further comments%%'";

    private static final String CHANGE_OF_PORTS = " a.deviceId = t.deviceId and" + TELLS_PORTS.formatted("a")
            + " and a.at > t.openedAt and (t.endedAt is null or a.at < t.endedAt)";

    private final EntityManager entities;

    public TunnelHistory(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * The tunnels that lived in the period, the newest first; of the same moment the higher id first. What is opened later
     * changes nothing of what follows a tunnel.
     *
     * @param scope those of devices that it covers; empty for all
     * @param after the last one that is known already; empty for the first page
     */
    public List<Tunnel> page(TunnelFilter filter, Optional<DeviceScope> scope, Optional<Tunnel> after, int most) {
        List<Tunnel> page = new ArrayList<>();
        Optional<Instant> from = filter.from();
        if (from.isEmpty() || after.isEmpty() || !after.get().openedAt().isBefore(from.get())) {
            Conditions begun = conditions(filter, scope, after);
            from.ifPresent(time -> begun.and("t.openedAt >= :from", "from", time));
            page.addAll(read(begun, most));
        }
        // What was open when the period began comes last, and is a question of its own: one index serves each of the
        // two
        if (from.isPresent() && page.size() < most) {
            Conditions open = conditions(filter, scope, after)
                    .and("t.openedAt < :from and (t.endedAt > :from or t.endedAt is null)", "from", from.get());
            page.addAll(read(open, most - page.size()));
        }
        return page;
    }

    private List<Tunnel> read(Conditions query, int most) {
        return query.read(entities, Tunnel.class, "t.openedAt desc, t.id desc", most);
    }

    private static Conditions conditions(TunnelFilter filter, Optional<DeviceScope> scope, Optional<Tunnel> after) {
        Conditions query = new Conditions("select t from Tunnel t where 1 = 1");
        filter.device().ifPresent(id -> query.and("t.deviceId = :device", "device", id.value()));
        filter.reason().ifPresent(why -> query.and("t.endReason = :reason", "reason", why));
        filter.until().ifPresent(time -> query.and("t.openedAt < :until", "until", time));
        filter.username()
                .ifPresent(name -> query.and(
                        "exists (select l from Lease l where l.tunnelId = t.id and l.username = :username)",
                        "username",
                        name));
        filter.site()
                .ifPresent(site -> query.and(
                        "exists (select o from Device o where o.id = t.deviceId and o.siteId = :site)", "site", site));
        scope.ifPresent(some ->
                query.and("exists (select d from Device d where d.id = t.deviceId and " + some.coversIn(query) + ")"));
        // The first condition alone is one that an index takes
        after.ifPresent(last -> query.and(
                        "t.openedAt <= :opened and (t.openedAt < :opened or t.id < :id)", "opened", last.openedAt())
                .with("id", last.id().value()));
        return query;
    }

    /** Of each tunnel who had a share in it, in the order of joining: the first so many, and how many there were. */
    public Map<TunnelId, Some<Lease>> shares(Collection<Tunnel> tunnels, int each) {
        return some(
                tunnels,
                counts(
                        "select l.tunnelId, count(l) from Lease l where l.tunnelId in :ids group by l.tunnelId",
                        tunnels),
                "select l.tunnelId, l from Lease l where l.tunnelId in :ids order by l.joinedAt, l.id",
                Lease.class,
                each);
    }

    /** Of each tunnel the rows of the changes of its device's port list while it lived, in their order, likewise. */
    public Map<TunnelId, Some<Activity>> portChanges(Collection<Tunnel> tunnels, int each) {
        return some(
                tunnels,
                counts(
                        "select t.id, count(a) from Tunnel t, Activity a where t.id in :ids and" + CHANGE_OF_PORTS
                                + " group by t.id",
                        tunnels),
                "select t.id, a from Tunnel t, Activity a where t.id in :ids and" + CHANGE_OF_PORTS
                        + " order by a.at, a.id",
                Activity.class,
                each);
    }

    /** Of each tunnel the row of the last port list of its device until it was opened; nothing where none was ever set. */
    public Map<TunnelId, Activity> portsAtOpening(Collection<Tunnel> tunnels) {
        Map<TunnelId, Activity> rows = new HashMap<>();
        if (!tunnels.isEmpty()) {
            entities.createQuery(
                            "select t.id, a from Tunnel t, Activity a where t.id in :ids and a.deviceId = t.deviceId"
                                    + " and" + TELLS_PORTS.formatted("a") + " and a.at = (select max(b.at)"
                                    + " from Activity b where b.deviceId = t.deviceId and"
                                    + TELLS_PORTS.formatted("b") + " and b.at <= t.openedAt) order by a.id",
                            Object[].class)
                    .setParameter("ids", ids(tunnels))
                    .getResultList()
                    .forEach(row -> rows.put(new TunnelId((UUID) row[0]), (Activity) row[1]));
        }
        return rows;
    }

    /** The row of the last port list of a device until a moment; empty when none was set until then. */
    public Optional<Activity> portsAt(DeviceId device, Instant at) {
        return entities.createQuery(
                        "select a from Activity a where a.deviceId = :device and" + TELLS_PORTS.formatted("a")
                                + " and a.at <= :at order by a.at desc, a.id desc",
                        Activity.class)
                .setParameter("device", device.value())
                .setParameter("at", at)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** How many terminals were opened in each of these tunnels; a tunnel without any is left out. */
    public Map<TunnelId, Long> terminals(Collection<Tunnel> tunnels) {
        return counts(
                "select a.tunnelId, count(a) from Activity a where a.tunnelId in :ids and a.event = '" + TERMINAL_OPENED
                        + "' group by a.tunnelId",
                tunnels);
    }

    /** The rows of the terminals of a tunnel that were opened until a moment and not ended by then, the oldest first. */
    public List<Activity> terminalsAt(TunnelId tunnel, Instant at, int most) {
        return entities.createQuery(
                        "select a from Activity a where a.tunnelId = :tunnel and a.event = '" + TERMINAL_OPENED
                                + "' and a.at <= :at and not exists (select b from Activity b where"
                                + " b.tunnelId = a.tunnelId and b.event = 'terminal_ended' and b.at <= :at"
                                + " and b.detail like concat(a.detail, ', %')) order by a.at, a.id",
                        Activity.class)
                .setParameter("tunnel", tunnel.value())
                .setParameter("at", at)
                .setMaxResults(most)
                .getResultList();
    }

    /** Those who had a share in a tunnel at a moment, in the order of joining. */
    public List<Lease> sharesAt(TunnelId tunnel, Instant at, int most) {
        return entities.createQuery(
                        "select l from Lease l where l.tunnelId = :tunnel and l.joinedAt <= :at"
                                + " and (l.leftAt is null or l.leftAt > :at) order by l.joinedAt, l.id",
                        Lease.class)
                .setParameter("tunnel", tunnel.value())
                .setParameter("at", at)
                .setMaxResults(most)
                .getResultList();
    }

    /** The devices of these tunnels, removed ones among them. */
    public Map<DeviceId, Device> devices(Collection<Tunnel> tunnels) {
        return tunnels.isEmpty()
                ? Map.of()
                : entities.createQuery("select d from Device d where d.id in :ids", Device.class)
                        .setParameter(
                                "ids",
                                tunnels.stream()
                                        .map(tunnel -> tunnel.device().value())
                                        .distinct()
                                        .toList())
                        .getResultStream()
                        .collect(Collectors.toMap(Device::id, Function.identity()));
    }

    /** The names of the sites of these devices. */
    public Map<UUID, String> siteNames(Collection<Device> devices) {
        return devices.isEmpty()
                ? Map.of()
                : entities.createQuery("select s from Site s where s.id in :ids", Site.class)
                        .setParameter(
                                "ids",
                                devices.stream().map(Device::site).distinct().toList())
                        .getResultStream()
                        .collect(Collectors.toMap(Site::id, Site::name));
    }

    private Map<TunnelId, Long> counts(String query, Collection<Tunnel> tunnels) {
        Map<TunnelId, Long> counts = new HashMap<>();
        if (!tunnels.isEmpty()) {
            entities.createQuery(query, Object[].class)
                    .setParameter("ids", ids(tunnels))
                    .getResultList()
                    .forEach(row -> counts.put(new TunnelId((UUID) row[0]), (Long) row[1]));
        }
        return counts;
    }

    // Together where they are few; a tunnel with many of them is asked by itself, so that memory stays bounded
    private <T> Map<TunnelId, Some<T>> some(
            Collection<Tunnel> tunnels, Map<TunnelId, Long> counts, String query, Class<T> type, int each) {
        Map<TunnelId, List<T>> first = new HashMap<>();
        List<UUID> few = new ArrayList<>();
        for (Tunnel tunnel : tunnels) {
            long count = counts.getOrDefault(tunnel.id(), 0L);
            if (count > each) {
                read(query, List.of(tunnel.id().value()), each, type, first);
            } else if (count > 0) {
                few.add(tunnel.id().value());
            }
        }
        if (!few.isEmpty()) {
            read(query, few, few.size() * each, type, first);
        }
        Map<TunnelId, Some<T>> some = new HashMap<>();
        first.forEach((tunnel, rows) -> some.put(tunnel, new Some<>(rows, counts.getOrDefault(tunnel, 0L))));
        return some;
    }

    private <T> void read(String text, List<UUID> ids, int most, Class<T> type, Map<TunnelId, List<T>> into) {
        TypedQuery<Object[]> query = entities.createQuery(text, Object[].class);
        query.setParameter("ids", ids).setMaxResults(most).getResultList().forEach(row -> into.computeIfAbsent(
                        new TunnelId((UUID) row[0]), first -> new ArrayList<>())
                .add(type.cast(row[1])));
    }

    private static List<UUID> ids(Collection<Tunnel> tunnels) {
        return tunnels.stream().map(tunnel -> tunnel.id().value()).toList();
    }
}
