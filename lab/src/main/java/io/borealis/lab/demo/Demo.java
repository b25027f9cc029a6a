package io.borealis.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.Lab;
import io.borealis.lab.engine.Account;
import io.borealis.lab.host.CleanUpOnSignal;
import io.borealis.lab.host.Grants;
import io.borealis.lab.host.Leftovers;
import io.borealis.lab.host.Running;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Json;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Run;
import io.borealis.lab.run.RunLock;
import io.borealis.lab.run.Steps;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The demonstration behind {@code bin/demo}. */
public final class Demo {

    // another name for a demonstration that must not meet the one that a person runs in the same tree
    private static final Leg LEG = Leg.ofThisProcess();
    private static final String PURPOSE = LEG.prefix() + System.getProperty("borealis.demo", "demo");
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private Demo() {}

    /** @param arguments one word: {@code start}, {@code once} or {@code stop} */
    public static void main(String[] arguments) {
        Demo demo = new Demo();
        int code;
        try {
            code = switch (arguments.length == 1 ? arguments[0] : "") {
                case "start" -> demo.start();
                case "once" -> demo.once();
                case "stop" -> demo.stop();
                default -> throw new LabException("usage: Demo start|once|stop");
            };
        } catch (LabException told) {
            demo.out.println("error: " + told.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private int once() {
        Run run = Run.of(PURPOSE + "-once");
        return RunLock.holding(run, () -> {
            CleanUpOnSignal guard = CleanUpOnSignal.of(run);
            Optional<String> why = Grants.whyNoPackets(run);
            why.ifPresent(this::sayWhy);
            Steps steps = new Steps(out, why.isPresent() ? "[simulated] " : "");
            boolean done = tryMainJob(run, steps, why.isPresent(), guard);
            Json.write(
                    run.folder().resolveSibling(run.purpose() + ".json"),
                    Map.of("simulated", why.isPresent(), "succeeded", done, "steps", steps.done()));
            out.println(done ? "done in " + steps.total() : "failed; logs are in " + run.folder());
            return done ? 0 : 1;
        });
    }

    private boolean tryMainJob(Run run, Steps steps, boolean simulated, CleanUpOnSignal guard) {
        try {
            Lab lab =
                    Lab.prepare(run, simulated ? Lab.Ground.SIMULATED : Lab.Ground.NAMESPACES, LEG, "agent1", "agent2");
            new MainJob(lab, steps).run();
            tellSystems(lab, steps);
            List<String> adapters = lab.adapters();
            steps.step("the end: nothing is left on this machine", () -> {
                guard.cleanUpNow();
                List<String> left = Leftovers.find(run);
                adapters.stream()
                        .map(name -> name + ".sock")
                        .filter(driverSockets()::contains)
                        .forEach(left::add);
                Steps.require(left.isEmpty(), "there still is: " + left);
                return "no process, namespace, interface or rule";
            });
            if (simulated) {
                out.println("[simulated] not shown without packets: capture, ports, isolation of devices");
            }
            return true;
        } catch (LabException failed) {
            out.println("error: " + failed.getMessage());
            return false;
        } finally {
            guard.cleanUpNow();
        }
    }

    private void sayWhy(String why) {
        out.println("This machine grants what real tunnels need not, or only in part (" + why
                + "): the same Engine, agents and terminal now run over a simulated network on loopback.");
    }

    /** What a driver of the lab leaves where every namespace sees it when it was not ended properly. */
    private static List<String> driverSockets() {
        return Commands.run("sh", "-c", "ls /var/run/wireguard 2>/dev/null")
                .text()
                .lines()
                .toList();
    }

    private int start() {
        Run run = Run.of(PURPOSE);
        return RunLock.holding(run, () -> {
            if (isRunning(run)) {
                out.println("the demo runs already:");
                out.println(summary(run));
                return 0;
            }
            List<String> found = Leftovers.remove(run);
            if (!found.isEmpty()) {
                out.println("removed what an earlier run left: " + Leftovers.count(found));
            }
            CleanUpOnSignal guard = CleanUpOnSignal.of(run);
            Optional<String> why = Grants.whyNoPackets(run);
            why.ifPresent(this::sayWhy);
            Steps steps = new Steps(out, why.isPresent() ? "[simulated] " : "");
            try {
                Lab lab = Lab.prepare(
                        run, why.isPresent() ? Lab.Ground.SIMULATED : Lab.Ground.THIS_MACHINE, LEG, "agent1", "agent2");
                bringUp(lab, steps);
            } catch (LabException failed) {
                guard.cleanUpNow();
                throw failed;
            }
            guard.leaveRunning();
            out.println(summary(run));
            return 0;
        });
    }

    /** What the running processes themselves say they run on; asked on the leg where that is the point. */
    private static void tellSystems(Lab lab, Steps steps) {
        if (LEG == Leg.WINDOWS) {
            steps.step("what they say they run on", () -> {
                StringBuilder said = new StringBuilder("Engine: " + lab.engine().systemName());
                for (JsonNode device : Lab.devices(lab.session("admin"))) {
                    said.append(", ").append(device.path("hostname").asText());
                    said.append(": ").append(device.path("os").asText());
                }
                return said.toString();
            });
        }
    }

    private void bringUp(Lab lab, Steps steps) {
        steps.step("the Engine starts on WildFly", () -> {
            lab.engine().start();
            return "UDP " + lab.engine().listenPort();
        });
        for (String name : List.of("agent1", "agent2")) {
            steps.step(
                    name + " enrols", () -> "agent " + lab.enroll(name, false).id());
        }
        tellSystems(lab, steps);
        Json.write(
                lab.run().folder().resolve("demo.json"),
                Map.of(
                        "url", lab.engine().url("localhost").toString(),
                        "ca", lab.engine().caCertificate().toString(),
                        "simulated", lab.isSimulated(),
                        "users",
                                Stream.of("admin", "operator", "auditor")
                                        .map(lab::account)
                                        .collect(Collectors.toMap(
                                                Account::role,
                                                account -> Map.of(
                                                        "username", account.username(),
                                                        "password", account.password()))),
                        "agents",
                                lab.agents().stream()
                                        .map(agent -> Map.of("agent_id", agent.id(), "hostname", agent.hostname()))
                                        .toList(),
                        "processes",
                                Stream.concat(
                                                Stream.of(lab.engine().process()),
                                                lab.agents().stream().map(agent -> agent.service()
                                                        .process()))
                                        .map(Running::pid)
                                        .toList()));
    }

    /** Whether everything that an earlier start started still lives. */
    private static boolean isRunning(Run run) {
        var processes = DemoFile.of(run).path("processes");
        List<Long> alive =
                Leftovers.processes(run).stream().map(ProcessHandle::pid).toList();
        if (processes.isEmpty()) {
            return false;
        }
        for (var pid : processes) {
            if (!alive.contains(pid.asLong())) {
                return false;
            }
        }
        return true;
    }

    private static String summary(Run run) {
        return DemoFile.describe(run);
    }

    private int stop() {
        for (String purpose : List.of(PURPOSE, PURPOSE + "-once")) {
            Run run = Run.of(purpose);
            RunLock.endHolder(run, LONGEST_STOP);
            RunLock.holding(run, () -> {
                List<String> found = Leftovers.remove(run);
                if (!found.isEmpty()) {
                    out.println("stopped and removed: " + Leftovers.count(found));
                }
                DemoFile.delete(run);
                if (found.isEmpty() && purpose.equals(PURPOSE)) {
                    out.println("no demo runs; nothing is left of one");
                }
                return found.size();
            });
        }
        return 0;
    }
}
