package io.borealis.network.connector;

import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.AgentTunnel;
import io.borealis.network.Peer;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An adapter on the in-memory network, an agent beside it, and the container's side of both. */
abstract class AdapterFixture {

    protected final ThreadWork container = new ThreadWork();
    protected final InMemoryHostNetwork agentHost = new InMemoryHostNetwork();
    protected final WireGuardKeyPair deviceKeys = WireGuardKeyPair.generate();
    protected final WireGuardSecret presharedKey = WireGuardSecret.copyOf(new byte[32]);
    protected HostNetworkResourceAdapter adapter;
    /** The network of the adapter that was started last. */
    protected InMemoryHostNetwork engineHost = new InMemoryHostNetwork();

    protected int port;

    @TempDir
    protected Path home;

    @BeforeEach
    void configure() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
        adapter = newAdapter();
    }

    @AfterEach
    void stopEverything() {
        agentHost.close();
        adapter.stop();
        deviceKeys.close();
    }

    protected final HostNetworkResourceAdapter newAdapter() {
        return configured(new HostNetworkResourceAdapter(configuration -> newHost()));
    }

    protected final HostNetworkResourceAdapter newAdapter(InMemoryHostNetwork on) {
        return configured(new HostNetworkResourceAdapter(configuration -> on));
    }

    private HostNetworkResourceAdapter configured(HostNetworkResourceAdapter made) {
        made.setMode("memory");
        made.setListenPort(Integer.toString(port));
        made.setHome(home.toString());
        return made;
    }

    private InMemoryHostNetwork newHost() {
        engineHost = new InMemoryHostNetwork();
        return engineHost;
    }

    /** Without a pool: each allocation gets a managed connection of its own. */
    protected final HostNetworkFactory factory() throws ResourceException {
        HostNetworkManagedConnectionFactory managed = new HostNetworkManagedConnectionFactory();
        managed.setResourceAdapter(adapter);
        return managed.createConnectionFactory(new ConnectionManager() {
            private static final long serialVersionUID = 1;

            @Override
            public Object allocateConnection(ManagedConnectionFactory asked, @Nullable ConnectionRequestInfo info)
                    throws ResourceException {
                return asked.createManagedConnection(null, null).getConnection(null, null);
            }
        });
    }

    protected final Peer device(HostNetworkConnection connection) {
        return new Peer(
                deviceKeys.publicKey(), presharedKey, connection.network().deviceAddress(0), Set.of(PortRule.tcp(22)));
    }

    protected final Adapter raise(HostNetworkConnection connection) throws Exception {
        Adapter installed = agentHost.install(AdapterSettings.DEFAULT);
        installed.raise(new AgentTunnel(
                deviceKeys.privateKey(),
                connection.network().deviceAddress(0),
                connection.publicKey(),
                presharedKey,
                connection.network().engineAddress(),
                new Endpoint("127.0.0.1", port),
                Set.of(),
                1,
                connection.mtu()));
        return installed;
    }
}
