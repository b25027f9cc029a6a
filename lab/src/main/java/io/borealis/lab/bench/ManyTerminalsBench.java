package io.borealis.lab.bench;

import io.borealis.lab.Lab;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.demo.MainJob;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Terminals of many devices that all print without end: what each of them gets, what the Engine holds, what one more feels. */
public final class ManyTerminalsBench {

    private static final int DEVICES = 50;
    private static final int EACH = 4;
    private static final int SECONDS = 30;
    private static final int KEYS = 100;
    private static final int BETWEEN_KEYS_MILLIS = 50;
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final String PROMPT = "# ";

    private final Figures figures = new Figures();

    private ManyTerminalsBench() {}

    public static void main(String[] arguments) {
        BenchRun.main("bench-many", "many-terminals.json", new ManyTerminalsBench()::measure);
    }

    private Map<String, Object> measure(Run run, PrintStream out) {
        List<String> names =
                IntStream.rangeClosed(0, DEVICES).mapToObj(i -> "agent" + i).toList();
        Lab lab = Lab.prepare(run, Lab.Ground.NAMESPACES, Leg.ofThisProcess(), names.toArray(String[]::new));
        out.println("starting an Engine and " + names.size() + " agents ...");
        lab.engine().start();
        EngineClient operator = lab.as("operator");
        List<String> tunnels =
                names.stream().map(name -> up(lab, operator, name)).toList();
        out.println("opening " + DEVICES * EACH + " terminals ...");
        try (FarShell quiet = opened(operator, tunnels.get(0))) {
            quiet.typeAndAwait("stty -icanon; echo ready-$((6*7)); exec cat >/dev/null\r", "ready-42", LONGEST);
            List<FarShell> floods = new ArrayList<>();
            for (String tunnel : tunnels.subList(1, tunnels.size())) {
                for (int i = 0; i < EACH; i++) {
                    floods.add(opened(operator, tunnel));
                }
            }
            List<Double> before = echoes(quiet);
            LiveHeap still = LiveHeap.of(lab.engine().process());
            out.println("all print, for " + SECONDS + " s ...");
            floods.forEach(shell -> shell.type("yes 'a line of output as programs print them'\r"));
            // whoever was told last has begun as well
            floods.forEach(shell -> shell.printed().await("programs print them\r\na line", LONGEST));
            long[] from =
                    floods.stream().mapToLong(shell -> shell.printed().bytes()).toArray();
            Bench.pause(SECONDS * 1000);
            long[] to =
                    floods.stream().mapToLong(shell -> shell.printed().bytes()).toArray();
            List<Double> during = echoes(quiet);
            LiveHeap flooded = LiveHeap.of(lab.engine().process());
            report(rates(from, to), before, during, still, flooded);
            floods.forEach(FarShell::close);
        }
        figures.print(out);
        return Map.of("devices", DEVICES, "terminals", DEVICES * EACH, "figures", figures.asJson());
    }

    private static String up(Lab lab, EngineClient operator, String name) {
        LabAgent agent = lab.enroll(name, false);
        operator.connect(agent.id()).expect(200);
        MainJob.awaitUp(operator, agent);
        return operator.status(agent.id()).field("tunnel_id");
    }

    private static FarShell opened(EngineClient operator, String tunnel) {
        FarShell shell = new ConsoleShell(operator, tunnel);
        shell.printed().await(PROMPT, LONGEST);
        return shell;
    }

    private static List<Double> echoes(FarShell shell) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            String key = String.valueOf((char) ('a' + i % 26));
            Bench.pause(BETWEEN_KEYS_MILLIS);
            times.add(shell.typeAndAwait(key, key, LONGEST) / 1e6);
        }
        return times;
    }

    private static List<Double> rates(long[] from, long[] to) {
        return IntStream.range(0, from.length)
                .mapToObj(i -> (to[i] - from[i]) / 1000.0 / SECONDS)
                .toList();
    }

    private void report(
            List<Double> rates, List<Double> before, List<Double> during, LiveHeap still, LiveHeap flooded) {
        double sum = rates.stream().mapToDouble(rate -> rate).sum();
        double squares = rates.stream().mapToDouble(rate -> rate * rate).sum();
        double middle = Bench.percentile(rates, 50);
        figures.add("output of all (kB/s)", sum, 0, "an even share", sum / rates.size());
        figures.add("the slowest terminal (kB/s)", Bench.percentile(rates, 0), 0, "the middle one", middle);
        figures.add("the fastest terminal (kB/s)", Bench.percentile(rates, 100), 0, "the middle one", middle);
        figures.add("fairness by Jain (1: all get the same)", sum * sum / (rates.size() * squares), 0, "at best", 1);
        figures.add(
                "echo of one more, p50 (ms)",
                Bench.percentile(during, 50),
                0,
                "while nobody prints",
                Bench.percentile(before, 50));
        figures.add(
                "echo of one more, p99 (ms)",
                Bench.percentile(during, 99),
                0,
                "while nobody prints",
                Bench.percentile(before, 99));
        figures.add("heap of the Engine (KiB)", flooded.heapKiB(), 0, "while nobody prints", still.heapKiB());
        figures.add("RSS of the Engine (KiB)", flooded.residentKiB(), 0, "while nobody prints", still.residentKiB());
    }
}
