package io.borealis.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.Legs;
import io.borealis.lab.engine.Account;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.host.Leftovers;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Output;
import io.borealis.lab.run.Run;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demonstration as a person runs it, under a name of its own so that it meets no other. */
class DemoIT {

    private static final String NAME = "demo-under-test";
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final String LISTEN_PORT = "30117";

    private final Run run = Run.of(Leg.ofThisProcess().prefix() + NAME);
    private final Set<Long> ours = new HashSet<>();

    @BeforeEach
    void beginWithNothing() {
        Assumptions.assumeFalse("off".equals(System.getenv("BOREALIS_LAB")), "BOREALIS_LAB=off");
        if (Leg.ofThisProcess() == Leg.WINDOWS) {
            Legs.needWindows();
        }
        demo("stop");
    }

    @AfterEach
    void stop() {
        demo("stop");
    }

    /** Packet filters and adapters of this machine bear the process that made them. */
    private void remember() {
        Leftovers.processes(run).forEach(process -> ours.add(process.pid()));
    }

    private List<String> made() {
        return Stream.of("nft list tables", "ip -d link show")
                .flatMap(line -> Commands.run("sh", "-c", line).text().lines())
                .filter(line -> ours.stream()
                        .anyMatch(pid -> line.contains(" borealis_" + pid + "_")
                                || line.matches(".* alias borealis\\|[^|]*\\|[^|]*\\|" + pid + "\\|.*")))
                .toList();
    }

    private static List<String> command(String word) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dborealis.tree=" + Run.of(NAME).tree(),
                "-Dborealis.demo=" + NAME,
                "-Dborealis.leg=" + System.getProperty("borealis.leg", "quick"),
                "-Dborealis.demo.listen-port=" + LISTEN_PORT,
                "-cp",
                new Installation(Run.of(NAME).tree())
                        .labClassPath().stream().map(Path::toString).collect(Collectors.joining(":")),
                Demo.class.getName(),
                word);
    }

    private Output demo(String word) {
        return finished(command(word));
    }

    private Output finished(List<String> command) {
        Path log = run.folder().resolveSibling(run.purpose() + ".log");
        Process process = started(command, log);
        await().atMost(LONGEST).until(() -> !process.isAlive());
        try {
            return new Output(process.exitValue(), Files.readString(log));
        } catch (IOException unreadable) {
            throw new LabException("no log", unreadable);
        }
    }

    private static Process started(List<String> command, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException notStarted) {
            throw new LabException("the demonstration does not start", notStarted);
        }
    }

    private void awaitEnd(Process process) {
        await().atMost(LONGEST).until(() -> {
            remember();
            return !process.isAlive();
        });
    }

    private void nothingIsLeft() {
        assertThat(Leftovers.processes(run)).isEmpty();
        assertThat(Leftovers.namespaces(run)).isEmpty();
        assertThat(Leftovers.interfaces(run)).isEmpty();
        assertThat(made()).as("made by processes of the demo").isEmpty();
    }

    @Test
    void stopsWithoutAStartAndTwice() {
        assertThat(demo("stop").exitCode()).isZero();
        assertThat(demo("stop").exitCode()).isZero();
        nothingIsLeft();
    }

    @Test
    void startsOnceComesUpCleanAfterKillsAndLeavesNothing() {
        Legs.only(Leg.QUICK, "starting a demo of Windows machines twice takes minutes; RecoveryIT kills on both legs");
        assertThat(demo("start").text()).contains("address");
        remember();
        assertThat(made()).as("adapter and packet filter of the Engine").hasSizeGreaterThanOrEqualTo(2);
        JsonNode demo = DemoFile.of(run);
        assertThat(login(demo, "operator").get("/api/devices").expect(200).json())
                .hasSize(2);
        assertThat(demo.path("agents")).hasSize(2);

        Output again = demo("start");
        assertThat(again.exitCode()).isZero();
        assertThat(again.text()).contains("runs already");
        assertThat(DemoFile.of(run)).isEqualTo(demo);

        EngineClient operator = login(demo, "operator");
        operator.connect(demo.path("agents").get(0).path("agent_id").asText()).expect(200);
        for (int i : new int[] {0, 1}) {
            ProcessHandle.of(demo.path("processes").get(i).asLong())
                    .orElseThrow()
                    .destroyForcibly();
        }
        Output afterKills = demo("start");
        assertThat(afterKills.exitCode()).as(afterKills.text()).isZero();
        remember();
        assertThat(login(DemoFile.of(run), "admin")
                        .get("/api/devices")
                        .expect(200)
                        .json())
                .hasSize(2);

        assertThat(demo("stop").exitCode()).isZero();
        assertThat(DemoFile.of(run).isMissingNode()).isTrue();
        nothingIsLeft();
    }

    private static EngineClient login(JsonNode demo, String role) {
        JsonNode user = demo.path("users").path(role);
        return EngineClient.of(
                        URI.create(demo.path("url").asText()),
                        Path.of(demo.path("ca").asText()))
                .login(new Account(
                        user.path("username").asText(), user.path("password").asText(), role));
    }

    @Test
    void leavesNothingWhenItIsInterruptedWhileItStarts() {
        Process process = started(command("start"), run.folder().resolveSibling(run.purpose() + ".log"));
        await().atMost(LONGEST).until(() -> {
            remember();
            return !ours.isEmpty();
        });

        process.destroy();
        awaitEnd(process);

        nothingIsLeft();
    }

    @Test
    void leavesNothingAfterAStopWhenItWasKilledWhileItStarts() {
        Process process = started(command("start"), run.folder().resolveSibling(run.purpose() + ".log"));
        await().atMost(LONGEST).until(() -> {
            remember();
            return !ours.isEmpty();
        });

        process.destroyForcibly();
        awaitEnd(process);
        remember();
        assertThat(demo("stop").exitCode()).isZero();

        nothingIsLeft();
    }

    @Test
    void tellsATakenPortBeforeAnythingIsBuilt() throws SocketException {
        Legs.only(Leg.QUICK, "the port is looked at by a script of this system on both legs");
        try (DatagramSocket neighbour = new DatagramSocket(null)) {
            try {
                neighbour.bind(new InetSocketAddress(30000));
            } catch (BindException somebodyElseHoldsIt) {
                assertThat(somebodyElseHoldsIt).hasMessageContaining("in use");
            }
            Output output = finished(List.of(run.tree().resolve("bin/demo").toString()));

            assertThat(output.exitCode()).as(output.text()).isEqualTo(1);
            assertThat(output.text())
                    .contains("UDP port 30000 is taken on this machine", "bin/demo --once")
                    .doesNotContain("building");
        }
    }

    @Test
    void doesTheMainJobOnce() {
        Output output = demo("once");

        assertThat(output.exitCode()).as(output.text()).isZero();
        assertThat(output.text()).doesNotContain("simulated").contains("nothing is left on this machine");
        if (Leg.ofThisProcess() == Leg.WINDOWS) {
            assertThat(output.text()).contains("Engine: Windows", "AGENT1: Windows", "AGENT2: Windows");
        }
    }

    @Test
    void simulatesWhereNoNetworkIsGrantedAndSaysSo() {
        Legs.only(Leg.QUICK, "the simulated network is Java alone and the same on every system");
        List<String> words = new ArrayList<>(List.of(
                "setpriv",
                "--bounding-set",
                "-net_admin,-sys_admin,-net_raw",
                "--inh-caps",
                "-net_admin,-sys_admin,-net_raw",
                "--no-new-privs"));
        words.addAll(command("once"));

        Output output = finished(words);

        assertThat(output.exitCode()).as(output.text()).isZero();
        assertThat(output.text()).contains("simulated network on loopback");
        assertThat(output.text().lines().filter(line -> line.matches(".*[0-9]+\\. .*")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("[simulated]"));
    }
}
