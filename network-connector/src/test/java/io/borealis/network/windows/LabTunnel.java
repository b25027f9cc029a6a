package io.borealis.network.windows;

import static org.awaitility.Awaitility.await;

import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetworkException;
import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;

/** An Engine's host and an agent's in this namespace, with one device and one bystander. */
final class LabTunnel implements AutoCloseable {

    static final TunnelNetwork NETWORK = TunnelNetwork.parse("10.253.0.0/16");
    static final Set<PortRule> PORTS = Set.of(PortRule.tcp(3389), PortRule.parse("tcp/5985-5986"), PortRule.udp(3389));
    static final String ENGINE_NAME = "Borealis Lab Engine";
    static final String AGENT_NAME = "Borealis Lab Agent";

    private static final int PORT = 30253;

    private final WireGuardKeyPair engineKeys = WireGuardKeyPair.generate();
    private final WireGuardKeyPair deviceKeys = WireGuardKeyPair.generate();
    private final WireGuardSecret presharedKey = randomSecret();
    private final WindowsHostNetwork engineHost = Lab.host();
    private final WindowsHostNetwork agentHost = Lab.host();
    private final Peer bystander = peer(1);

    Listener listen() throws HostNetworkException {
        return engineHost.listen(settings(NETWORK));
    }

    ListenerSettings settings(TunnelNetwork network) {
        return new ListenerSettings(ENGINE_NAME, PORT, network, 1420, engineKeys.privateKey());
    }

    Adapter install() throws HostNetworkException {
        return agentHost.install(new AdapterSettings(AGENT_NAME));
    }

    Peer device() {
        return new Peer(deviceKeys.publicKey(), presharedKey, NETWORK.deviceAddress(0), PORTS);
    }

    Peer bystander() {
        return bystander;
    }

    /** A peer that never calls. */
    static Peer peer(int n) {
        byte[] key = new byte[WireGuardKey.LENGTH];
        new SecureRandom().nextBytes(key);
        return new Peer(WireGuardKey.of(key), randomSecret(), NETWORK.deviceAddress(n), PORTS);
    }

    AgentTunnel tunnel() {
        return new AgentTunnel(
                deviceKeys.privateKey(),
                NETWORK.deviceAddress(0),
                engineKeys.publicKey(),
                presharedKey,
                NETWORK.engineAddress(),
                new Endpoint("127.0.0.1", PORT),
                PORTS,
                1,
                1420);
    }

    void awaitHandshake(Adapter adapter) {
        await().atMost(Duration.ofSeconds(15))
                .until(() ->
                        adapter.engine().flatMap(PeerStatistics::lastHandshake).isPresent());
    }

    static WireGuardSecret randomSecret() {
        byte[] bytes = new byte[WireGuardKey.LENGTH];
        new SecureRandom().nextBytes(bytes);
        return WireGuardSecret.copyOf(bytes);
    }

    @Override
    public void close() throws HostNetworkException {
        agentHost.close();
        engineHost.close();
        presharedKey.close();
        deviceKeys.close();
        engineKeys.close();
    }
}
