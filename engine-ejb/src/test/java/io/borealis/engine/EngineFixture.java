package io.borealis.engine;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Role;
import io.borealis.engine.access.SessionLimits;
import io.borealis.engine.access.TestPasswords;
import io.borealis.engine.access.request.RequestLimits;
import io.borealis.engine.access.request.WhoWidens;
import io.borealis.engine.terminal.TerminalLimits;
import io.borealis.engine.token.EngineKeys;
import io.borealis.engine.tunnel.TunnelLimits;
import io.borealis.network.HostNetworkException;
import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import io.borealis.network.PeerStatistics;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.persistence.LocalDatabase;
import io.borealis.persistence.OutageWatch;
import io.borealis.persistence.WatchedDatabase;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A whole Engine of real parts: H2, the in-memory host network, real keys and agents with real keys. Timers and the
 * adapter's events are the test's to drive.
 */
public final class EngineFixture implements AutoCloseable {
    public static final Duration IDLE = Duration.ofMinutes(15);

    public final TestClock clock = new TestClock();
    public final LocalDatabase database = LocalDatabase.h2();
    /** The same as the Engine reaches it. */
    public final BreakableDatabase served = new BreakableDatabase(database);

    public final EngineHome home;
    /** As the files were at the start of the Engine that runs. */
    public EngineKeys keys;

    public final InMemoryHostNetwork network = new InMemoryHostNetwork();
    private ListenerSettings listenerSettings;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
    private final List<TestAgent> agents = new ArrayList<>();
    private Listener listener;

    /** How long tunnels live from the next {@link #restart} on. */
    public TunnelLimits limits = TunnelLimits.idleAfter(IDLE);

    /** How long operators stay signed in from the next {@link #restart} on; at first longer than any test lasts. */
    public SessionLimits sessions = new SessionLimits(Duration.ofDays(1000), Duration.ofDays(1000));

    /** How long terminals wait from the next {@link #restart} on. */
    public TerminalLimits terminals = TerminalLimits.DEFAULT;

    /** Whose accounts must have a second factor from the next {@link #restart} on. */
    public Set<Role> secondFactorRoles = Set.of();

    /** What may be asked for from the next {@link #restart} on; at first every operator opens ports by himself. */
    public RequestLimits requests =
            new RequestLimits(Duration.ofHours(1), Duration.ofHours(8), Duration.ofDays(1), WhoWidens.OPERATOR);

    public EngineParts engine;

    /** Somebody who sees everything; no session of his is asked for. */
    public final OperatorSession everywhere =
            new OperatorSession("of nobody", "everywhere", EnumSet.of(Role.ADMIN), "192.0.2.7");

    private EngineFixture(Path root) throws IOException, HostNetworkException {
        this.home = new EngineHome(root);
        Files.createDirectories(home.certificates());
        try (InputStream ca = EngineFixture.class.getResourceAsStream("/ca.pem")) {
            Files.write(home.caCertificate(), Objects.requireNonNull(ca).readAllBytes());
        }
        this.keys = EngineKeys.at(home);
        this.listenerSettings = settings(freeUdpPort(), ownNetwork());
        this.listener = network.listen(listenerSettings);
        this.engine = newEngine();
        engine.start();
    }

    public static EngineFixture start(Path root) {
        try {
            return new EngineFixture(root);
        } catch (IOException | HostNetworkException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private EngineParts newEngine() {
        return new EngineParts(
                new EngineSettings(
                        home,
                        limits,
                        sessions,
                        terminals,
                        secondFactorRoles,
                        requests,
                        Optional.empty(),
                        EngineSettings.USUAL_KEY_OVERLAP,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                keys,
                new WatchedDatabase(served, new OutageWatch()),
                TestPasswords.cheap(),
                new ListenerConnections(listener, listenerSettings, this::listenWithAnotherKey),
                new OutageProofThreads(threads),
                scheduler,
                clock,
                clock);
    }

    /** The process dies, and with it the listener and every channel; then the Engine starts again. */
    public void restart() throws HostNetworkException {
        loseEngine();
        listener.close();
        listener = network.listen(listenerSettings);
        keys = EngineKeys.at(home);
        engine = newEngine();
        engine.start();
    }

    private static ListenerSettings settings(int port, TunnelNetwork network) {
        return new ListenerSettings(
                "Borealis Engine",
                port,
                network,
                1420,
                WireGuardKeyPair.generate().privateKey());
    }

    private Listener listenWithAnotherKey() throws HostNetworkException {
        listener.close();
        listenerSettings = settings(listenerSettings.listenPort(), listenerSettings.network());
        listener = network.listen(listenerSettings);
        return listener;
    }

    private void loseEngine() {
        agents.forEach(TestAgent::loseChannel);
        engine.close();
    }

    // Every Engine on this machine would give its first device the same address: each test takes a network of its own
    private static TunnelNetwork ownNetwork() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return TunnelNetwork.parse("127." + random.nextInt(16, 240) + "." + random.nextInt(256) + ".0/24");
    }

    public TunnelNetwork tunnelNetwork() {
        return listenerSettings.network();
    }

    public Listener listener() {
        return listener;
    }

    public Set<WireGuardKey> admitted() {
        try {
            return listener.peers().stream().map(PeerStatistics::publicKey).collect(Collectors.toSet());
        } catch (HostNetworkException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** An enrolled device whose agent is connected and behaves. */
    public TestAgent connectedAgent() {
        TestAgent agent = enrolledAgent();
        agent.connect();
        return agent;
    }

    /** An enrolled device whose agent is not connected. */
    public TestAgent enrolledAgent() {
        DeviceId id = DeviceId.random();
        TestAgent agent = new TestAgent(this, id);
        database.decide(work -> {
            work.devices()
                    .add(new Device(
                            id,
                            agent.deviceKey(),
                            "pc",
                            "Windows 11",
                            "0.1",
                            work.devices().freeAddressIndex(),
                            clock.instant()));
            return Boolean.TRUE;
        });
        agents.add(agent);
        return agent;
    }

    public OperatorSession operator(String name) {
        return session(name, Role.OPERATOR);
    }

    public OperatorSession admin(String name) {
        return session(name, Role.ADMIN);
    }

    // A session of its own at each call
    private OperatorSession session(String name, Role role) {
        String id = engine.sessions().begin(name, "192.0.2.7", Optional.of("test"));
        return new OperatorSession(id, name, EnumSet.of(role), "192.0.2.7");
    }

    public List<Activity> activityOf(DeviceId device) {
        return database.read(work -> work.activity().newestOf(device, 100));
    }

    public ExecutorService threads() {
        return threads;
    }

    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        agents.forEach(TestAgent::close);
        engine.close();
        network.close();
        scheduler.shutdownNow();
        threads.shutdown();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }
}
