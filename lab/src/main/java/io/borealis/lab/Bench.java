package io.borealis.lab;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The benchmarks behind {@code bin/bench}: figures and their baselines, measured in one run on one machine. */
public final class Bench {

    // as warm as an Engine that has served a morning: its hot paths are compiled
    private static final int WARM_UP = 150;
    private static final int FIRST = 10;
    private static final int CYCLES = 50;
    private static final int EMPTY_MANAGEMENT_PORT = 9997;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Run run = Run.of("bench-lab");
    private final List<Figure> rows = new ArrayList<>();

    private Bench() {}

    public static void main(String[] arguments) {
        Bench bench = new Bench();
        int code = 0;
        try {
            RunLock.holding(bench.run, bench::measure);
        } catch (LabException told) {
            bench.out.println("error: " + told.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private int measure() {
        Grants.whyNoPackets(run).ifPresent(why -> {
            throw new LabException("real packets are needed for the benchmarks: " + why);
        });
        CleanUpOnSignal guard = CleanUpOnSignal.of(run);
        try {
            Lab lab = Lab.prepare(run, Lab.Ground.NAMESPACES, Leg.ofThisProcess(), "agent1", "agent2");
            out.println("starting an Engine and two agents ...");
            lab.engine().start();
            LabAgent agent = lab.enroll("agent1", false);
            lab.enroll("agent2", false);
            memory(lab, agent);
            out.println("connecting " + (WARM_UP + CYCLES) + " times ...");
            connects(lab, agent);
        } finally {
            guard.cleanUpNow();
        }
        print();
        Json.write(
                run.tree().resolve("target/bench/connect-and-memory.json"),
                Map.of(
                        "at",
                        Instant.now().toString(),
                        "cycles",
                        CYCLES,
                        "figures",
                        rows.stream().map(Figure::asJson).toList()));
        out.println("also in target/bench/connect-and-memory.json");
        return 0;
    }

    private void memory(Lab lab, LabAgent agent) {
        Running plainJvm = agent.host()
                .start(
                        "plain-jvm",
                        List.of(
                                agent.host().java(),
                                "@" + agent.host().nameOf(new Installation(run.tree()).agentJvmOptions()),
                                "-cp",
                                new Installation(run.tree())
                                        .labClassPath().stream()
                                                .map(agent.host()::nameOf)
                                                .collect(Collectors.joining(
                                                        agent.host().pathSeparator())),
                                Idle.class.getName()),
                        Map.of());
        Until.holds(() -> said(plainJvm, "idle"), LONGEST, () -> "a plain JVM does not start, see " + plainJvm.log());
        double jvm = residentMiB(plainJvm.pid());
        plainJvm.kill();
        double empty = emptyServer(lab);
        row(
                "WildFly with the EAR, idle, RSS (MiB)",
                residentMiB(lab.engine().process().pid()),
                450,
                "empty WildFly",
                empty);
        row("agent, idle, RSS (MiB)", residentMiB(agent.service().process().pid()), 80, "idle JVM, same flags", jvm);
    }

    /** The same server with the same flags and without the application. */
    private double emptyServer(Lab lab) {
        Installation installation = new Installation(run.tree());
        Host host = lab.engine().host();
        Path base = host.programData().resolve("empty-server");
        Folders.copy(installation.server().resolve("standalone"), base);
        ServerProgram server = EngineHost.programOf(host, installation, base, EMPTY_MANAGEMENT_PORT, "empty");
        Running script = server.start(List.of(
                "-P",
                host.nameOf(lab.engine().home().resolve("engine.properties")),
                "-Dborealis.https.port=8453",
                "-Djboss.management.http.port=" + EMPTY_MANAGEMENT_PORT));
        Until.holds(
                () -> said(script, "WFLYSRV0025"),
                Duration.ofSeconds(60),
                () -> "an empty WildFly does not start, see " + script.log());
        double resident = residentMiB(server.process().pid());
        server.stop();
        return resident;
    }

    private static boolean said(Running process, String text) {
        try {
            return Files.readString(process.log()).contains(text);
        } catch (IOException notYet) {
            return false;
        }
    }

    private static double residentMiB(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException gone) {
            throw new LabException("process " + pid + " is gone", gone);
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
                awaitUp(operator, agent);
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
        row("connect → up, p50 (ms)", percentile(ups, 50), 100, "one status request", request);
        row("connect → up, p50 (ms)", percentile(ups, 50), 100, "bare WireGuard by hand", handshake);
        row("connect → up, the first ten, p50 (ms)", percentile(firstUps, 50), 0, "bare WireGuard by hand", handshake);
        row("connect → up, p95 (ms)", percentile(ups, 95), 0, "bare WireGuard by hand, p95", percentile(bare, 95));
        row("disconnect, all gone, p50 (ms)", percentile(downs, 50), 1000, "one status request", request);
    }

    private static void awaitUp(EngineClient operator, LabAgent agent) {
        Until.holds(
                () -> operator.status(agent.id()).expect(200).field("status").equals("up"),
                LONGEST,
                () -> "the tunnel does not come up: "
                        + operator.status(agent.id()).text());
    }

    static double timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1_000_000.0;
    }

    static double percentile(List<Double> values, int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    /** @param aim 0 where the house has set none */
    private void row(String figure, double value, double aim, String baseline, double baselineValue) {
        rows.add(new Figure(
                figure, rounded(value), aim, baseline, rounded(baselineValue), rounded(value / baselineValue)));
    }

    private record Figure(
            String figure, double value, double aim, String baseline, double baselineValue, double ratio) {

        Map<String, Object> asJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("figure", figure);
            json.put("value", value);
            if (aim > 0) {
                json.put("aim", aim);
            }
            json.put("baseline", baseline);
            json.put("baseline_value", baselineValue);
            json.put("ratio", ratio);
            return json;
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private void print() {
        out.printf("%n%-40s %9s %7s   %-28s %9s %6s%n", "figure", "value", "aim", "baseline", "value", "ratio");
        for (Figure row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-40s %9.1f %7s   %-28s %9.1f %6.2f%n",
                    row.figure(),
                    row.value(),
                    row.aim() > 0 ? "≤ " + Math.round(row.aim()) : "",
                    row.baseline(),
                    row.baselineValue(),
                    row.ratio());
        }
    }
}
