package io.borealis.lab.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.AgentTunnel;
import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.network.connector.HostNetworkConnection;
import io.borealis.network.connector.HostNetworkFactory;
import io.borealis.network.connector.PeerSeen;
import io.borealis.network.connector.PeerSilent;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import jakarta.annotation.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The adapter inside a real WildFly: found by name, pooled, telling a message-driven bean. */
@ExtendWith(ArquillianExtension.class)
class ResourceAdapterIT {

    @Resource(lookup = "java:/eis/borealis/HostNetwork")
    private HostNetworkFactory factory;

    @Deployment
    static EnterpriseArchive ear() {
        WebArchive war = ShrinkWrap.create(WebArchive.class, "resource-adapter.war")
                .addClasses(ResourceAdapterIT.class, ToldEvents.class)
                .addPackages(true, Awaitility.class.getPackage())
                .addPackages(true, "org.assertj.core", "org.hamcrest", "net.bytebuddy")
                .addAsWebInfResource("jboss-ejb3.xml")
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
        return ConnectorEar.around(war);
    }

    private static Peer peer(HostNetworkConnection connection, WireGuardKeyPair keys, WireGuardSecret presharedKey) {
        return new Peer(
                keys.publicKey(), presharedKey, connection.network().deviceAddress(0), Set.of(PortRule.tcp(22)));
    }

    @Test
    void isFoundByNameAndListens() throws Exception {
        try (HostNetworkConnection connection = factory.getConnection()) {
            assertThat(connection.isHealthy()).isTrue();
            assertThat(connection.movesPackets()).isFalse();
            assertThat(connection.listenPort()).isEqualTo(30380);
            assertThat(connection.network()).hasToString("127.255.0.0/16");
        }
    }

    @Test
    void leavesTunnelsStandingWhenHandlesAreGivenBack() throws Exception {
        try (WireGuardKeyPair keys = WireGuardKeyPair.generate();
                WireGuardSecret presharedKey = WireGuardSecret.copyOf(new byte[32])) {
            try (HostNetworkConnection connection = factory.getConnection()) {
                connection.admit(peer(connection, keys, presharedKey));
            }
            for (int borrowed = 0; borrowed < 200; borrowed++) {
                try (HostNetworkConnection connection = factory.getConnection()) {
                    assertThat(connection.peer(keys.publicKey())).isPresent();
                }
            }
            try (HostNetworkConnection connection = factory.getConnection()) {
                connection.evict(keys.publicKey());
                assertThat(connection.peers()).isEmpty();
            }
        }
    }

    @Test
    void servesManyHandlesAtOnce() throws Exception {
        List<HostNetworkConnection> handles = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                handles.add(factory.getConnection());
            }
            assertThat(handles)
                    .allSatisfy(handle -> assertThat(handle.isHealthy()).isTrue());
        } finally {
            handles.forEach(HostNetworkConnection::close);
        }
    }

    @Test
    void tellsAMessageDrivenBeanOfHandshakesAndSilence() throws Exception {
        ToldEvents.TOLD.clear();
        try (HostNetworkConnection connection = factory.getConnection();
                WireGuardKeyPair keys = WireGuardKeyPair.generate();
                WireGuardSecret presharedKey = WireGuardSecret.copyOf(new byte[32]);
                InMemoryHostNetwork agent = new InMemoryHostNetwork();
                Adapter adapter = agent.install(AdapterSettings.DEFAULT)) {
            connection.admit(peer(connection, keys, presharedKey));
            adapter.raise(new AgentTunnel(
                    keys.privateKey(),
                    connection.network().deviceAddress(0),
                    connection.publicKey(),
                    presharedKey,
                    connection.network().engineAddress(),
                    new Endpoint("127.0.0.1", connection.listenPort()),
                    Set.of(),
                    1,
                    connection.mtu()));

            await().until(() -> ToldEvents.TOLD.size() == 1);
            assertThat(ToldEvents.TOLD.get(0)).isInstanceOf(PeerSeen.class);
            assertThat(connection.peer(keys.publicKey()).flatMap(PeerStatistics::lastHandshake))
                    .isPresent();
            adapter.drop();
            await().until(() -> ToldEvents.TOLD.size() == 2);
            assertThat(ToldEvents.TOLD.get(1)).isInstanceOf(PeerSilent.class);
            connection.evict(keys.publicKey());
        }
    }
}
