package io.borealis.persistence.activity;

import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.jpql.Conditions;
import io.borealis.protocol.device.DeviceId;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a period saw, summed up by the database; in one unit of work, which only reads. */
public final class AccessHistory {
    private static final Set<String> ACCESS = Set.of("tunnel_opened", "tunnel_joined", "terminal_opened");

    private static final String LIVED = " from Lease l join Tunnel t on t.id = l.tunnelId where l.joinedAt < :until"
            + " and (l.leftAt > :from or l.leftAt is null)";

    private static final String SECONDS = "extract(epoch from least(coalesce(l.leftAt, :until), :until))"
            + " - extract(epoch from greatest(l.joinedAt, :from))";

    /** By what rows are summed up. */
    public enum Key {
        OPERATOR("a.username", "l.username"),
        DEVICE("a.deviceId", "t.deviceId"),
        SITE(
                "(select k.siteId from Device k where k.id = a.deviceId)",
                "(select k.siteId from Device k where k.id = t.deviceId)");

        private final String ofRow;
        private final String ofShare;

        Key(String ofRow, String ofShare) {
            this.ofRow = ofRow;
            this.ofShare = ofShare;
        }
    }

    private final EntityManager entities;

    public AccessHistory(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * What each operator, device or site did or saw in the period, in the order of the keys. What has no such key, as a refusal
     * of somebody without a name, is not told.
     *
     * @param scope what is about devices that it covers; empty for everything
     * @param after the last key that is known already, a name or an id; empty for the first page
     */
    public List<AccessSum> sums(
            Key key, AccessFilter filter, Optional<DeviceScope> scope, Optional<Object> after, int most) {
        Conditions query = new Conditions("");
        Set<String> events = new HashSet<>(filter.refusals());
        events.addAll(ACCESS);
        query.with("events", events).with("from", filter.from()).with("until", filter.until());
        query.with("refusals", filter.refusals());
        String rows = "select " + key.ofRow + " as k,"
                + " case when a.event = 'tunnel_opened' then 1 else 0 end as opened,"
                + " case when a.event = 'tunnel_joined' then 1 else 0 end as joined,"
                + " case when a.event = 'terminal_opened' then 1 else 0 end as terminals,"
                + " case when a.event in :refusals then 1 else 0 end as refused,"
                + " 0 as seconds, a.at as since, a.at as latest from Activity a"
                + " where a.event in :events and a.at >= :from and a.at < :until"
                + about("a.deviceId", "a.username", filter, scope, query);
        String shares = "select " + key.ofShare + " as k, 0 as opened, 0 as joined, 0 as terminals, 0 as refused, "
                + SECONDS + " as seconds, greatest(l.joinedAt, :from) as since,"
                + " least(coalesce(l.leftAt, :until), :until) as latest" + LIVED
                + about("t.deviceId", "l.username", filter, scope, query);
        // Whose tunnel was open when the period began is a question of its own: one index serves each of the two
        String text = "select x.k, sum(x.opened), sum(x.joined), sum(x.terminals), sum(x.refused), sum(x.seconds),"
                + " min(x.since), max(x.latest) from (" + rows
                + " union all " + shares + " and l.joinedAt >= :from and t.openedAt >= :from and t.openedAt < :until"
                + " union all " + shares + " and t.openedAt < :from and (t.endedAt > :from or t.endedAt is null)"
                + ") x where x.k is not null"
                + after.map(last -> " and x.k > :after").orElse("")
                + " group by x.k order by x.k";
        after.ifPresent(last -> query.with("after", last));
        return query.read(entities, text, most).stream()
                .map(row -> new AccessSum(
                        row[0],
                        number(row[1]),
                        number(row[2]),
                        number(row[5]),
                        number(row[3]),
                        number(row[4]),
                        (Instant) row[6],
                        (Instant) row[7]))
                .toList();
    }

    /**
     * What was refused in the period, rows that say the same together, the newest row of each first. While rows of the period
     * are not written any more, nothing changes in what follows one.
     *
     * @param scope what is about devices that it covers; empty for everything, and what is about no device too
     * @param after the newest row of the last ones that are known already; empty for the first page
     */
    public List<RefusalSum> refusals(AccessFilter filter, Optional<DeviceScope> scope, Optional<Long> after, int most) {
        Conditions query = new Conditions("");
        query.with("from", filter.from()).with("until", filter.until()).with("refusals", filter.refusals());
        String text = "select max(a.id), a.event, a.username, a.remoteAddress, a.deviceId, a.detail, count(a),"
                + " min(a.at), max(a.at) from Activity a"
                + " where a.event in :refusals and a.at >= :from and a.at < :until"
                + about("a.deviceId", "a.username", filter, scope, query)
                + " group by a.event, a.username, a.remoteAddress, a.deviceId, a.detail"
                + after.map(last -> " having max(a.id) < :after").orElse("")
                + " order by max(a.id) desc";
        after.ifPresent(last -> query.with("after", last));
        return query.read(entities, text, most).stream()
                .map(row -> new RefusalSum(
                        number(row[0]),
                        (String) row[1],
                        Optional.ofNullable((String) row[2]),
                        Optional.ofNullable((String) row[3]),
                        Optional.ofNullable((UUID) row[4]).map(DeviceId::new),
                        Optional.ofNullable((String) row[5]),
                        number(row[6]),
                        (Instant) row[7],
                        (Instant) row[8]))
                .toList();
    }

    private static String about(
            String device, String username, AccessFilter filter, Optional<DeviceScope> scope, Conditions query) {
        StringBuilder text = new StringBuilder();
        filter.device().ifPresent(id -> {
            text.append(" and ").append(device).append(" = :device");
            query.with("device", id.value());
        });
        filter.username().ifPresent(name -> {
            text.append(" and ").append(username).append(" = :username");
            query.with("username", name);
        });
        filter.site().ifPresent(site -> {
            text.append(" and exists (select o from Device o where o.id = " + device + " and o.siteId = :site)");
            query.with("site", site);
        });
        scope.ifPresent(some -> text.append(
                " and exists (select d from Device d where d.id = " + device + " and " + some.coversIn(query) + ")"));
        return text.toString();
    }

    private static long number(Object sum) {
        return ((Number) sum).longValue();
    }
}
