package io.borealis.engine.tunnel;

import io.borealis.engine.EngineHome;
import io.borealis.engine.EngineParts;
import io.borealis.engine.EngineSettings;
import io.borealis.engine.TestClock;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Role;
import io.borealis.engine.access.SessionLimits;
import io.borealis.engine.access.TestPasswords;
import io.borealis.engine.access.request.RequestLimits;
import io.borealis.engine.access.request.WhoWidens;
import io.borealis.engine.terminal.TerminalLimits;
import io.borealis.engine.token.EngineKeys;
import io.borealis.network.HostNetworkException;
import io.borealis.network.ListenerSettings;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One Engine, eight operators of whom one is an administrator, and twenty agents. Thread-safe. */
final class Fleet implements AutoCloseable {
    static final int OPERATORS = 8;
    static final int AGENTS = 20;

    private final TestClock clock = new TestClock();
    private final RefusingDatabase database = new RefusingDatabase();
    private final CountedThreads threads = new CountedThreads();
    private final StoppableTimer scheduler = new StoppableTimer();
    private final EngineHome home;
    private final EngineKeys keys;
    private final ShakenHost host;
    private final List<OperatorSession> operators;
    private final List<SimulatedAgent> agents;
    private volatile EngineParts engine;

    Fleet(EngineHome home, EngineKeys keys) throws IOException, HostNetworkException {
        this.home = home;
        this.keys = keys;
        this.host = new ShakenHost(new ListenerSettings(
                "Borealis Engine",
                freeUdpPort(),
                TunnelNetwork.parse("127.250.0.0/24"),
                1420,
                WireGuardKeyPair.generate().privateKey()));
        this.engine = newEngine();
        engine.start();
        this.operators = IntStream.range(0, OPERATORS)
                .mapToObj(i -> new OperatorSession(
                        engine.sessions().begin("operator" + i, "192.0.2.7", Optional.empty()),
                        "operator" + i,
                        EnumSet.of(i == 0 ? Role.ADMIN : Role.OPERATOR),
                        "192.0.2.7"))
                .toList();
        this.agents = IntStream.range(0, AGENTS)
                .mapToObj(i -> new SimulatedAgent(this))
                .toList();
        agents.forEach(this::enroll);
        agents.forEach(SimulatedAgent::connect);
        threads.awaitQuiet();
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void enroll(SimulatedAgent agent) {
        database.run(work -> work.devices()
                .add(new Device(
                        agent.id(),
                        agent.deviceKey(),
                        "pc",
                        "Windows 11",
                        "0.1",
                        work.devices().freeAddressIndex(),
                        clock.instant())));
    }

    private EngineParts newEngine() {
        return new EngineParts(
                new EngineSettings(
                        home,
                        TunnelLimits.idleAfter(Duration.ofMinutes(15)),
                        new SessionLimits(Duration.ofDays(1000), Duration.ofDays(1000)),
                        // nobody serves SSH at its agents' addresses
                        TerminalLimits.from(name -> Optional.of("0").filter(none -> name.endsWith("spare-sessions"))),
                        Set.of(),
                        new RequestLimits(
                                Duration.ofHours(1), Duration.ofHours(8), Duration.ofDays(1), WhoWidens.OPERATOR),
                        Optional.empty(),
                        EngineSettings.USUAL_KEY_OVERLAP,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                keys,
                database,
                TestPasswords.cheap(),
                host,
                threads,
                scheduler,
                clock,
                clock);
    }

    /** The process is killed and started again; the agents notice and stay away until they come back. */
    void restart() throws HostNetworkException {
        agents.forEach(SimulatedAgent::lose);
        engine.close();
        threads.awaitQuiet();
        host.lose();
        host.listen();
        engine = newEngine();
        engine.start();
    }

    EngineParts engine() {
        return engine;
    }

    TestClock clock() {
        return clock;
    }

    RefusingDatabase database() {
        return database;
    }

    /** What is looked at while nothing is in motion: neither the threads nor the timer do anything. */
    <T> T whileStill(Supplier<T> look) {
        return scheduler.whileStopped(() -> {
            threads.awaitQuiet();
            return look.get();
        });
    }

    CountedThreads threads() {
        return threads;
    }

    ShakenHost host() {
        return host;
    }

    List<OperatorSession> operators() {
        return operators;
    }

    List<SimulatedAgent> agents() {
        return agents;
    }

    @Override
    public void close() {
        agents.forEach(SimulatedAgent::lose);
        engine.close();
        threads.awaitQuiet();
        scheduler.shutdownNow();
        threads.shutdown();
        host.close();
        database.close();
    }
}
