package io.borealis.lab.installation;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.Lab;
import io.borealis.lab.engine.Account;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineHost;
import io.borealis.lab.engine.EngineSettings;
import io.borealis.lab.host.CleanUpOnSignal;
import io.borealis.lab.host.FreeNetwork;
import io.borealis.lab.host.Leftovers;
import io.borealis.lab.host.Link;
import io.borealis.lab.host.LinuxHost;
import io.borealis.lab.host.Underlay;
import io.borealis.lab.run.Facts;
import io.borealis.lab.run.Folders;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.Json;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Run;
import io.borealis.lab.run.Until;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The agent installed, upgraded, interrupted and removed by Borealis.ps1 on Windows machines of the lab, beside an
 * Engine. Started by {@code lab/windows/install-test}, which prepares what it needs.
 */
public final class InstallTrial {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Facts facts = new Facts(System.out);
    private final Run run;
    private final Path zip;
    private final Path distribution;
    private final Path upgrade;
    private final EngineHost engine;
    private final Account admin = new Account("admin", "install-trial-admin", "admin");
    private final Account operator = new Account("operator", "install-trial-operator", "operator");
    private final Link firstCable;
    private final Link secondCable;
    private final InstallMachine first;
    private final InstallMachine second;

    private InstallTrial(Run run, Path zip, Path distribution, Path upgrade) {
        this.run = run;
        this.zip = zip;
        this.distribution = distribution;
        this.upgrade = upgrade;
        Underlay underlay = Underlay.free(run);
        LinuxHost hub = LinuxHost.inOwnNamespace(run, "engine");
        LinuxHost device = LinuxHost.inOwnNamespace(run, "device");
        LinuxHost other = LinuxHost.inOwnNamespace(run, "other");
        firstCable = Link.join(run, 0, underlay, hub, device);
        secondCable = Link.join(run, 1, underlay, hub, other);
        Link outside = Link.join(run, 2, underlay, hub, LinuxHost.ofThisMachine(run, "outside"));
        engine = new EngineHost(
                hub,
                new Installation(run.tree()),
                new EngineSettings(
                        List.of(outside.hubAddress(), firstCable.hubAddress(), secondCable.hubAddress()),
                        8443,
                        9990,
                        30000,
                        FreeNetwork.on(hub),
                        false,
                        List.of(admin, operator),
                        List.of()));
        first = new InstallMachine(run.tree(), device);
        second = new InstallMachine(run.tree(), other);
    }

    /** Arguments: the zip, the same as a folder, the folder of a higher version. */
    public static void main(String[] arguments) {
        Run run = Run.of("install");
        CleanUpOnSignal guard = CleanUpOnSignal.of(run);
        boolean good = false;
        try {
            Leftovers.remove(run);
            Folders.delete(run.folder());
            InstallTrial trial =
                    new InstallTrial(run, Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
            trial.run();
            System.out.println(trial.facts.summary());
            good = trial.facts.allHold();
        } catch (RuntimeException impossible) {
            System.out.println("  FAILED  " + impossible);
            System.out.println("0 passed, 1 failed, 0 skipped");
        } finally {
            guard.cleanUpNow();
        }
        System.exit(good ? 0 : 1);
    }

    private void run() {
        CompletableFuture<Void> started = CompletableFuture.runAsync(engine::start);
        new InstallRefusals(facts, first, zip, distribution, run.folder()).run(firstCable.hubAddress());
        started.join();
        EngineClient administrator = engine.client().login(admin);
        InstallLife life = new InstallLife(
                facts,
                first,
                engine.url(firstCable.hubAddress()),
                administrator,
                engine.client().login(operator));
        InstallInterruptions interruptions =
                new InstallInterruptions(facts, second, engine.url(secondCable.hubAddress()), administrator);
        CompletableFuture<Void> beside =
                CompletableFuture.runAsync(() -> interruptions.run(zip, upgrade, life.usedCode()));
        life.run(first.drive("Program Files/Borealis Agent"), zip, upgrade);
        beside.join();
    }

    /** Waits until the device of this machine is connected with an agent of this version, and says its name at the Engine. */
    static String awaitConnected(EngineClient client, InstallMachine machine, String agentVersion) {
        String[] id = new String[1];
        Until.holds(
                () -> {
                    for (JsonNode device : Lab.devices(client)) {
                        if (device.path("connected").asBoolean()
                                && device.path("agent_version").asText().equals(agentVersion)
                                && device.path("hostname")
                                        .asText()
                                        .equalsIgnoreCase(machine.host().name())) {
                            id[0] = device.path("agent_id").asText();
                        }
                    }
                    return id[0] != null;
                },
                SOON,
                () -> "no device of version " + agentVersion + " is connected: " + Lab.devices(client));
        return id[0];
    }

    /** A code for this Engine that it never gave out. */
    static String wrongCode(EngineClient client) {
        String code = Lab.newCode(client, false);
        return (code.startsWith("AAAAA") ? "BBBBB" : "AAAAA") + code.substring(5);
    }

    static String versionOf(Path distribution) {
        try {
            return Json.read(Files.readString(distribution.resolve("files.json")))
                    .path("version")
                    .asText();
        } catch (java.io.IOException unreadable) {
            throw new LabException("no distribution in " + distribution, unreadable);
        }
    }

    /** Approves the request that waits. */
    static void approve(EngineClient administrator) {
        String[] request = new String[1];
        Until.holds(
                () -> {
                    for (JsonNode one : Lab.items(administrator
                            .get("/api/enrollment/requests")
                            .expect(200)
                            .json())) {
                        if (one.path("status").asText().equals("pending")) {
                            request[0] = one.path("request_id").asText();
                        }
                    }
                    return request[0] != null;
                },
                SOON,
                () -> "no enrolment request arrived");
        administrator
                .post("/api/enrollment/requests/" + request[0] + "/approve", Map.of())
                .expect(200);
    }
}
