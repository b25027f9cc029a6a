package io.borealis.network.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.borealis.network.Adapter;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.NetworkUse;
import io.borealis.network.PeerStatistics;
import io.borealis.network.keys.ProtectedFiles;
import io.borealis.protocol.tunnel.TunnelNetwork;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a message-driven bean is told while tunnels come and go. */
final class PeerEventsTest extends AdapterFixture {

    private final Bean bean = new Bean();
    private final PeerEventActivation activation = new PeerEventActivation();

    @BeforeEach
    void activate() throws Exception {
        activation.setPollMillis(20);
        activation.setSilentSeconds(2);
        adapter.start(container);
        adapter.endpointActivation(bean, activation);
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().until(condition);
    }

    @Test
    void tellsThatAPeerIsSeenThenSilentThenSeenAgain() throws Exception {
        try (HostNetworkConnection connection = factory().getConnection()) {
            connection.admit(device(connection));
            Adapter tunnel = raise(connection);
            awaitThat(() -> bean.told.size() == 1);
            assertThat(bean.told.get(0)).isInstanceOfSatisfying(PeerSeen.class, seen -> {
                assertThat(seen.publicKey()).isEqualTo(deviceKeys.publicKey());
                assertThat(seen.afterSilence()).isFalse();
            });

            tunnel.close();
            awaitThat(() -> bean.told.size() == 2);
            assertThat(bean.told.get(1))
                    .isInstanceOfSatisfying(PeerSilent.class, silent -> assertThat(silent.lastHandshake())
                            .isPresent());

            raise(connection);
            awaitThat(() -> bean.told.size() == 3);
            assertThat(bean.told.get(2)).isInstanceOfSatisfying(PeerSeen.class, seen -> assertThat(seen.afterSilence())
                    .isTrue());
        }
        awaitThat(() -> bean.open.get() == 0);
    }

    @Test
    void tellsAgainWhatTheBeanRefused() throws Exception {
        bean.refusals.set(2);
        try (HostNetworkConnection connection = factory().getConnection()) {
            connection.admit(device(connection));
            raise(connection);
            awaitThat(() -> !bean.told.isEmpty());
            assertThat(bean.told).hasSize(1).first().isInstanceOf(PeerSeen.class);
        }
        awaitThat(() -> bean.open.get() == 0);
    }

    @Test
    void tellsThatTheListenerIsLostAndThatItListensAgain() throws Exception {
        try (HostNetworkConnection connection = factory().getConnection()) {
            connection.admit(device(connection));
            engineHost.loseListener();

            awaitThat(() -> bean.told.size() == 2);
            assertThat(bean.told)
                    .allSatisfy(event -> assertThat(event).isInstanceOf(ListenerLost.class))
                    .extracting(event -> ((ListenerLost) event).listensAgain())
                    .containsExactly(false, true);
            assertThat(connection.isHealthy()).isTrue();
            assertThat(connection.peers()).isEmpty();
        }
    }

    @Test
    void goesOnTryingWhileTheListenerCannotBeOpened() throws Exception {
        try (HostNetworkConnection connection = factory().getConnection()) {
            engineHost.failNext(Step.BRING_UP, 31);
            engineHost.loseListener();
            awaitThat(() -> !bean.told.isEmpty());

            awaitThat(() -> bean.told.size() == 2);
            connection.admit(device(connection));
            assertThat(connection.peers()).hasSize(1);
        }
    }

    /** The filters of the tunnels would keep this host from what it begins to use there. */
    @Test
    void goesDownWhenTheHostBeginsToUseItsNetworkAndStandsAgainWhenItEnds() throws Exception {
        try (HostNetworkConnection connection = factory().getConnection()) {
            connection.admit(device(connection));
            assertThat(connection.outage()).isEmpty();
            engineHost.occupy(NetworkUse.of(NetworkUse.Kind.ROUTE, TunnelNetwork.parse("127.255.3.0/24")));

            awaitThat(() -> !bean.told.isEmpty());
            ListenerLost lost = (ListenerLost) bean.told.iterator().next();
            assertThat(lost.listensAgain()).isFalse();
            for (String told : List.of(
                    lost.detail(), failureOf(connection), connection.outage().orElseThrow())) {
                assertThat(told)
                        .contains("overlaps the route 127.255.3.0/24")
                        .contains(
                                "set borealis.network.network to a network that is free here, for instance 127.254.0.0/16"
                                        + " or 127.253.0.0/16");
            }
            assertThat(connection.isHealthy()).isFalse();

            engineHost.vacate();
            awaitThat(connection::isHealthy);
            assertThat(connection.outage()).isEmpty();
        }
    }

    /** What cannot be read may overlap. */
    @Test
    void opensTheListenerAnewWhenTheHostsNetworkCannotBeRead() throws Exception {
        try (HostNetworkConnection connection = factory().getConnection()) {
            engineHost.failNext(Step.READ_HOST_NETWORK, 8);
            awaitThat(() -> bean.told.size() == 2);
            assertThat(((ListenerLost) bean.told.iterator().next()).detail()).contains("READ_HOST_NETWORK");
            assertThat(connection.isHealthy()).isTrue();
        }
    }

    @Test
    void refusesToOpenTheListenerWithAKeyThatWasReplaced() throws Exception {
        Path key = home.resolve("Engine/Certificates/VPN_Server/engine-wireguard.key");
        try (HostNetworkConnection connection = factory().getConnection()) {
            byte[] kept = Files.readAllBytes(key);
            Files.delete(key);
            engineHost.loseListener();

            awaitThat(() -> failureOf(connection).contains("removed or replaced"));
            assertThat(connection.isHealthy()).isFalse();

            ProtectedFiles.create(key, kept);
            awaitThat(connection::isHealthy);
        }
    }

    private static String failureOf(HostNetworkConnection connection) {
        try {
            return connection.peers().toString();
        } catch (HostNetworkException failure) {
            assertThat(failure.step()).isEqualTo(Step.REACH_LISTENER);
            return String.valueOf(failure.getMessage());
        }
    }

    @Test
    void tellsNothingAfterItsDeactivation() throws Exception {
        adapter.endpointDeactivation(bean, activation);
        await().until(() -> container.livingThreads() == 1);
        try (HostNetworkConnection connection = factory().getConnection()) {
            connection.admit(device(connection));
            raise(connection);
            await().until(() -> connection
                    .peer(deviceKeys.publicKey())
                    .flatMap(PeerStatistics::lastHandshake)
                    .isPresent());
            assertThat(bean.told).isEmpty();
        }
    }

    @Test
    void refusesBadActivations() {
        PeerEventActivation bad = new PeerEventActivation();
        bad.setPollMillis(0);
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> adapter.endpointActivation(bean, bad))
                .withMessageContaining("pollMillis")
                .withMessageContaining("0");
        assertThatExceptionOfType(NotSupportedException.class)
                .isThrownBy(() -> adapter.endpointActivation(bean, new ForeignActivation()));
    }

    private static final class ForeignActivation implements ActivationSpec {
        @Override
        public void validate() {}

        @Override
        public ResourceAdapter getResourceAdapter() {
            throw new UnsupportedOperationException("nobody asks");
        }

        @Override
        public void setResourceAdapter(ResourceAdapter none) {}
    }
}
