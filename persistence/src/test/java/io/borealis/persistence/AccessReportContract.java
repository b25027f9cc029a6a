package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.persistence.access.FiledRequest;
import io.borealis.persistence.access.PortGrant;
import io.borealis.persistence.access.UnusedRights;
import io.borealis.persistence.access.UnusedRights.Unused;
import io.borealis.persistence.activity.AccessFilter;
import io.borealis.persistence.activity.AccessHistory;
import io.borealis.persistence.activity.AccessSum;
import io.borealis.persistence.activity.RefusalSum;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Sums over a period, and what was not used, asked through the repositories and in plain SQL. */
abstract class AccessReportContract extends ReportRows {
    static final Set<String> REFUSALS = Set.of("login_refused", "terminal_refused", "peer_refused");

    private static final String FROM = "timestamp with time zone '2025-06-01 00:00:00+00:00'";
    private static final String UNTIL = "timestamp with time zone '2025-07-01 00:00:00+00:00'";
    private static final String REFUSED = "('login_refused', 'terminal_refused', 'peer_refused')";

    /** A month by a key, and the same for one key in SQL: which rows of {@code a}, which shares {@code l} of {@code t}. */
    record Sums(
            String name,
            AccessHistory.Key key,
            AccessFilter filter,
            Optional<DeviceScope> scope,
            String keys,
            String rows,
            String shares) {}

    private static AccessFilter june(Optional<DeviceId> device, Optional<UUID> site, Optional<String> username) {
        return new AccessFilter(device, site, username, REFUSALS, JUNE, JULY);
    }

    final List<Sums> sums() {
        AccessFilter all = june(Optional.empty(), Optional.empty(), Optional.empty());
        String siteOf = "(select s.site_id from device s where s.id = %s.device_id)";
        String here = " in (select i.id from device i where i.site_id = '" + site + "')";
        return List.of(
                new Sums(
                        "operators",
                        AccessHistory.Key.OPERATOR,
                        all,
                        Optional.empty(),
                        "select distinct username from lease",
                        "a.username = '%s'",
                        "l.username = '%s'"),
                new Sums(
                        "devices",
                        AccessHistory.Key.DEVICE,
                        all,
                        Optional.empty(),
                        "select id from device",
                        "a.device_id = '%s'",
                        "t.device_id = '%s'"),
                new Sums(
                        "sites",
                        AccessHistory.Key.SITE,
                        all,
                        Optional.empty(),
                        "select id from site",
                        siteOf.formatted("a") + " = '%s'",
                        siteOf.formatted("t") + " = '%s'"),
                new Sums(
                        "operators of a device",
                        AccessHistory.Key.OPERATOR,
                        june(Optional.of(devices.get(3)), Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        "select distinct username from lease",
                        "a.username = '%s' and a.device_id = '" + devices.get(3) + "'",
                        "l.username = '%s' and t.device_id = '" + devices.get(3) + "'"),
                new Sums(
                        "devices of an operator in a site",
                        AccessHistory.Key.DEVICE,
                        june(Optional.empty(), Optional.of(site), Optional.of("operator 7")),
                        Optional.empty(),
                        "select id from device",
                        "a.username = 'operator 7' and a.device_id = '%s' and a.device_id" + here,
                        "l.username = 'operator 7' and t.device_id = '%s' and t.device_id" + here),
                new Sums(
                        "operators within a site",
                        AccessHistory.Key.OPERATOR,
                        all,
                        Optional.of(new DeviceScope(Set.of(site), Set.of())),
                        "select distinct username from lease",
                        "a.username = '%s' and a.device_id" + here,
                        "l.username = '%s' and t.device_id" + here),
                new Sums(
                        "nothing in reach",
                        AccessHistory.Key.SITE,
                        all,
                        Optional.of(new DeviceScope(Set.of(), Set.of())),
                        "select id from site",
                        "a.username = '%s' and 1 = 0",
                        "l.username = '%s' and 1 = 0"));
    }

    final List<AccessSum> page(Sums sums, Optional<Object> after, int most) {
        return database().read(work -> work.accessHistory().sums(sums.key(), sums.filter(), sums.scope(), after, most));
    }

    /** All pages, each after the last of the one before. */
    private static <T, K> List<T> all(Function<Optional<K>, List<T>> page, Function<T, K> key) {
        List<T> all = new ArrayList<>();
        List<T> one = page.apply(Optional.empty());
        while (!one.isEmpty()) {
            all.addAll(one);
            one = page.apply(Optional.of(key.apply(one.get(one.size() - 1))));
        }
        return all;
    }

    private List<String> plain(Sums sums, String key) throws SQLException {
        String rows = " from activity a where a.at >= " + FROM + " and a.at < " + UNTIL + " and "
                + sums.rows().formatted(key);
        String count = "(select count(*)" + rows + " and a.event ";
        String left = "case when l.left_at is null or l.left_at > " + UNTIL + " then " + UNTIL + " else l.left_at end";
        String joined = "case when l.joined_at < " + FROM + " then " + FROM + " else l.joined_at end";
        String seconds = "(select coalesce(sum(extract(epoch from (" + left + ")) - extract(epoch from (" + joined
                + "))), 0) from lease l, tunnel t where t.id = l.tunnel_id and l.joined_at < " + UNTIL
                + " and (l.left_at is null or l.left_at > " + FROM + ") and "
                + sums.shares().formatted(key) + ")";
        return asked("select " + count + "= 'tunnel_opened'), " + count + "= 'tunnel_joined'), cast(" + seconds
                        + " as bigint), " + count + "= 'terminal_opened'), " + count + "in " + REFUSED + ")")
                .get(0);
    }

    @Test
    void sumsUpAMonthByEachKey() throws SQLException {
        for (Sums sums : sums()) {
            List<AccessSum> read = all((Optional<Object> after) -> page(sums, after, 5), AccessSum::key);
            List<String> told = new ArrayList<>();
            for (List<String> key : asked(sums.keys())) {
                List<String> plain = plain(sums, key.get(0));
                if (!plain.equals(List.of("0", "0", "0", "0", "0"))) {
                    told.add(key.get(0) + " " + plain);
                }
            }
            assertThat(read)
                    .as(sums.name())
                    .extracting(sum -> sum.key() + " "
                            + List.of(sum.opened(), sum.joined(), sum.seconds(), sum.terminals(), sum.refusals()))
                    .containsExactlyInAnyOrderElementsOf(told);
            assertThat(read)
                    .allSatisfy(sum ->
                            assertThat(sum.first()).isBetween(JUNE, sum.last()).isBeforeOrEqualTo(JULY));
        }
    }

    @Test
    void gathersRefusalsThatSayTheSame() throws SQLException {
        List<String> where = List.of("1 = 1", "a.username = 'operator 7'", "a.device_id = '" + devices.get(3) + "'");
        List<AccessFilter> filters = List.of(
                june(Optional.empty(), Optional.empty(), Optional.empty()),
                june(Optional.empty(), Optional.empty(), Optional.of("operator 7")),
                june(Optional.of(devices.get(3)), Optional.empty(), Optional.empty()));
        for (int i = 0; i < filters.size(); i++) {
            AccessFilter filter = filters.get(i);
            List<RefusalSum> read = all(
                    after ->
                            database().read(work -> work.accessHistory().refusals(filter, Optional.empty(), after, 50)),
                    RefusalSum::newest);
            List<List<String>> plain =
                    asked("select max(a.id), a.event, a.username, a.remote_address, a.device_id, count(*)"
                            + " from activity a where a.event in " + REFUSED + " and a.at >= " + FROM
                            + " and a.at < " + UNTIL + " and " + where.get(i)
                            + " group by a.event, a.username, a.remote_address, a.device_id, a.detail order by 1 desc");
            assertThat(read)
                    .isNotEmpty()
                    .extracting(sum -> List.of(
                            "" + sum.newest(),
                            sum.event(),
                            sum.username().orElse(""),
                            sum.address().orElse(""),
                            sum.device().map(Object::toString).orElse(""),
                            "" + sum.rows()))
                    .isEqualTo(plain);
        }
    }

    private UnusedRights.Asked since(Instant before, Optional<DeviceScope> scope) {
        return new UnusedRights.Asked(Optional.empty(), Optional.empty(), scope, before);
    }

    private List<Device> unseen(Instant before, Optional<DeviceScope> scope, Optional<UUID> after) {
        return database().read(work -> work.unusedRights().devices(since(before, scope), after, 7));
    }

    private List<Unused<PortGrant>> ports(Instant before, Optional<UUID> after) {
        return database().read(work -> work.unusedRights().ports(since(before, Optional.empty()), after, 1));
    }

    private List<Unused<FiledRequest>> accesses(Instant before, Optional<UUID> after) {
        return database().read(work -> work.unusedRights().accesses(since(before, Optional.empty()), after, 1));
    }

    private List<String> ids(String sql) throws SQLException {
        return asked(sql).stream().map(row -> row.get(0)).toList();
    }

    @Test
    void findsDevicesThatWereNotSeenSince() {
        Instant before = now.minus(Duration.ofDays(30));
        Instant longAgo = before.minusSeconds(1);
        DeviceId old = devices.get(2);
        DeviceId removed = devices.get(5);
        database().run(work -> {
            devices.forEach(id -> work.devices().find(id).orElseThrow().seen(now));
            work.devices().find(old).orElseThrow().seen(longAgo);
            Device gone = work.devices().find(removed).orElseThrow();
            gone.seen(longAgo);
            gone.enter(DeviceState.REMOVED, "ada", Optional.empty(), now);
        });
        assertThat(unseen(before, Optional.empty(), Optional.empty()).stream().map(Device::id))
                .containsExactly(old);
        Optional<DeviceScope> nothing = Optional.of(new DeviceScope(Set.of(), Set.of()));
        assertThat(unseen(before, nothing, Optional.empty()).stream()).isEmpty();
        Instant soon = now.plusSeconds(1);
        List<Device> all = all((Optional<UUID> after) -> unseen(soon, Optional.empty(), after), device -> device.id()
                .value());
        assertThat(all.stream().map(Device::id))
                .containsAll(devices.subList(0, 5))
                .doesNotContain(removed);
        database().run(work -> work.devices()
                .find(removed)
                .orElseThrow()
                .enter(DeviceState.ACTIVE, "ada", Optional.empty(), now));
    }

    private void give(UnitOfWork work, DeviceId device, Instant at) {
        work.portGrants().replace(device, List.of(PortRule.tcp(3389), PortRule.tcp(22)), Map.of(), "ada", at);
        for (String person : List.of("operator 1", "nobody")) {
            FiledRequest request = FiledRequest.access(
                    person, device.toString(), Optional.of(device), Duration.ofHours(1), "tests", at, now);
            request.approve("root", Optional.empty(), at);
            work.requests().add(request);
        }
    }

    @Test
    void findsWhatWasGivenAndNotUsedSince() throws SQLException {
        DeviceId unused = enrolledDevice().id();
        DeviceId used = devices.get(0);
        Instant before = now.minus(Duration.ofDays(30));
        database().run(work -> List.of(unused, used)
                .forEach(device -> give(work, device, now.minus(Duration.ofDays(90)))));

        List<Unused<PortGrant>> ports = all((Optional<UUID> after) -> ports(before, after), one -> one.right()
                .id());
        assertThat(ports.stream().map(one -> one.right().id().toString()))
                .containsExactlyElementsOf(ids("select g.id from port_grant g where not exists (select * from tunnel t"
                        + " where t.device_id = g.device_id and t.ended_at is null) order by 1"));
        assertThat(ports.stream().map(one -> one.right().device()))
                .contains(unused)
                .doesNotContain(used);

        List<Unused<FiledRequest>> accesses = all((Optional<UUID> after) -> accesses(before, after), one -> one.right()
                .id());
        assertThat(accesses.stream().map(one -> one.right().id().toString()))
                .containsExactlyElementsOf(ids("select r.id from filed_request r where not exists (select * from"
                        + " lease l, tunnel t where t.id = l.tunnel_id and l.username = r.asked_by"
                        + " and t.device_id = r.device_id and l.left_at is null) order by 1"));
        assertThat(accesses.stream().filter(one -> one.right().askedBy().equals("nobody")))
                .hasSize(2)
                .allMatch(one -> one.lastUsed().isEmpty());
    }
}
