package io.borealis.engine;

import static org.awaitility.Awaitility.await;

import io.borealis.engine.control.AgentChannel;
import io.borealis.engine.control.AgentLink;
import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetworkException;
import io.borealis.network.PeerStatistics;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.MalformedMessageException;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.token.RejectedTokenException;
import io.borealis.protocol.token.TokenVerifier;
import io.borealis.protocol.token.TrustStatement;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An agent with a real device key, a real token check and a real adapter of the in-memory network. */
public final class TestAgent implements ToAgent.Handler, AutoCloseable {
    private static final ControlCodec CODEC = new ControlCodec();

    private final EngineFixture engine;
    private final DeviceId id;
    private final KeyPair deviceKey = newKeyPair();
    private final TokenVerifier verifier;
    private final InMemoryHostNetwork network = new InMemoryHostNetwork();
    private final Adapter adapter;
    private final List<ToAgent> told = new CopyOnWriteArrayList<>();
    private final List<CloseReason> closings = new CopyOnWriteArrayList<>();
    private volatile @Nullable AgentChannel channel;
    private volatile ToAgent.@Nullable RaiseTunnel asked;
    private volatile @Nullable WireGuardKeyPair tunnelKey;
    private volatile boolean closed;
    private volatile UUID agentRun = UUID.randomUUID();
    private volatile Optional<TunnelId> liveTunnel = Optional.empty();

    /** Whether it offers a peer as soon as it is asked to raise a tunnel. */
    public volatile boolean offersAtOnce = true;

    /** Whether it brings its adapter up once its peer was admitted. */
    public volatile boolean raisesAdapter = true;

    /** Whether it tells the Engine that it saw a handshake. */
    public volatile boolean hintsHandshake = true;

    /** The newest version of the protocol that it speaks; from 2 on it learns keys. */
    public volatile int newestProtocol = 1;

    private volatile List<DeviceKey> trusted = List.of();

    /** Whether its earlier channel is alive when it opens another one. */
    public volatile boolean answersPings;

    TestAgent(EngineFixture engine, DeviceId id) {
        this.engine = engine;
        this.id = id;
        this.trusted = List.of(engine.keys.orchestrationKey().current().deviceKey());
        this.verifier = new TokenVerifier(this::trustedKeys, engine.clock, Duration.ofSeconds(60));
        try {
            this.adapter = network.install(AdapterSettings.DEFAULT);
        } catch (HostNetworkException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public DeviceId id() {
        return id;
    }

    public DeviceKey deviceKey() {
        return DeviceKey.of(deviceKey.getPublic());
    }

    public KeyPair deviceKeyPair() {
        return deviceKey;
    }

    public void connect() {
        connect(new ToEngine.Hello(1, newestProtocol, agentRun, "0.1", "pc", "Windows 11", liveTunnel));
        await().until(() -> engine.engine.switchboard().isConnected(id));
    }

    public void connect(ToEngine.Hello hello) {
        Line line = new Line();
        AgentChannel opened = engine.engine.switchboard().connected(id, line);
        line.own = opened;
        opened.received(CODEC.encode(hello));
        // whatever else it has to say comes after its hello
        channel = opened;
    }

    public void say(ToEngine message) {
        sayText(CODEC.encode(message));
    }

    public void sayText(String text) {
        Objects.requireNonNull(channel).received(text);
    }

    public void loseChannel() {
        AgentChannel open = channel;
        if (open != null) {
            open.closed();
        }
    }

    /** The agent's process dies. */
    public void crash() {
        loseChannel();
        dropAdapter();
        liveTunnel = Optional.empty();
        agentRun = UUID.randomUUID();
    }

    private void send(String text) {
        try {
            ToAgent message = CODEC.decodeToAgent(text);
            told.add(message);
            message.deliverTo(this);
        } catch (MalformedMessageException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    @Override
    public void welcome(ToAgent.Welcome message) {}

    private List<PublicKey> trustedKeys() {
        return trusted.stream().map(DeviceKey::toPublicKey).toList();
    }

    /** The Engine's keys that it trusts, the newest first. */
    public List<DeviceKey> trusted() {
        return trusted;
    }

    @Override
    public void cloneSeen(ToAgent.CloneSeen message) {
        // Kept with all that it is told
    }

    @Override
    public void trustEngine(ToAgent.TrustEngine message) {
        for (String statement : message.statements()) {
            try {
                TrustStatement stated =
                        TrustStatement.read(statement, trustedKeys(), id, engine.clock, Duration.ofSeconds(60));
                trusted = stated.tokenKeys();
                say(new ToEngine.TrustKept(stated.id()));
                return;
            } catch (RejectedTokenException notByAKeyItTrusts) {
                // the next one may be
            }
        }
        say(new ToEngine.TrustRefused("none of these keys is trusted"));
    }

    @Override
    public void raiseTunnel(ToAgent.RaiseTunnel message) {
        try {
            verifier.accept(message.token(), id);
        } catch (RejectedTokenException rejected) {
            say(new ToEngine.RaiseRefused(
                    message.tunnelId(),
                    ToEngine.RaiseRefused.Refusal.TOKEN_REJECTED,
                    String.valueOf(rejected.getMessage())));
            return;
        }
        asked = message;
        tunnelKey = WireGuardKeyPair.generate();
        if (offersAtOnce) {
            offer(message.tunnelId(), message.token(), tunnelPublicKey(), deviceKey.getPrivate());
        }
    }

    public void offer(TunnelId tunnel, String token, WireGuardKey key, PrivateKey signer) {
        say(new ToEngine.PeerOffered(tunnel, token, key, sign(signer, ToEngine.PeerOffered.signingInput(token, key))));
    }

    @Override
    public void peerAdmitted(ToAgent.PeerAdmitted message) {
        if (raisesAdapter) {
            // admitted anew: raised again, as the agent does
            dropAdapter();
            raiseAdapter();
        }
    }

    /** Brings the adapter up, as the admitted agent does. */
    public void raiseAdapter() {
        ToAgent.RaiseTunnel raise = lastAsked();
        var ports = new HashSet<>(raise.ports());
        ports.add(TerminalPort.RULE);
        WireGuardSecret copy = WireGuardSecret.copyOf(
                Objects.requireNonNull(tunnelKey).privateKey().reveal());
        try (copy) {
            adapter.raise(new AgentTunnel(
                    copy,
                    raise.virtualIp(),
                    raise.engineKey(),
                    raise.presharedKey(),
                    raise.engineIp(),
                    raise.endpoint(),
                    ports,
                    1,
                    raise.mtu()));
            liveTunnel = Optional.of(raise.tunnelId());
        } catch (HostNetworkException failed) {
            say(new ToEngine.RaiseRefused(
                    raise.tunnelId(), ToEngine.RaiseRefused.Refusal.HOST_FAILED, String.valueOf(failed.getMessage())));
            return;
        }
        if (hintsHandshake) {
            engine.threads().execute(() -> {
                await().until(() -> !holds(raise.tunnelId()) || seesEngine());
                if (holds(raise.tunnelId())) {
                    say(new ToEngine.HandshakeSeen(raise.tunnelId()));
                }
            });
        }
    }

    private boolean holds(TunnelId tunnel) {
        return !closed && liveTunnel.equals(Optional.of(tunnel));
    }

    private boolean seesEngine() throws HostNetworkException {
        return adapter.engine().flatMap(PeerStatistics::lastHandshake).isPresent();
    }

    @Override
    public void peerRefused(ToAgent.PeerRefused message) {
        dropIfLive(message.tunnelId());
    }

    @Override
    public void permitPorts(ToAgent.PermitPorts message) {}

    @Override
    public void dropTunnel(ToAgent.DropTunnel message) {
        dropIfLive(message.tunnelId());
    }

    private void dropIfLive(TunnelId tunnel) {
        if (liveTunnel.equals(Optional.of(tunnel))) {
            dropAdapter();
            liveTunnel = Optional.empty();
        }
    }

    public void dropAdapter() {
        try {
            adapter.drop();
        } catch (HostNetworkException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public ToAgent.RaiseTunnel lastAsked() {
        return Objects.requireNonNull(asked);
    }

    public boolean wasAsked() {
        return asked != null;
    }

    public WireGuardKey tunnelPublicKey() {
        return Objects.requireNonNull(tunnelKey).publicKey();
    }

    public Optional<TunnelId> liveTunnel() {
        return liveTunnel;
    }

    public void claim(TunnelId tunnel) {
        liveTunnel = Optional.of(tunnel);
    }

    public <M extends ToAgent> List<M> told(Class<M> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public List<CloseReason> closings() {
        return closings;
    }

    /** The transport of one channel. */
    private final class Line implements AgentLink {
        private volatile @Nullable AgentChannel own;

        @Override
        public void send(String text) {
            TestAgent.this.send(text);
        }

        @Override
        public void ping() {
            AgentChannel open = own;
            if (answersPings && open != null) {
                open.heard();
            }
        }

        @Override
        public void close(CloseReason reason, String text) {
            closings.add(reason);
        }

        @Override
        public String localAddress() {
            return "127.0.0.1";
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }
    }

    public static KeyPair newKeyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String sign(PrivateKey key, byte[] input) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(input);
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        closed = true;
        network.close();
    }
}
