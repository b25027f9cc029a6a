package io.borealis.lab.bench;

import io.borealis.lab.Lab;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.demo.MainJob;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.Usage;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import io.borealis.lab.run.Until;
import java.io.PrintStream;
import java.time.Duration;
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

    private final Map<String, List<Double>> rows = new LinkedHashMap<>();

    private LegBench() {}

    public static void main(String[] arguments) {
        BenchRun.main("bench-legs", "legs.json", new LegBench()::measure);
    }

    private Map<String, Object> measure(Run run, PrintStream out) {
        for (Leg leg : Leg.values()) {
            out.println("starting an Engine and an agent on the " + leg.name().toLowerCase(Locale.ROOT) + " leg ...");
            Lab lab = Lab.prepare(run, Lab.Ground.NAMESPACES, leg, "agent1");
            lab.engine().start();
            measure(lab, lab.enroll("agent1", false));
            lab.close();
        }
        print(out);
        return Map.of("quick_and_windows", rows);
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

    private void print(PrintStream out) {
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
