package io.borealis.network.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.NetworkUse;
import io.borealis.network.PeerStatistics;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.WireGuardKey;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class HostNetworkResourceAdapterTest extends AdapterFixture {

    @Test
    void listensFromStartToStop() throws Exception {
        adapter.start(container);
        try (HostNetworkConnection connection = factory().getConnection()) {
            assertThat(connection.isHealthy()).isTrue();
            assertThat(connection.movesPackets()).isFalse();
            assertThat(connection.driverVersion()).isEqualTo("simulated");
            assertThat(connection.listenPort()).isEqualTo(port);
            assertThat(connection.mtu()).isEqualTo(1420);
            assertThat(connection.network()).hasToString("127.255.0.0/16");
        }

        adapter.stop();
        adapter.stop();

        await().until(() -> container.livingThreads() == 0);
        new DatagramSocket(port).close();
    }

    @Test
    void leavesTunnelsStandingWhenAHandleIsGivenBack() throws Exception {
        adapter.start(container);
        HostNetworkFactory factory = factory();
        try (HostNetworkConnection connection = factory.getConnection()) {
            connection.admit(device(connection));
        }
        try (HostNetworkConnection connection = factory.getConnection()) {
            assertThat(connection.peers())
                    .extracting(PeerStatistics::publicKey)
                    .containsExactly(deviceKeys.publicKey());
            raise(connection);
            await().until(() -> connection
                    .peer(deviceKeys.publicKey())
                    .flatMap(PeerStatistics::lastHandshake)
                    .isPresent());
            connection.evict(deviceKeys.publicKey());
            assertThat(connection.peers()).isEmpty();
        }
    }

    @Test
    void keepsItsKeyOverARestart() throws Exception {
        adapter.start(container);
        WireGuardKey before = factory().getConnection().publicKey();
        adapter.stop();
        adapter = newAdapter();
        adapter.start(container);
        assertThat(factory().getConnection().publicKey()).isEqualTo(before);
    }

    @Test
    void changesItsKeyWithoutARestartAndKeepsTheNewOne() throws Exception {
        adapter.start(container);
        WireGuardKey before;
        WireGuardKey changed;
        try (HostNetworkConnection connection = factory().getConnection()) {
            connection.admit(device(connection));
            before = connection.publicKey();

            changed = connection.changeKey();

            assertThat(changed).isNotEqualTo(before);
            assertThat(connection.publicKey()).isEqualTo(changed);
            assertThat(connection.isHealthy()).isTrue();
            assertThat(connection.peers()).isEmpty();
            connection.admit(device(connection));
            raise(connection);
            await().until(() -> connection
                    .peer(deviceKeys.publicKey())
                    .flatMap(PeerStatistics::lastHandshake)
                    .isPresent());
        }
        adapter.stop();
        adapter = newAdapter();
        adapter.start(container);
        assertThat(factory().getConnection().publicKey()).isEqualTo(changed);
    }

    @Tag("posix")
    @Test
    void keepsItsKeyWhenTheNewOneCannotBeStored() throws Exception {
        adapter.start(container);
        try (HostNetworkConnection connection = factory().getConnection()) {
            WireGuardKey before = connection.publicKey();
            Files.setPosixFilePermissions(
                    home.resolve("Engine/Certificates/VPN_Server"),
                    java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));

            assertThatExceptionOfType(HostNetworkException.class)
                    .isThrownBy(connection::changeKey)
                    .withMessageContaining("the key was not changed");

            assertThat(connection.publicKey()).isEqualTo(before);
            assertThat(connection.isHealthy()).isTrue();
        }
    }

    @Test
    void startsWithoutThePeersOfAnEarlierRun() throws Exception {
        adapter.start(container);
        try (HostNetworkConnection connection = factory().getConnection()) {
            connection.admit(device(connection));
        }
        adapter.stop();
        adapter = newAdapter();
        adapter.start(container);
        assertThat(factory().getConnection().peers()).isEmpty();
    }

    @Test
    void refusesToStartOnATakenPortAndStartsWhenItIsFree() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(port)) {
            assertThat(taken.isBound()).isTrue();
            assertThatExceptionOfType(ResourceAdapterInternalException.class)
                    .isThrownBy(() -> adapter.start(container))
                    .withMessageContaining(Integer.toString(port))
                    .withMessageContaining("choose another listen port");
        }
        assertThat(container.livingThreads()).isZero();
        adapter.start(container);
        assertThat(factory().getConnection().isHealthy()).isTrue();
    }

    @Test
    void refusesToStartInANetworkThatTheHostUses() throws Exception {
        InMemoryHostNetwork used = new InMemoryHostNetwork();
        used.occupy(NetworkUse.of(NetworkUse.Kind.NAME_SERVER, TunnelAddress.parse("127.255.255.53")));
        HostNetworkResourceAdapter beside = newAdapter(used);
        assertThatExceptionOfType(ResourceAdapterInternalException.class)
                .isThrownBy(() -> beside.start(container))
                .withMessage("CLAIM_NETWORK failed: the tunnel network 127.255.0.0/16 overlaps the name server"
                        + " 127.255.255.53 of this host's interface \"simulated\": set borealis.network.network to a"
                        + " network that is free here, for instance 127.254.0.0/16 or 127.253.0.0/16");
        assertThat(container.livingThreads()).isZero();
    }

    @Tag("posix")
    @Test
    void refusesToStartWithAKeyThatOthersCanRead() throws Exception {
        adapter.start(container);
        adapter.stop();
        Files.setPosixFilePermissions(
                home.resolve("Engine/Certificates/VPN_Server/engine-wireguard.key"),
                java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThatExceptionOfType(ResourceAdapterInternalException.class)
                .isThrownBy(() -> newAdapter().start(container))
                .withMessageContaining("rw-r--r--");
    }

    @Test
    void refusesToStartWithABadProperty() {
        adapter.setListenPort("443");
        assertThatExceptionOfType(ResourceAdapterInternalException.class)
                .isThrownBy(() -> adapter.start(container))
                .withMessageStartingWith("listenPort is '443'");
        assertThat(container.livingThreads()).isZero();
    }

    @Test
    void saysThatItIsStopped() throws Exception {
        adapter.start(container);
        HostNetworkConnection connection = factory().getConnection();
        adapter.stop();
        assertThatExceptionOfType(HostNetworkException.class)
                .isThrownBy(connection::peers)
                .satisfies(failure -> assertThat(failure.step()).isEqualTo(Step.REACH_LISTENER));
        assertThat(connection.isHealthy()).isFalse();
    }

    @Test
    void refusesCallsOnAClosedHandle() throws Exception {
        adapter.start(container);
        HostNetworkConnection connection = factory().getConnection();
        connection.close();
        connection.close();
        assertThatIllegalStateException().isThrownBy(connection::peers);
        assertThatIllegalStateException().isThrownBy(connection::isHealthy);
    }

    @Test
    void reconcilesThroughAHandle() throws Exception {
        adapter.start(container);
        try (HostNetworkConnection connection = factory().getConnection()) {
            assertThat(connection.reconcile(List.of(device(connection))).admitted())
                    .containsExactly(deviceKeys.publicKey());
            assertThat(connection.reconcile(List.of(device(connection))).changedNothing())
                    .isTrue();
        }
    }

    @Test
    void equalsAnAdapterWithTheSameProperties() {
        HostNetworkResourceAdapter same = newAdapter();
        assertThat(same).isEqualTo(adapter).hasSameHashCodeAs(adapter);
        same.setMtu("1280");
        assertThat(same).isNotEqualTo(adapter);
    }
}
