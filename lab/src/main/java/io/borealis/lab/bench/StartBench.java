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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How long the Engine takes from the start of its process until a login is answered, beside the same server without it,
 * and what a connected agent, a tunnel and a terminal cost its memory. On the quick leg: the memory of a Windows process
 * is nothing that a tool of this system can count objects in.
 */
public final class StartBench {

    private static final int STARTS = 5;
    private static final int AGENTS = 8;
    private static final int TERMINALS = 4;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Figures figures = new Figures();

    private StartBench() {}

    public static void main(String[] arguments) {
        BenchRun.main("bench-start", "start.json", new StartBench()::measure);
    }

    private Map<String, Object> measure(Run run, PrintStream out) {
        String[] names =
                IntStream.rangeClosed(1, AGENTS).mapToObj(i -> "agent" + i).toArray(String[]::new);
        Lab lab = Lab.prepare(run, Lab.Ground.NAMESPACES, Leg.QUICK, names);
        out.println("starting an Engine and an empty server, " + (STARTS + 1) + " times each ...");
        starts(lab);
        out.println("connecting " + AGENTS + " agents, their tunnels, and " + TERMINALS + " terminals on each ...");
        memory(lab, names);
        figures.print(out);
        return Map.of("starts", STARTS, "agents", AGENTS, "figures", figures.asJson());
    }

    private void starts(Lab lab) {
        EmptyServer empty = new EmptyServer(lab);
        double first = Bench.timed(lab.engine()::start);
        double emptyFirst = Bench.timed(empty::start);
        List<Double> starts = new ArrayList<>();
        List<Double> emptyStarts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            lab.engine().stop();
            empty.stop();
            emptyStarts.add(Bench.timed(empty::start));
            empty.stop();
            starts.add(Bench.timed(lab.engine()::start));
            empty.start();
        }
        double resident = Usage.of(empty.process()).residentMiB();
        empty.stop();
        figures.add("first start → login answered (ms)", first, 0, "empty WildFly, first start", emptyFirst);
        figures.add(
                "start → login answered, p50 (ms)",
                Bench.percentile(starts, 50),
                8000,
                "empty WildFly, p50",
                Bench.percentile(emptyStarts, 50));
        figures.add(
                "Engine right after a start, RSS (MiB)",
                Usage.of(lab.engine().process()).residentMiB(),
                0,
                "empty WildFly",
                resident);
    }

    private void memory(Lab lab, String... names) {
        LiveHeap idle = LiveHeap.of(lab.engine().process());
        List<LabAgent> agents = new ArrayList<>();
        for (String name : names) {
            agents.add(lab.enroll(name, false));
        }
        LiveHeap connected = LiveHeap.of(lab.engine().process());
        cost("a connected agent", AGENTS, idle, connected);
        EngineClient operator = lab.session("operator");
        for (LabAgent agent : agents) {
            operator.connect(agent.id()).expect(200);
            MainJob.awaitUp(operator, agent);
        }
        LiveHeap up = LiveHeap.of(lab.engine().process());
        cost("a tunnel", AGENTS, connected, up);
        List<TerminalClient> terminals = new ArrayList<>();
        for (LabAgent agent : agents) {
            String tunnel = operator.status(agent.id()).expect(200).field("tunnel_id");
            for (int i = 0; i < TERMINALS; i++) {
                TerminalClient terminal = operator.terminal(tunnel);
                terminals.add(terminal);
                Until.holds(() -> terminal.outputBytes() > 0, LONGEST, () -> "the terminal shows no prompt");
            }
        }
        cost("a terminal", terminals.size(), up, LiveHeap.of(lab.engine().process()));
        terminals.forEach(TerminalClient::close);
    }

    /** Of what is used once, like classes, the first pays; it is shared out among all that were measured. */
    private void cost(String what, int count, LiveHeap before, LiveHeap after) {
        figures.add(
                what + ", heap (KiB)",
                (after.heapKiB() - before.heapKiB()) / count,
                0,
                "all of the heap before",
                before.heapKiB());
        figures.add(
                what + ", RSS (KiB)",
                (after.residentKiB() - before.residentKiB()) / count,
                0,
                "all of the RSS before",
                before.residentKiB());
    }
}
