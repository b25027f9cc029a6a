package io.borealis.persistence;

import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A year of tunnels, with who shared them and what was written down meanwhile: in a database, and as plain lists. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReportRows extends DatabaseRows {
    static final int TUNNELS = 6_000;
    static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");
    static final Instant JUNE = Instant.parse("2025-06-01T00:00:00Z");
    static final Instant JULY = Instant.parse("2025-07-01T00:00:00Z");
    static final int PEOPLE = 12;

    private static final int YEAR = 365 * 24 * 3600;
    private static final int DEVICES = 24;
    private static final List<String> EVENTS =
            List.of("agent_connected", "login_refused", "terminal_refused", "tunnel_held", "peer_refused");

    record TunnelRow(
            UUID id,
            DeviceId device,
            String openedBy,
            Instant openedAt,
            Optional<Instant> endedAt,
            Optional<EndReason> reason) {
        /** Newest first, as pages are. */
        static final Comparator<TunnelRow> ORDER = Comparator.comparing(TunnelRow::openedAt)
                .thenComparing(row -> row.id().toString())
                .reversed();

        boolean livedIn(Instant from, Instant until) {
            boolean over = endedAt.filter(end -> !end.isAfter(from)).isPresent() && openedAt.isBefore(from);
            return openedAt.isBefore(until) && !over;
        }
    }

    record LeaseRow(UUID id, UUID tunnel, String username, Instant joinedAt, Optional<Instant> leftAt) {}

    record ActivityRow(
            long id,
            Instant at,
            String event,
            Optional<DeviceId> device,
            Optional<UUID> tunnel,
            Optional<String> username,
            String detail) {
        boolean tellsPortsOf(DeviceId one) {
            return event.equals("ports_set") && !detail.startsWith("further") && device.equals(Optional.of(one));
        }
    }

    final UUID site = UUID.randomUUID();
    final List<DeviceId> devices = new ArrayList<>();
    final List<DeviceId> inSite = new ArrayList<>();
    final List<DeviceId> tagged = new ArrayList<>();
    final List<TunnelRow> tunnels = new ArrayList<>();
    final List<LeaseRow> leases = new ArrayList<>();
    final List<ActivityRow> activity = new ArrayList<>();
    private final Random random = new Random(11);
    private @Nullable LocalDatabase database;
    private @Nullable DataSource rows;

    /** An empty database of this test alone. */
    abstract DataSource source() throws Exception;

    /** Ends what the source stands on. */
    abstract void closed() throws Exception;

    @Override
    LocalDatabase database() {
        return Optional.ofNullable(database).orElseThrow();
    }

    @BeforeAll
    void generate() throws Exception {
        DataSource source = source();
        rows = source;
        database = LocalDatabase.on(source);
        database().run(work -> work.sites().add(new Site(site, "north", "ada", now)));
        for (int i = 0; i < DEVICES; i++) {
            settle(enrolledDevice().id(), i % 2 == 0, i % 5 == 0);
        }
        for (int i = 0; i < TUNNELS; i++) {
            // The last ones live, one of a device
            tunnel(i, TUNNELS - i <= DEVICES);
        }
        for (int i = 0; i < 20_000; i++) {
            event(EVENTS.get(random.nextInt(EVENTS.size())), "x");
        }
        for (int i = 0; i < 600; i++) {
            event("ports_set", "[tcp/" + (1 + i) + "]");
        }
        for (int i = 0; i < 200; i++) {
            event("ports_set", "further comments; tcp/1 is for \"tests\"");
        }
        // As the Engine writes them: in the order of time
        tunnels.sort(Comparator.comparing(TunnelRow::openedAt));
        leases.sort(Comparator.comparing(LeaseRow::joinedAt));
        activity.sort(Comparator.comparing(ActivityRow::at));
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            insertTunnels(connection);
            insertLeases(connection);
            insertActivity(connection);
            connection.commit();
        }
    }

    private void settle(DeviceId device, boolean moves, boolean marked) {
        devices.add(device);
        if (moves) {
            inSite.add(device);
        }
        if (marked) {
            tagged.add(device);
        }
        database().run(work -> {
            Device row = work.devices().find(device).orElseThrow();
            if (moves) {
                row.moveTo(site);
            }
            if (marked) {
                row.tag(List.of("till"));
            }
        });
    }

    private void tunnel(int number, boolean lives) {
        DeviceId device = devices.get(number % DEVICES);
        // whole hours, so that several share a moment
        Instant openedAt = BEGIN.plusSeconds(random.nextInt(YEAR / 3600) * 3600L);
        int longest = random.nextInt(20) == 0 ? 40 * 24 * 3600 : 6 * 3600;
        Optional<Instant> end = lives ? Optional.empty() : Optional.of(openedAt.plusSeconds(random.nextInt(longest)));
        Optional<EndReason> reason = end.map(ended -> EndReason.values()[random.nextInt(EndReason.values().length)]);
        TunnelRow row = new TunnelRow(UUID.randomUUID(), device, person(), openedAt, end, reason);
        tunnels.add(row);
        long life = end.map(ended -> ended.getEpochSecond() - openedAt.getEpochSecond())
                .orElse(3600L);
        int shares = random.nextInt(50) == 0 ? 9 : 1 + random.nextInt(3);
        for (int i = 0; i < shares; i++) {
            Instant joined = i == 0 ? openedAt : openedAt.plusSeconds(within(life));
            boolean stays = lives && random.nextBoolean();
            long most = end.orElse(joined.plusSeconds(7200)).getEpochSecond() - joined.getEpochSecond();
            Optional<Instant> left = stays ? Optional.empty() : Optional.of(joined.plusSeconds(within(most)));
            String name = i == 0 ? row.openedBy() : person();
            leases.add(new LeaseRow(UUID.randomUUID(), row.id(), name, joined, left));
            write(joined, i == 0 ? "tunnel_opened" : "tunnel_joined", row, "");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = "terminal " + UUID.randomUUID();
            long opened = within(life);
            write(openedAt.plusSeconds(opened), "terminal_opened", row, name);
            if (random.nextInt(5) > 0) {
                write(openedAt.plusSeconds(opened + within(life - opened)), "terminal_ended", row, name + ", exit 0");
            }
        }
        if (random.nextInt(10) == 0) {
            for (int i = random.nextInt(12); i > 0; i--) {
                write(openedAt.plusSeconds(within(life)), "ports_set", row, "[udp/" + i + "]");
            }
        }
    }

    private long within(long seconds) {
        return (long) (random.nextDouble() * seconds);
    }

    private String person() {
        return "operator " + random.nextInt(PEOPLE);
    }

    private void write(Instant at, String event, TunnelRow tunnel, String detail) {
        activity.add(new ActivityRow(
                activity.size() + 1,
                at,
                event,
                Optional.of(tunnel.device()),
                event.equals("ports_set") ? Optional.empty() : Optional.of(tunnel.id()),
                Optional.of(person()),
                detail));
    }

    private void event(String name, String detail) {
        boolean named = random.nextInt(4) > 0;
        activity.add(new ActivityRow(
                activity.size() + 1,
                BEGIN.plusSeconds(random.nextInt(YEAR)),
                name,
                name.equals("login_refused") ? Optional.empty() : Optional.of(devices.get(random.nextInt(DEVICES))),
                Optional.empty(),
                named ? Optional.of(person()) : Optional.empty(),
                detail));
    }

    private void insertTunnels(Connection connection) throws SQLException {
        try (PreparedStatement row =
                connection.prepareStatement("insert into tunnel (id, device_id, live_device, status,"
                        + " virtual_ip, endpoint, opened_by, opened_at, last_activity_at, ended_at, end_reason, version)"
                        + " values (?, ?, ?, ?, '10.255.0.2', '192.0.2.1:30000', ?, ?, ?, ?, ?, 0)")) {
            for (TunnelRow tunnel : tunnels) {
                row.setObject(1, tunnel.id());
                row.setObject(2, tunnel.device().value());
                row.setObject(
                        3, tunnel.endedAt().isPresent() ? null : tunnel.device().value());
                row.setString(4, tunnel.endedAt().isPresent() ? "DOWN" : "UP");
                row.setString(5, tunnel.openedBy());
                set(row, 6, Optional.of(tunnel.openedAt()));
                set(row, 7, Optional.of(tunnel.openedAt()));
                set(row, 8, tunnel.endedAt());
                row.setString(9, tunnel.reason().map(EndReason::name).orElse(null));
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    private void insertLeases(Connection connection) throws SQLException {
        try (PreparedStatement row = connection.prepareStatement("insert into lease (id, tunnel_id, username,"
                + " session_id, live_session, joined_at, left_at) values (?, ?, ?, ?, ?, ?, ?)")) {
            for (LeaseRow lease : leases) {
                row.setObject(1, lease.id());
                row.setObject(2, lease.tunnel());
                row.setString(3, lease.username());
                row.setString(4, lease.id().toString());
                row.setString(5, lease.leftAt().isPresent() ? null : lease.id().toString());
                set(row, 6, Optional.of(lease.joinedAt()));
                set(row, 7, lease.leftAt());
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    private void insertActivity(Connection connection) throws SQLException {
        try (PreparedStatement row = connection.prepareStatement(
                "insert into activity (id, at, event, device_id, tunnel_id, username, detail,"
                        + " remote_address) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (ActivityRow written : activity) {
                row.setLong(1, written.id());
                set(row, 2, Optional.of(written.at()));
                row.setString(3, written.event());
                row.setObject(4, written.device().map(DeviceId::value).orElse(null));
                row.setObject(5, written.tunnel().orElse(null));
                row.setString(6, written.username().orElse(null));
                row.setString(7, written.detail());
                row.setString(8, "192.0.2." + written.id() % 5);
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    private static void set(PreparedStatement row, int index, Optional<Instant> time) throws SQLException {
        row.setObject(index, time.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null));
    }

    /** The rows that the database answers when it is asked without the repositories, in SQL. */
    final List<List<String>> asked(String sql) throws SQLException {
        List<List<String>> answer = new ArrayList<>();
        try (Connection connection = Optional.ofNullable(rows).orElseThrow().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    cells.add(Optional.ofNullable(row.getString(i)).orElse(""));
                }
                answer.add(cells);
            }
        }
        return answer;
    }

    @AfterAll
    void close() throws Exception {
        database().close();
        closed();
    }

    /** Of the rows about the device those of port lists until a moment, the last one. */
    final Optional<Long> portsOf(DeviceId device, Instant at) {
        return activity.stream()
                .filter(row -> row.tellsPortsOf(device) && !row.at().isAfter(at))
                .max(Comparator.comparing(ActivityRow::at).thenComparing(ActivityRow::id))
                .map(ActivityRow::id);
    }

    final Collection<TunnelRow> june() {
        return tunnels.stream().filter(row -> row.livedIn(JUNE, JULY)).toList();
    }
}
