package io.borealis.network.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetwork;
import io.borealis.network.windows.DriverLibrary;
import io.borealis.network.windows.Lab;
import io.borealis.network.windows.WindowsHostNetwork;
import io.borealis.protocol.tunnel.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The adapter in its productive mode, with real WireGuard packets over the stand-ins. */
@Tag("lab")
final class WindowsModeTest extends AdapterFixture {

    private final Bean bean = new Bean();

    @BeforeAll
    static void requireLab() {
        Lab.require();
    }

    @BeforeEach
    void startInWindowsMode() throws Exception {
        adapter = new HostNetworkResourceAdapter();
        adapter.setHome(home.toString());
        adapter.setListenPort(Integer.toString(port));
        adapter.setNetwork("10.252.0.0/16");
        adapter.setAdapterName("Borealis Connector Test");
        adapter.start(container);
        adapter.endpointActivation(bean, new PeerEventActivation());
    }

    @Test
    void tellsOfARealHandshakeAndLeavesNothingBehind() throws Exception {
        try (HostNetworkConnection connection = factory().getConnection();
                HostNetwork agent = new WindowsHostNetwork(DriverLibrary.onLibraryPath());
                Adapter tunnel = agent.install(new AdapterSettings("Borealis Connector Test Agent"))) {
            assertThat(connection.movesPackets()).isTrue();
            connection.admit(device(connection));
            tunnel.raise(new AgentTunnel(
                    deviceKeys.privateKey(),
                    connection.network().deviceAddress(0),
                    connection.publicKey(),
                    presharedKey,
                    connection.network().engineAddress(),
                    new Endpoint("127.0.0.1", port),
                    Set.of(),
                    25,
                    connection.mtu()));
            await().until(() -> bean.told.size() == 1);
            assertThat(bean.told.get(0)).isInstanceOf(PeerSeen.class);
        }
        adapter.stop();
        assertThat(Lab.traces()).isEmpty();
    }

    @Test
    void opensTheListenerAgainWhenItsAdapterIsTakenAway() throws Exception {
        try (HostNetworkConnection connection = factory().getConnection()) {
            connection.admit(device(connection));
            List<String> adapters = Lab.adapters();
            assertThat(adapters).hasSize(1);

            Lab.deleteAdapter(adapters.get(0));

            await().atMost(Duration.ofSeconds(30)).until(() -> bean.told.size() == 2);
            assertThat(bean.told)
                    .extracting(event -> ((ListenerLost) event).listensAgain())
                    .containsExactly(false, true);
            assertThat(connection.isHealthy()).isTrue();
            assertThat(connection.peers()).isEmpty();
            connection.admit(device(connection));
            assertThat(connection.peers()).hasSize(1);
        }
    }
}
