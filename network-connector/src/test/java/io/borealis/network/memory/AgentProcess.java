package io.borealis.network.memory;

import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetworkException;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;

/**
 * An agent in a process of its own: reads port, Engine key and preshared key from its standard input, writes its public
 * key and holds the tunnel until the input ends.
 */
final class AgentProcess {

    private AgentProcess() {}

    public static void main(String[] arguments) throws IOException, HostNetworkException {
        DataInputStream in = new DataInputStream(System.in);
        Endpoint endpoint = new Endpoint("127.0.0.1", in.readInt());
        WireGuardKey engine = WireGuardKey.of(in.readNBytes(WireGuardKey.LENGTH));
        TunnelNetwork network = TunnelNetwork.parse("127.255.0.0/16");
        try (WireGuardSecret presharedKey = WireGuardSecret.copyOf(in.readNBytes(WireGuardKey.LENGTH));
                WireGuardKeyPair keys = WireGuardKeyPair.generate();
                InMemoryHostNetwork host = new InMemoryHostNetwork();
                Adapter adapter = host.install(AdapterSettings.DEFAULT)) {
            System.out.println(keys.publicKey().toBase64());
            adapter.raise(new AgentTunnel(
                    keys.privateKey(),
                    network.deviceAddress(0),
                    engine,
                    presharedKey,
                    network.engineAddress(),
                    endpoint,
                    Set.of(),
                    25,
                    1420));
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
