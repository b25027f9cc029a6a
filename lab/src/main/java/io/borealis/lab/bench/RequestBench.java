package io.borealis.lab.bench;

import io.borealis.lab.Lab;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.demo.MainJob;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a request of an operator costs beside a static answer of the same server, asked in turn on one connection. */
public final class RequestBench {

    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 3_000;
    private static final String STATIC = "/";

    private final Figures figures = new Figures();

    private RequestBench() {}

    public static void main(String[] arguments) {
        BenchRun.main("bench-requests", "requests.json", new RequestBench()::measure);
    }

    private Map<String, Object> measure(Run run, PrintStream out) {
        Lab lab = Lab.prepare(run, Lab.Ground.NAMESPACES, Leg.ofThisProcess(), "agent1");
        out.println("starting an Engine and an agent ...");
        lab.engine().start();
        LabAgent agent = lab.enroll("agent1", false);
        EngineClient operator = lab.as("operator");
        operator.connect(agent.id()).expect(200);
        MainJob.awaitUp(operator, agent);
        Map<String, List<Double>> taken = new LinkedHashMap<>();
        for (String path : List.of(
                STATIC,
                "/api/tunnel/status?agent_id=" + agent.id(),
                "/api/devices/" + agent.id(),
                "/api/devices?limit=100",
                "/api/tunnel/active")) {
            taken.put(path, new ArrayList<>());
        }
        out.println("asking each of " + taken.size() + " addresses " + (WARM_UP + ROUNDS) + " times, in turn ...");
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            boolean counts = i >= WARM_UP;
            taken.forEach((path, times) -> {
                double time = Bench.timed(() -> operator.get(path).expect(200));
                if (counts) {
                    times.add(time);
                }
            });
        }
        List<Double> baseline = taken.getOrDefault(STATIC, List.of());
        taken.forEach((path, times) -> {
            if (!path.equals(STATIC)) {
                compare("GET " + path.replaceAll("[?].*", "").replace(agent.id(), "{id}"), times, baseline);
            }
        });
        figures.print(out);
        return Map.of("rounds", ROUNDS, "figures", figures.asJson());
    }

    private void compare(String what, List<Double> times, List<Double> baseline) {
        for (int percent : List.of(50, 99)) {
            double floor = Bench.percentile(baseline, percent);
            figures.add(
                    what + ", p" + percent + " (ms)",
                    Bench.percentile(times, percent),
                    0,
                    "GET / with the same token, p" + percent,
                    floor);
        }
    }
}
