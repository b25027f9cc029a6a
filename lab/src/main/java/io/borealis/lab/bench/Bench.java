package io.borealis.lab.bench;

import io.borealis.lab.Lab;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.demo.MainJob;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.host.Idle;
import io.borealis.lab.host.Running;
import io.borealis.lab.host.Usage;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The benchmarks behind {@code bin/bench}: figures and their baselines, measured in one run on one machine. */
public final class Bench {

    // as warm as an Engine that has served a morning: its hot paths are compiled
    private static final int WARM_UP = 150;
    private static final int FIRST = 10;
    private static final int CYCLES = 50;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Figures figures = new Figures();

    private Bench() {}

    public static void main(String[] arguments) {
        BenchRun.main("bench-lab", "connect-and-memory.json", new Bench()::measure);
    }

    private Map<String, Object> measure(Run run, PrintStream out) {
        Lab lab = Lab.prepare(run, Lab.Ground.NAMESPACES, Leg.ofThisProcess(), "agent1", "agent2");
        out.println("starting an Engine and two agents ...");
        lab.engine().start();
        LabAgent agent = lab.enroll("agent1", false);
        lab.enroll("agent2", false);
        memory(run, lab, agent);
        out.println("connecting " + (WARM_UP + CYCLES) + " times ...");
        connects(lab, agent);
        figures.print(out);
        return Map.of("cycles", CYCLES, "figures", figures.asJson());
    }

    private void memory(Run run, Lab lab, LabAgent agent) {
        Installation installation = new Installation(run.tree());
        Running plainJvm = agent.host()
                .start(
                        "plain-jvm",
                        List.of(
                                agent.host().java(),
                                "@" + agent.host().nameOf(installation.agentJvmOptions()),
                                "-cp",
                                installation.labClassPath().stream()
                                        .map(agent.host()::nameOf)
                                        .collect(Collectors.joining(agent.host().pathSeparator())),
                                Idle.class.getName()),
                        Map.of());
        Until.holds(() -> said(plainJvm, "idle"), LONGEST, () -> "a plain JVM does not start, see " + plainJvm.log());
        double jvm = Usage.of(plainJvm).residentMiB();
        plainJvm.kill();
        EmptyServer server = new EmptyServer(lab);
        server.start();
        double empty = Usage.of(server.process()).residentMiB();
        server.stop();
        figures.add(
                "WildFly with the EAR, idle, RSS (MiB)",
                Usage.of(lab.engine().process()).residentMiB(),
                350,
                "empty WildFly",
                empty);
        figures.add(
                "agent, idle, RSS (MiB)",
                Usage.of(agent.service().process()).residentMiB(),
                64,
                "idle JVM, same flags",
                jvm);
    }

    private static boolean said(Running process, String text) {
        try {
            return Files.readString(process.log()).contains(text);
        } catch (IOException notYet) {
            return false;
        }
    }

    private void connects(Lab lab, LabAgent agent) {
        EngineClient operator = lab.as("operator");
        List<Double> firstUps = new ArrayList<>();
        List<Double> ups = new ArrayList<>();
        List<Double> downs = new ArrayList<>();
        List<Double> requests = new ArrayList<>();
        for (int i = 0; i < WARM_UP + CYCLES; i++) {
            double up = timed(() -> {
                operator.connect(agent.id()).expect(200);
                MainJob.awaitUp(operator, agent);
            });
            double request = timed(() -> operator.status(agent.id()).expect(200));
            double down = timed(() -> operator.disconnect(agent.id()).expect(200));
            if (i < FIRST) {
                firstUps.add(up);
            }
            if (i >= WARM_UP) {
                ups.add(up);
                requests.add(request);
                downs.add(down);
            }
        }
        double request = percentile(requests, 50);
        List<Double> bare = new BareWireGuard(agent).handshakes(CYCLES);
        double handshake = percentile(bare, 50);
        figures.add("connect → up, p50 (ms)", percentile(ups, 50), 100, "one status request", request);
        figures.add("connect → up, p50 (ms)", percentile(ups, 50), 100, "bare WireGuard by hand", handshake);
        figures.add(
                "connect → up, the first ten, p50 (ms)",
                percentile(firstUps, 50),
                0,
                "bare WireGuard by hand",
                handshake);
        figures.add(
                "connect → up, p95 (ms)", percentile(ups, 95), 0, "bare WireGuard by hand, p95", percentile(bare, 95));
        figures.add("disconnect, all gone, p50 (ms)", percentile(downs, 50), 1000, "one status request", request);
    }

    static double timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1_000_000.0;
    }

    /** @throws LabException when it is interrupted */
    static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while something is measured", stopped);
        }
    }

    static double percentile(List<Double> values, int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
