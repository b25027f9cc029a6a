package io.borealis.lab.bench;

import io.borealis.lab.Lab;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.demo.MainJob;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A terminal of the Engine beside OpenSSH's {@code ssh} and {@code sshd} through the same tunnel to the same device, asked
 * in turn: prompt, echo, bulk output, Ctrl-C in a flood.
 */
public final class TerminalBench {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final String PROMPT = "# ";
    private static final String[] SHELL = {"/bin/bash", "--noprofile", "--norc"};
    private static final int MEGABYTES = 48;
    private static final int BULK_ROUNDS = 4;
    private static final int PROMPTS = 30;
    private static final int KEYS = 400;
    private static final int FLOODS = 30;
    private static final int FLOOD_BYTES = 2_000_000;
    private static final int BETWEEN_KEYS_MILLIS = 20;

    private enum Measured {
        PROMPT,
        COLD_PROMPT,
        PACED_ECHO,
        ECHO,
        BULK_SECONDS,
        BULK_RANDOM_SECONDS,
        PLAIN_SECONDS,
        INTERRUPT
    }

    private final Map<Measured, List<Double>> ours = new EnumMap<>(Measured.class);
    private final Map<Measured, List<Double>> theirs = new EnumMap<>(Measured.class);
    private final Figures figures = new Figures();

    private TerminalBench() {}

    public static void main(String[] arguments) {
        BenchRun.main("bench-terminal", "terminal.json", new TerminalBench()::measure);
    }

    private Map<String, Object> measure(Run run, PrintStream out) {
        Lab lab = Lab.prepare(run, Lab.Ground.NAMESPACES, Leg.ofThisProcess(), "agent1");
        out.println("starting an Engine and an agent ...");
        lab.engine().start();
        LabAgent agent = lab.enroll("agent1", false);
        lab.as("admin").permit(agent.id(), List.of("tcp/" + OpenSsh.PORT)).expect(200);
        EngineClient operator = lab.as("operator");
        String tunnel = up(operator, agent);
        String address = operator.status(agent.id()).field("virtual_ip").replaceAll("/.*", "");
        Path text = agent.host().files().resolve("text");
        Path random = agent.host().files().resolve("random");
        agent.host()
                .shell("yes 'a line of output as programs print them' | head -c " + MEGABYTES + "M >'" + text
                        + "'; head -c " + MEGABYTES * 3 / 4 + "M /dev/urandom | base64 >'" + random + "'")
                .orThrow("what is printed");
        try (OpenSsh openSsh = new OpenSsh(lab.engine().host(), agent.host(), address)) {
            Supplier<FarShell> console = () -> new ConsoleShell(operator, tunnel);
            Supplier<FarShell> ssh = () -> openSsh.shell(SHELL);
            warmUp(console, text);
            warmUp(ssh, text);
            out.println("prompts ...");
            for (int i = 0; i < PROMPTS; i++) {
                prompt(console, ours);
                prompt(ssh, theirs);
            }
            out.println("keys ...");
            keys(console, ours);
            keys(ssh, theirs);
            out.println("floods ...");
            floods(console, ours);
            floods(ssh, theirs);
            out.println("bulk ...");
            for (int i = 0; i < BULK_ROUNDS; i++) {
                bulk(console, text, Measured.BULK_SECONDS, ours);
                bulk(ssh, text, Measured.BULK_SECONDS, theirs);
                bulk(console, random, Measured.BULK_RANDOM_SECONDS, ours);
                bulk(ssh, random, Measured.BULK_RANDOM_SECONDS, theirs);
                plain(openSsh, random);
            }
        }
        out.println("tunnels opened for a prompt ...");
        for (int i = 0; i < PROMPTS; i++) {
            operator.disconnect(agent.id()).expect(200);
            keep(ours, Measured.COLD_PROMPT, Bench.timed(() -> {
                try (FarShell cold = new ConsoleShell(operator, up(operator, agent))) {
                    cold.printed().await(PROMPT, LONGEST);
                }
            }));
        }
        report();
        figures.print(out);
        return Map.of("figures", figures.asJson());
    }

    private static String up(EngineClient operator, LabAgent agent) {
        operator.connect(agent.id()).expect(200);
        MainJob.awaitUp(operator, agent);
        return operator.status(agent.id()).field("tunnel_id");
    }

    private static void keep(Map<Measured, List<Double>> where, Measured what, double value) {
        where.computeIfAbsent(what, key -> new ArrayList<>()).add(value);
    }

    private static void warmUp(Supplier<FarShell> opened, Path text) {
        try (FarShell shell = opened.get()) {
            shell.printed().await(PROMPT, LONGEST);
            for (int i = 0; i < 2; i++) {
                shell.typeAndAwait("cat '" + text + "'; echo done-$((6*7))\r", "done-42", LONGEST);
            }
        }
    }

    private static void prompt(Supplier<FarShell> opened, Map<Measured, List<Double>> where) {
        long began = System.nanoTime();
        try (FarShell shell = opened.get()) {
            keep(where, Measured.PROMPT, millis(shell.printed().await(PROMPT, LONGEST) - began));
        }
    }

    private static void keys(Supplier<FarShell> opened, Map<Measured, List<Double>> where) {
        try (FarShell shell = opened.get()) {
            shell.printed().await(PROMPT, LONGEST);
            shell.typeAndAwait("stty -icanon; echo ready-$((6*7)); exec cat >/dev/null\r", "ready-42", LONGEST);
            for (int i = 0; i < KEYS; i++) {
                String key = String.valueOf((char) ('a' + i % 26));
                Bench.pause(BETWEEN_KEYS_MILLIS);
                keep(where, Measured.PACED_ECHO, millis(shell.typeAndAwait(key, key, LONGEST)));
            }
            for (int i = 0; i < KEYS; i++) {
                String key = String.valueOf((char) ('a' + i % 26));
                keep(where, Measured.ECHO, millis(shell.typeAndAwait(key, key, LONGEST)));
            }
        }
    }

    private static void floods(Supplier<FarShell> opened, Map<Measured, List<Double>> where) {
        try (FarShell shell = opened.get()) {
            shell.printed().await(PROMPT, LONGEST);
            for (int i = 0; i < FLOODS; i++) {
                shell.printed().forget();
                long before = shell.printed().bytes();
                shell.type("yes\r");
                while (shell.printed().bytes() - before < FLOOD_BYTES) {
                    Bench.pause(5);
                }
                keep(where, Measured.INTERRUPT, millis(shell.typeAndAwait("\u0003", PROMPT, LONGEST)));
            }
        }
    }

    private static void bulk(Supplier<FarShell> opened, Path file, Measured what, Map<Measured, List<Double>> where) {
        try (FarShell shell = opened.get()) {
            shell.printed().await(PROMPT, LONGEST);
            long before = shell.printed().bytes();
            long nanos = shell.typeAndAwait("cat '" + file + "'; echo done-$((6*7))\r", "done-42", LONGEST);
            keep(where, what, secondsPerMegabyte(nanos, shell.printed().bytes() - before));
        }
    }

    private void plain(OpenSsh openSsh, Path file) {
        long began = System.nanoTime();
        try (FarShell shell = openSsh.plain("cat '" + file + "'; echo done-$((6*7))")) {
            long nanos = shell.printed().await("done-42", LONGEST) - began;
            keep(
                    theirs,
                    Measured.PLAIN_SECONDS,
                    secondsPerMegabyte(nanos, shell.printed().bytes()));
        }
    }

    private static double secondsPerMegabyte(long nanos, long bytes) {
        return nanos / 1e9 / (bytes / 1e6);
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private void report() {
        String ssh = "ssh -tt, same tunnel";
        rate("bulk, text (MB/s)", Measured.BULK_SECONDS, ssh, Measured.BULK_SECONDS);
        rate("bulk, does not compress (MB/s)", Measured.BULK_RANDOM_SECONDS, ssh, Measured.BULK_RANDOM_SECONDS);
        rate("bulk, does not compress (MB/s)", Measured.BULK_RANDOM_SECONDS, "ssh without pty", Measured.PLAIN_SECONDS);
        for (int percent : List.of(50, 99)) {
            time("echo, paced", Measured.PACED_ECHO, percent, ssh, Measured.PACED_ECHO);
            time("echo, back to back", Measured.ECHO, percent, ssh, Measured.ECHO);
            time("Ctrl-C in a flood", Measured.INTERRUPT, percent, ssh, Measured.INTERRUPT);
            time("prompt, tunnel up", Measured.PROMPT, percent, "ssh login to prompt", Measured.PROMPT);
            time("prompt, tunnel cold", Measured.COLD_PROMPT, percent, "ssh login to prompt", Measured.PROMPT);
        }
    }

    private void rate(String what, Measured figure, String baseline, Measured floor) {
        figures.add(what, 1 / middle(ours, figure, 50), 0, baseline, 1 / middle(theirs, floor, 50));
    }

    private void time(String what, Measured figure, int percent, String baseline, Measured floor) {
        figures.add(
                what + ", p" + percent + " (ms)",
                middle(ours, figure, percent),
                0,
                baseline + ", p" + percent,
                middle(theirs, floor, percent));
    }

    private static double middle(Map<Measured, List<Double>> from, Measured what, int percent) {
        return Bench.percentile(from.getOrDefault(what, List.of()), percent);
    }
}
