package io.borealis.lab;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the agent costs as a process of this system and as a Windows service, measured in one run on one machine. */
public final class LegBench {

    private static final int STARTS = 3;
    private static final int TERMINALS = 5;
    private static final int CONNECTS = 20;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Run run = Run.of("bench-legs");
    private final Map<String, List<Double>> rows = new LinkedHashMap<>();

    private LegBench() {}

    public static void main(String[] arguments) {
        LegBench bench = new LegBench();
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
        CleanUpOnSignal guard = CleanUpOnSignal.of(run);
        try {
            for (Leg leg : Leg.values()) {
                out.println(
                        "starting an Engine and an agent on the " + leg.name().toLowerCase(Locale.ROOT) + " leg ...");
                Lab lab = Lab.prepare(run, Lab.Ground.NAMESPACES, leg, "agent1");
                lab.engine().start();
                measure(lab, lab.enroll("agent1", false));
                lab.close();
            }
        } finally {
            guard.cleanUpNow();
        }
        print();
        Json.write(
                run.tree().resolve("target/bench/legs.json"),
                Map.of("at", Instant.now().toString(), "quick_and_windows", rows));
        out.println("also in target/bench/legs.json");
        return 0;
    }

    private void measure(Lab lab, LabAgent agent) {
        EngineClient admin = lab.session("admin");
        EngineClient operator = lab.session("operator");
        List<Double> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            agent.service().stop();
            Until.holds(() -> !isConnected(admin, agent), LONGEST, () -> "the Engine misses no agent");
            starts.add(Bench.timed(() -> {
                agent.service().start();
                Until.holds(() -> isConnected(admin, agent), LONGEST, () -> "the agent does not come back");
            }));
        }
        row("agent's start → connected, p50 (ms)", starts);
        row(
                "agent, idle, RSS (MiB)",
                List.of(Usage.of(agent.service().process()).residentMiB()));
        List<Double> connects = new ArrayList<>();
        for (int i = 0; i < CONNECTS; i++) {
            connects.add(Bench.timed(() -> connect(operator, agent)));
            operator.disconnect(agent.id()).expect(200);
        }
        row("connect → up, p50 (ms)", connects);
        connect(operator, agent);
        String tunnel = operator.status(agent.id()).expect(200).field("tunnel_id");
        List<Double> prompts = new ArrayList<>();
        for (int i = 0; i < TERMINALS; i++) {
            prompts.add(Bench.timed(() -> {
                try (TerminalClient terminal = operator.terminal(tunnel)) {
                    Until.holds(() -> terminal.outputBytes() > 0, LONGEST, () -> "the terminal shows no prompt");
                }
            }));
        }
        row("click → prompt, p50 (ms)", prompts);
        row(
                "agent after its tunnels, RSS (MiB)",
                List.of(Usage.of(agent.service().process()).residentMiB()));
    }

    private static boolean isConnected(EngineClient admin, LabAgent agent) {
        return admin.get("/api/devices/" + agent.id())
                .expect(200)
                .json()
                .path("connected")
                .asBoolean();
    }

    private static void connect(EngineClient operator, LabAgent agent) {
        operator.connect(agent.id()).expect(200);
        MainJob.awaitUp(operator, agent);
    }

    private void row(String figure, List<Double> values) {
        rows.computeIfAbsent(figure, first -> new ArrayList<>()).add(Bench.percentile(values, 50));
    }

    private void print() {
        out.printf("%n%-40s %10s %10s %7s%n", "figure", "quick", "Windows", "ratio");
        rows.forEach((figure, value) -> out.printf(
                Locale.ROOT,
                "%-40s %10.1f %10.1f %7.2f%n",
                figure,
                value.get(0),
                value.get(1),
                value.get(1) / value.get(0)));
    }
}
