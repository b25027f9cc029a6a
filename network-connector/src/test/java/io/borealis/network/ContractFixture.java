package io.borealis.network;

import static org.awaitility.Awaitility.await;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.io.IOException;
import java.net.DatagramSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Two hosts on one machine, an Engine's and an agent's, and the words in which the contract speaks of them. Subclasses
 * of the contract say which network it is.
 */
abstract class ContractFixture {

    /** A handshake that met no peer is repeated after 5 s and some jitter: wait for two of them. */
    protected static final Duration TWO_HANDSHAKE_RETRIES = Duration.ofSeconds(15);

    protected static final Set<PortRule> PORTS = Set.of(PortRule.tcp(3389), PortRule.parse("tcp/5985-5986"));

    protected final WireGuardKeyPair engineKeys = WireGuardKeyPair.generate();
    protected final WireGuardKeyPair deviceKeys = WireGuardKeyPair.generate();
    protected final WireGuardSecret presharedKey = randomSecret();
    protected int port;
    protected HostNetwork engineHost;
    protected HostNetwork agentHost;

    /** A new network; called once for the Engine's host and once for the agent's. */
    protected abstract HostNetwork openHost() throws HostNetworkException;

    /** A network that this implementation can use. */
    protected abstract TunnelNetwork tunnelNetwork();

    /** A network that this implementation must refuse. */
    protected abstract TunnelNetwork unusableNetwork();

    /** What the filters of the Engine's host permit towards a device now, read from the filters themselves. */
    protected abstract Set<PortRule> permittedTowards(TunnelAddress device);

    protected String engineAdapterName() {
        return "Borealis Contract Engine";
    }

    protected String agentAdapterName() {
        return "Borealis Contract Agent";
    }

    @BeforeEach
    void openHosts() throws HostNetworkException, IOException {
        port = freePort();
        engineHost = openHost();
        agentHost = openHost();
    }

    @AfterEach
    void closeHosts() throws HostNetworkException {
        agentHost.close();
        engineHost.close();
        presharedKey.close();
        deviceKeys.close();
        engineKeys.close();
    }

    protected final Listener listen() throws HostNetworkException {
        return engineHost.listen(settings(tunnelNetwork(), port));
    }

    protected final ListenerSettings settings(TunnelNetwork network, int listenPort) {
        return new ListenerSettings(
                engineAdapterName(), listenPort, network, ListenerSettings.DEFAULT_MTU, engineKeys.privateKey());
    }

    protected final Adapter install() throws HostNetworkException {
        return agentHost.install(new AdapterSettings(agentAdapterName()));
    }

    protected final TunnelAddress address(int n) {
        return tunnelNetwork().deviceAddress(n);
    }

    /** The device that the agent's host plays. */
    protected final Peer device() {
        return new Peer(deviceKeys.publicKey(), presharedKey, address(0), PORTS);
    }

    /** A device that never calls. */
    protected final Peer stranger(int n) {
        try (WireGuardKeyPair keys = WireGuardKeyPair.generate()) {
            return new Peer(keys.publicKey(), randomSecret(), address(n), PORTS);
        }
    }

    protected final AgentTunnel tunnel() {
        return tunnelTo(new Endpoint("127.0.0.1", port));
    }

    protected final AgentTunnel tunnelTo(Endpoint endpoint) {
        return tunnel(endpoint, address(0));
    }

    /** A tunnel that gives the agent an address of the caller's choice. */
    protected final AgentTunnel tunnelFor(TunnelAddress device) {
        return tunnel(new Endpoint("127.0.0.1", port), device);
    }

    private AgentTunnel tunnel(Endpoint endpoint, TunnelAddress device) {
        return new AgentTunnel(
                deviceKeys.privateKey(),
                device,
                engineKeys.publicKey(),
                presharedKey,
                tunnelNetwork().engineAddress(),
                endpoint,
                PORTS,
                1,
                ListenerSettings.DEFAULT_MTU);
    }

    protected final void awaitHandshake(Listener listener, WireGuardKey key) {
        await().atMost(TWO_HANDSHAKE_RETRIES)
                .until(() -> handshakeOf(listener, key).isPresent());
    }

    protected final void awaitHandshake(Adapter adapter) {
        await().atMost(TWO_HANDSHAKE_RETRIES)
                .until(() ->
                        adapter.engine().flatMap(PeerStatistics::lastHandshake).isPresent());
    }

    protected static Optional<Instant> handshakeOf(Listener listener, WireGuardKey key) throws HostNetworkException {
        return listener.peer(key).flatMap(PeerStatistics::lastHandshake);
    }

    protected static WireGuardSecret randomSecret() {
        byte[] bytes = new byte[WireGuardKey.LENGTH];
        new SecureRandom().nextBytes(bytes);
        return WireGuardSecret.copyOf(bytes);
    }

    protected static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
