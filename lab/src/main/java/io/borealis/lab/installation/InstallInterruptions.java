package io.borealis.lab.installation;

import io.borealis.lab.Lab;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.run.Facts;
import io.borealis.lab.run.Steps;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The power fails in the middle of Borealis.ps1, among letters of other languages; the next run heals it. */
final class InstallInterruptions {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String UNPACKED = "Borealis Ü 日本";
    private static final String FOLDER = "Program Files/Borealis Ü";
    private static final String FOLDER_THERE = "C:\\Program Files\\Borealis Ü";

    private final Facts facts;
    private final InstallMachine machine;
    private final String url;
    private final EngineClient administrator;

    InstallInterruptions(Facts facts, InstallMachine machine, URI url, EngineClient administrator) {
        this.facts = facts;
        this.machine = machine;
        this.url = url.toString();
        this.administrator = administrator;
    }

    void run(Path zip, Path upgrade, CompletableFuture<String> usedCode) {
        String[] words = {
            "-EngineUrl",
            url,
            "-EnrollmentCode",
            InstallTrial.wrongCode(administrator),
            "-InstallDirectory",
            FOLDER_THERE,
        };
        Path installed = machine.drive(FOLDER);
        Path unpacked = machine.drive(UNPACKED);
        facts.fact("power off while the program is copied, and again before the service is started", () -> {
            machine.unpack(zip, UNPACKED);
            machine.cutPowerAt(" files from ", unpacked, words);
            machine.cutPowerAt("run sc.exe start", unpacked, words);
        });
        facts.fact("a code that was used already: the agent's refusal is the sentence", () -> {
            words[3] = usedCode.join();
            machine.borealis(unpacked, words).expect(11, "enrollment code", "start Borealis.ps1 again");
        });
        facts.fact(
                "unpacked in a folder with Ü and 日本, installed in one with Ü, a fresh code heals all of it: connected, and as planned",
                () -> {
                    words[3] = Lab.newCode(administrator, true);
                    machine.borealis(unpacked, words).expect(0, "an earlier run did not finish");
                    InstallTrial.awaitConnected(administrator, machine, InstallTrial.versionOf(installed));
                    verify(installed);
                });
        facts.fact("power off in an upgrade, between the old program and the new one: the next run ends it", () -> {
            machine.cutPowerAt("Program to C:\\", upgrade, "-InstallDirectory", FOLDER_THERE);
            machine.borealis(upgrade, "-InstallDirectory", FOLDER_THERE).expect(0, "an earlier run did not finish");
            InstallTrial.awaitConnected(administrator, machine, InstallTrial.versionOf(upgrade));
            verify(upgrade);
        });
        facts.fact("after a power off the service starts by itself", () -> {
            Path log = installed.resolve("Agent/Logs/reverse_tunnel.log");
            long before = starts(log);
            machine.powerOff();
            machine.boot();
            Until.holds(() -> starts(log) == before + 1, SOON, () -> "the agent did not start, see " + log);
            InstallTrial.awaitConnected(administrator, machine, InstallTrial.versionOf(upgrade));
        });
        facts.fact("removed from there with its logs: nothing is left", () -> {
            machine.borealis(upgrade, "-Uninstall", "-RemoveLogs", "-InstallDirectory", FOLDER_THERE)
                    .expect(0);
            Steps.require(!Files.exists(installed), "the folder is still there");
        });
    }

    private static long starts(Path log) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" is device ")).count();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private void verify(Path from) {
        machine.borealis(from, "-Verify", "-InstallDirectory", FOLDER_THERE).expect(0, "is as planned");
    }
}
