package io.borealis.agent.tunnel;

import io.borealis.agent.control.EngineLink;
import io.borealis.network.HostNetwork;
import io.borealis.network.HostNetworkException;
import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import io.borealis.network.Peer;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.MalformedMessageException;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.token.OrchestrationToken;
import io.borealis.protocol.token.TokenSigner;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The Engine's side in one process: a real listener of the in-memory network and a real codec; no decisions. */
final class TestEngine implements EngineLink, AutoCloseable {

    static final TunnelAddress DEVICE = TunnelAddress.parse("127.255.0.9");

    private final ControlCodec codec = new ControlCodec();
    private final List<ToEngine> received = new CopyOnWriteArrayList<>();
    private final HostNetwork network = new InMemoryHostNetwork();
    private final WireGuardSecret secret = WireGuardKeyPair.generate().privateKey();
    private final byte[] psk = new byte[32];
    private final Listener listener;
    private final int port;
    private final KeyPair keys;
    private final DeviceId device;
    private volatile boolean connected = true;

    TestEngine(KeyPair keys, DeviceId device) throws Exception {
        this.keys = keys;
        this.device = device;
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            port = probe.getLocalPort();
        }
        psk[5] = 7;
        listener = network.listen(
                new ListenerSettings("Engine", port, TunnelNetwork.parse("127.255.0.0/16"), 1420, secret));
    }

    @Override
    public void send(ToEngine message) {
        try {
            received.add(codec.decodeToEngine(codec.encode(message)));
        } catch (MalformedMessageException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    void loseChannel() {
        connected = false;
    }

    <M extends ToEngine> List<M> received(Class<M> type) {
        return received.stream().filter(type::isInstance).map(type::cast).toList();
    }

    ToAgent.RaiseTunnel raise(TunnelId id, Instant now) {
        return raise(id, now, port);
    }

    ToAgent.RaiseTunnel raise(TunnelId id, Instant now, int statedPort) {
        String token = new TokenSigner(keys.getPrivate())
                .sign(new OrchestrationToken(
                        UUID.randomUUID().toString(),
                        id,
                        device,
                        statedPort,
                        listener.publicKey(),
                        DEVICE,
                        now,
                        now.plusSeconds(60)));
        return new ToAgent.RaiseTunnel(
                id,
                token,
                new Endpoint("127.0.0.1", port),
                listener.publicKey(),
                WireGuardSecret.copyOf(psk),
                DEVICE,
                TunnelAddress.parse("127.255.0.1"),
                900,
                1420,
                List.of(PortRule.tcp(3389)),
                DeviceKey.of(keys.getPublic()));
    }

    ToAgent.PeerAdmitted admit(ToEngine.PeerOffered offer) throws HostNetworkException {
        listener.admit(new Peer(offer.publicKey(), WireGuardSecret.copyOf(psk), DEVICE, Set.of(TerminalPort.RULE)));
        return new ToAgent.PeerAdmitted(offer.tunnelId());
    }

    void evict(ToEngine.PeerOffered offer) throws HostNetworkException {
        listener.evict(offer.publicKey());
    }

    @Override
    public void close() throws HostNetworkException {
        network.close();
    }
}
