package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.ActivityFilter;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A year of activity, asked through the repository and by plain SQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ActivityContract extends DatabaseRows {
    static final int ROWS = 100_000;

    private static final int DEVICES = 20;
    private static final long BEGIN = Instant.parse("2025-01-01T00:00:00Z").getEpochSecond();
    private static final List<String> EVENTS = List.of(
            "tunnel_opened",
            "tunnel_ended",
            "ports_set",
            "login_granted",
            "login_refused",
            "agent_connected",
            "x_rare");
    private static final Optional<Instant> FROM = Optional.of(Instant.parse("2025-06-01T00:00:00Z"));
    private static final Optional<Instant> UNTIL = Optional.of(Instant.parse("2025-07-01T00:00:00Z"));
    private static final String MONTH = "a.at >= '2025-06-01 00:00:00+00' and a.at < '2025-07-01 00:00:00+00'";

    final UUID site = UUID.randomUUID();
    private final List<DeviceId> devices = new ArrayList<>();
    private final List<UUID> tunnels =
            IntStream.range(0, 400).mapToObj(any -> UUID.randomUUID()).toList();
    private LocalDatabase database;

    /** An empty database of this test alone. */
    abstract DataSource source() throws Exception;

    @Override
    Database database() {
        return database;
    }

    @BeforeAll
    void generate() throws Exception {
        DataSource source = source();
        database = LocalDatabase.on(source);
        database.run(work -> work.sites().add(new Site(site, "north", "ada", now)));
        for (int i = 0; i < DEVICES; i++) {
            DeviceId device = enrolledDevice().id();
            devices.add(device);
            boolean inSite = i % 2 == 0;
            boolean tagged = i % 5 == 0;
            database.run(work -> {
                Device row = work.devices().find(device).orElseThrow();
                if (inSite) {
                    row.moveTo(site);
                }
                if (tagged) {
                    row.tag(List.of("till"));
                }
            });
        }
        try (Connection connection = source.getConnection()) {
            insert(connection);
        }
    }

    private void insert(Connection connection) throws SQLException {
        Random random = new Random(7);
        connection.setAutoCommit(false);
        try (PreparedStatement row =
                connection.prepareStatement("insert into activity values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int id = 1; id <= ROWS; id++) {
                // whole seconds, so that several rows share a moment, and no order of ids in time
                Instant at = Instant.ofEpochSecond(BEGIN + random.nextInt(365 * 24 * 3600));
                boolean ofDevice = random.nextInt(4) > 0;
                row.setLong(1, id);
                row.setObject(2, at.atOffset(ZoneOffset.UTC));
                row.setString(3, random.nextInt(2000) == 0 ? "x_rare" : EVENTS.get(random.nextInt(6)));
                row.setObject(4, ofDevice ? devices.get(random.nextInt(DEVICES)).value() : null);
                row.setObject(5, ofDevice && random.nextBoolean() ? tunnels.get(random.nextInt(400)) : null);
                row.setString(6, random.nextInt(5) > 0 ? "operator " + random.nextInt(50) : null);
                row.setString(7, random.nextInt(5) > 0 ? "192.0.2." + random.nextInt(200) : null);
                row.setString(8, random.nextInt(3) > 0 ? "100% of Port_" + random.nextInt(3000) + " opened" : null);
                row.addBatch();
                if (id % 5000 == 0) {
                    row.executeBatch();
                }
            }
        }
        connection.commit();
    }

    @AfterAll
    void close() throws Exception {
        database.close();
        closed();
    }

    /** Ends what the source stands on. */
    void closed() throws Exception {}

    /** A question, and the same for plain SQL. */
    record Question(ActivityFilter filter, Optional<DeviceScope> scope, String sql) {
        static Question of(ActivityFilter filter, String sql) {
            return new Question(filter, Optional.empty(), sql);
        }
    }

    static ActivityFilter everything() {
        return new ActivityFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ActivityFilter month(Optional<DeviceId> device, Set<String> events, Optional<String> detail) {
        return new ActivityFilter(
                device, Optional.empty(), Optional.empty(), Optional.empty(), events, FROM, UNTIL, detail);
    }

    /** Each filter alone in the window of a month, and several together. */
    List<Question> monthly() {
        Optional<DeviceId> device = Optional.of(devices.get(3));
        Optional<TunnelId> tunnel = Optional.of(new TunnelId(tunnels.get(5)));
        Optional<String> name = Optional.of("operator 7");
        Optional<String> address = Optional.of("192.0.2.9");
        String ofDevice = "a.device_id = '" + devices.get(3) + "' and " + MONTH;
        return List.of(
                Question.of(month(Optional.empty(), Set.of(), Optional.empty()), MONTH),
                Question.of(month(device, Set.of(), Optional.empty()), ofDevice),
                Question.of(
                        new ActivityFilter(
                                Optional.empty(),
                                tunnel,
                                Optional.empty(),
                                Optional.empty(),
                                Set.of(),
                                FROM,
                                UNTIL,
                                Optional.empty()),
                        "a.tunnel_id = '" + tunnels.get(5) + "' and " + MONTH),
                Question.of(
                        new ActivityFilter(
                                Optional.empty(),
                                Optional.empty(),
                                name,
                                Optional.empty(),
                                Set.of(),
                                FROM,
                                UNTIL,
                                Optional.empty()),
                        "a.username = 'operator 7' and " + MONTH),
                Question.of(
                        new ActivityFilter(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                address,
                                Set.of(),
                                FROM,
                                UNTIL,
                                Optional.empty()),
                        "a.remote_address = '192.0.2.9' and " + MONTH),
                Question.of(
                        month(Optional.empty(), Set.of("x_rare"), Optional.empty()), "a.event = 'x_rare' and " + MONTH),
                Question.of(
                        month(Optional.empty(), Set.of("ports_set", "x_rare"), Optional.empty()),
                        "(a.event = 'x_rare' or a.event = 'ports_set') and " + MONTH),
                Question.of(
                        month(Optional.empty(), Set.of(), Optional.of("PORT_12")),
                        "position('port_12' in lower(a.detail)) > 0 and " + MONTH),
                Question.of(
                        new ActivityFilter(
                                device,
                                Optional.empty(),
                                name,
                                Optional.empty(),
                                Set.of("ports_set", "tunnel_ended"),
                                FROM,
                                UNTIL,
                                Optional.of("0%")),
                        "a.username = 'operator 7' and a.event in ('ports_set', 'tunnel_ended')"
                                + " and position('0%' in a.detail) > 0 and " + ofDevice),
                new Question(
                        month(Optional.empty(), Set.of(), Optional.empty()),
                        Optional.of(new DeviceScope(Set.of(site), Set.of())),
                        "a.device_id in (select id from device where site_id = '" + site + "') and " + MONTH),
                new Question(
                        month(Optional.empty(), Set.of(), Optional.empty()),
                        Optional.of(new DeviceScope(Set.of(), Set.of("till"), Set.of(devices.get(3)))),
                        "(a.device_id in (select device_id from device_tag where tag = 'till') or a.device_id = '"
                                + devices.get(3) + "') and " + MONTH),
                new Question(
                        month(Optional.empty(), Set.of(), Optional.empty()),
                        Optional.of(new DeviceScope(Set.of(), Set.of())),
                        "1 = 0"));
    }

    List<Activity> page(Question question, Optional<Activity> after, int most) {
        return database().read(work -> work.activity().page(question.filter(), question.scope(), after, most));
    }

    @Test
    void answersInPagesWhatPlainSqlAnswers() throws Exception {
        List<Question> all = new ArrayList<>(monthly());
        all.add(Question.of(everything(), "1 = 1"));
        try (Connection connection = connection()) {
            for (Question question : all) {
                List<Long> read = new ArrayList<>();
                Optional<Activity> last = Optional.empty();
                int most = question.filter().equals(everything()) ? 10_000 : 997;
                List<Activity> page;
                do {
                    page = page(question, last, most);
                    page.forEach(row -> read.add(row.id()));
                    last = page.isEmpty() ? Optional.empty() : Optional.of(page.get(page.size() - 1));
                } while (page.size() == most);
                assertThat(read).as(question.sql()).isEqualTo(plain(connection, question.sql()));
            }
        }
    }

    private static List<Long> plain(Connection connection, String where) throws SQLException {
        List<Long> ids = new ArrayList<>();
        String sql = "select a.id from activity a where " + where + " order by a.at desc, a.id desc";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    abstract Connection connection() throws SQLException;
}
