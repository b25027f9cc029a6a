package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.IssuedEnrollmentCode;
import io.borealis.persistence.device.Site;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.tunnel.TunnelId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What every database keeps of what people settle about a device. */
abstract class DeviceLifeContract extends TunnelLifeContract {
    /** A database of its own without a schema. */
    abstract DataSource emptyDatabase() throws SQLException;

    @Test
    void keepsNameAndStateOfADevice() {
        Device device = enrolledDevice();
        assertThat(stored(device.id()).state()).isEqualTo(DeviceState.ACTIVE);
        assertThat(stored(device.id()).stateSince()).isEmpty();

        database().run(work -> {
            Device found = work.devices().find(device.id()).orElseThrow();
            found.rename(Optional.of("Kasse 3 – 日本"));
            found.enter(DeviceState.QUARANTINED, "ada", Optional.of("looks odd"), now);
        });

        Device read = stored(device.id());
        assertThat(read.name()).contains("Kasse 3 – 日本");
        assertThat(read.state()).isEqualTo(DeviceState.QUARANTINED);
        assertThat(read.stateSince()).contains(now);
        assertThat(read.stateBy()).contains("ada");
        assertThat(read.stateReason()).contains("looks odd");
        database().run(work -> work.devices().find(device.id()).orElseThrow().rename(Optional.empty()));
        assertThat(stored(device.id()).name()).isEmpty();
    }

    private Device stored(DeviceId id) {
        return database().read(work -> work.devices().find(id)).orElseThrow();
    }

    @Test
    void givesNeitherKeyNorAddressOfARemovedDeviceAway() {
        Device device = enrolledDevice();
        remove(device);

        assertThat(enrolledDevice().addressIndex()).isNotEqualTo(device.addressIndex());
        assertThatThrownBy(() -> database().run(work -> work.devices()
                        .add(new Device(
                                DeviceId.random(),
                                device.key(),
                                "x",
                                "x",
                                "x",
                                work.devices().freeAddressIndex(),
                                now))))
                .isInstanceOf(ConflictException.class);
    }

    private void remove(Device device) {
        database().run(work -> work.devices()
                .find(device.id())
                .orElseThrow()
                .enter(DeviceState.REMOVED, "ada", Optional.empty(), now));
    }

    @Test
    void readsDevicesPageByPageAndRemovedOnesApart() {
        List<DeviceId> kept = List.of(
                enrolledDevice().id(), enrolledDevice().id(), enrolledDevice().id());
        Device removed = enrolledDevice();
        remove(removed);

        List<DeviceId> pages = allPages(false);
        assertThat(pages).containsAll(kept).doesNotHaveDuplicates().doesNotContain(removed.id());
        assertThat(allPages(true)).contains(removed.id()).doesNotContainAnyElementsOf(kept);
    }

    private List<DeviceId> allPages(boolean removed) {
        List<DeviceId> read = new ArrayList<>();
        while (true) {
            Optional<DeviceId> after = read.isEmpty() ? Optional.empty() : Optional.of(read.get(read.size() - 1));
            List<Device> page = database().read(work -> work.devices().page(after, removed, 2));
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            if (page.isEmpty()) {
                return read;
            }
            page.forEach(device -> read.add(device.id()));
        }
    }

    @Test
    void findsTheLiveTunnelsOfSomeDevices() {
        Device with = enrolledDevice();
        Device without = enrolledDevice();
        TunnelId tunnel = openTunnel(with);
        openTunnel(enrolledDevice());

        assertThat(liveOf(List.of(with.id(), without.id())))
                .extracting(Tunnel::id)
                .containsExactly(tunnel);
        assertThat(liveOf(List.of())).isEmpty();
    }

    private List<Tunnel> liveOf(List<DeviceId> devices) {
        return database().read(work -> work.tunnels().liveOf(devices));
    }

    @Test
    void keepsWhatACodeIsForAndThatItWasRevoked() {
        IssuedEnrollmentCode code = newCode(now, 3);
        database()
                .run(work -> work.enrollment().findCode(code.id()).orElseThrow().use(now));
        database().run(work -> work.enrollment()
                .findCode(code.id())
                .orElseThrow()
                .revoke("ada", Optional.of("mailed to the wrong shop"), now));
        database().run(work -> work.enrollment()
                .findCode(code.id())
                .orElseThrow()
                .revoke("eve", Optional.empty(), now.plusSeconds(1)));

        IssuedEnrollmentCode read =
                database().read(work -> work.enrollment().findCode(code.id())).orElseThrow();
        assertThat(read.label()).contains("shop 12");
        assertThat(read.uses()).isEqualTo(3);
        assertThat(read.usesLeft()).isEqualTo(2);
        assertThat(read.revokedAt()).contains(now);
        assertThat(read.revokedBy()).contains("ada");
        assertThat(read.revokeReason()).contains("mailed to the wrong shop");
        assertThat(read.isUsable(now)).isFalse();
        assertThatThrownBy(() -> read.use(now)).isInstanceOf(IllegalStateException.class);
    }

    private IssuedEnrollmentCode newCode(Instant created, int uses) {
        IssuedEnrollmentCode code = new IssuedEnrollmentCode(
                UUID.randomUUID(),
                UUID.randomUUID().toString(),
                "ada",
                created,
                created.plusSeconds(3600),
                uses,
                Optional.empty(),
                Optional.of("shop 12"),
                Site.DEFAULT);
        database().run(work -> work.enrollment().add(code));
        return code;
    }

    @Test
    void readsCodesPageByPageAndTheNewestFirst() {
        Instant future = now.plusSeconds(1_000_000);
        UUID older = newCode(future, 1).id();
        List<UUID> same = List.of(
                newCode(future.plusSeconds(1), 1).id(),
                newCode(future.plusSeconds(1), 1).id());
        UUID newest = newCode(future.plusSeconds(2), 1).id();

        List<UUID> read = new ArrayList<>();
        while (!read.contains(older)) {
            Optional<UUID> last = read.isEmpty() ? Optional.empty() : Optional.of(read.get(read.size() - 1));
            List<IssuedEnrollmentCode> page =
                    database().read(work -> work.enrollment().codes(last.flatMap(work.enrollment()::findCode), 1));
            assertThat(page).hasSize(1);
            read.add(page.get(0).id());
        }
        assertThat(read).startsWith(newest).endsWith(older).containsAll(same).hasSize(4);
    }

    @Test
    void keepsDisabledDevicesOfTheVersionBeforeDisabled() throws SQLException {
        DataSource source = emptyDatabase();
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .target("4")
                .load()
                .migrate();
        UUID disabled = UUID.randomUUID();
        UUID enabled = UUID.randomUUID();
        UUID code = UUID.randomUUID();
        insertCodeOfVersion4(source, code, 4);
        insertOfVersion4(source, disabled, 0, true);
        insertOfVersion4(source, enabled, 1, false);

        try (LocalDatabase upgraded = LocalDatabase.on(source)) {
            assertThat(stateOf(upgraded, disabled)).isEqualTo(DeviceState.DISABLED);
            assertThat(stateOf(upgraded, enabled)).isEqualTo(DeviceState.ACTIVE);
            Device old = upgraded.read(work -> work.devices().find(new DeviceId(enabled)))
                    .orElseThrow();
            assertThat(old.site()).isEqualTo(Site.DEFAULT);
            IssuedEnrollmentCode kept =
                    upgraded.read(work -> work.enrollment().findCode(code)).orElseThrow();
            assertThat(kept.site()).isEqualTo(Site.DEFAULT);
            assertThat(kept.usesLeft()).isEqualTo(4);
            assertThat(kept.uses()).as("one was used").isEqualTo(5);
        }
    }

    private static void insertOfVersion4(DataSource source, UUID id, int address, boolean disabled)
            throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into device (id, device_key, hostname, os, agent_version, address_index, own_ports,"
                            + " enrolled_at, disabled, version) values ('" + id + "', '" + id + "', 'pc', 'os', '1', "
                            + address
                            + ", false, current_timestamp, " + disabled + ", 0)");
        }
    }

    /** A code of which one use is gone. */
    private static void insertCodeOfVersion4(DataSource source, UUID id, int left) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into enrollment_code (id, lookup_hash, created_by, created_at, expires_at, uses_left,"
                            + " version) values ('" + id + "', 'hash', 'ada', current_timestamp, current_timestamp, "
                            + left
                            + ", 0)");
            statement.execute(
                    "insert into enrollment_request (id, device_key, hostname, os, agent_version, remote_address,"
                            + " code_id, status, requested_at, version) values ('request', 'key', 'pc', 'os', '1', '192.0.2.9', '"
                            + id + "', 'PENDING', current_timestamp, 0)");
        }
    }

    private static DeviceState stateOf(LocalDatabase database, UUID id) {
        return database.read(work -> work.devices().find(new DeviceId(id)))
                .orElseThrow()
                .state();
    }
}
