package io.borealis.lab.installation;

import io.borealis.lab.Lab;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.Outpost;
import io.borealis.lab.run.Facts;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Steps;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** An installation from the first run to its removal, beside an Engine that a person works with. */
final class InstallLife {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SERVICE = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\BorealisAgent";
    private static final String EVENT_SOURCE =
            "HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\BorealisAgent";
    private static final int TERMINAL_PORT = 47002;

    private final Facts facts;
    private final InstallMachine machine;
    private final String url;
    private final EngineClient administrator;
    private final EngineClient operator;
    private String id = "";
    private final CompletableFuture<String> usedCode = new CompletableFuture<>();

    InstallLife(Facts facts, InstallMachine machine, URI url, EngineClient administrator, EngineClient operator) {
        this.facts = facts;
        this.machine = machine;
        this.url = url.toString();
        this.administrator = administrator;
        this.operator = operator;
    }

    /** A code that was used up, once it is. */
    CompletableFuture<String> usedCode() {
        return usedCode;
    }

    /** @param installed where the zip is unpacked and installed */
    void run(Path installed, Path zip, Path upgrade) {
        facts.fact("a wrong enrolment code: the agent's refusal is the sentence", () -> {
            machine.unpack(zip, machine.drive("").relativize(installed).toString());
            install(installed, InstallTrial.wrongCode(administrator))
                    .expect(11, "enrollment code", "start Borealis.ps1 again");
        });
        facts.fact("the right code heals it; the administrator approves; the agent is connected", () -> {
            String code = Lab.newCode(administrator, false);
            install(installed, code).expect(0, "No tunnel was started");
            InstallTrial.approve(administrator);
            id = InstallTrial.awaitConnected(administrator, machine, InstallTrial.versionOf(installed));
            usedCode.complete(code);
        });
        // nothing waits for a code that never was used
        usedCode.completeExceptionally(new LabException("no code was used, see above"));
        facts.fact("the service has its start type, its dependencies and its recovery", () -> {
            String text = machine.windows("reg", "query", SERVICE).text();
            for (String part : List.of(
                    "0x2",
                    "BFE\\0Nsi\\0Tcpip",
                    "FailureActions    REG_BINARY    80510100000000000000000003000000",
                    "LocalSystem",
                    "\\Borealis Agent\\Program\\BorealisAgent.exe")) {
                Steps.require(text.contains(part), "'" + part + "' is not in " + text);
            }
        });
        facts.fact("-Verify finds everything as planned", () -> verify(installed));
        facts.fact("install.log tells both runs", () -> {
            String log = Files.readString(installed.resolve("Agent/Logs/install.log"));
            for (String part : List.of("START Borealis", "(exit code 11)", "is installed and its service runs")) {
                Steps.require(log.contains(part), "'" + part + "' is not in install.log");
            }
        });
        facts.fact("a tunnel, a shell through it, and down again", this::tunnelAndShell);
        facts.fact("the same run again changes nothing", () -> {
            Map<String, String> before = InstallMachine.filesBelow(installed);
            machine.borealis(installed, "-EngineUrl", url).expect(0, "no change", "service: running");
            Steps.require(
                    InstallMachine.filesBelow(installed).equals(before),
                    "a file changed: " + before + " " + InstallMachine.filesBelow(installed));
        });
        facts.fact(
                "TCP 47002 taken: the agent says so with the cure, and its terminal comes once the port is free",
                () -> portTaken(installed));
        facts.fact("a driver library with another hash: the next run puts the right one back", () -> {
            Path library = installed.resolve("Program/driver/wireguard.dll");
            byte[] right = Files.readAllBytes(library);
            Files.delete(library);
            Files.writeString(library, "something else");
            machine.borealis(installed).expect(0, "driver library 1.1: install");
            Steps.require(java.util.Arrays.equals(right, Files.readAllBytes(library)), "it is another one still");
            awaitConnected(InstallTrial.versionOf(installed));
        });
        facts.fact(
                "upgraded while a tunnel is up: identity and settings stay, the new version connects",
                () -> upgrade(installed, upgrade));
        facts.fact(
                "removed: service, files, settings and adapter are gone, the logs stay",
                () -> removed(installed, upgrade));
    }

    private InstallMachine.Reply install(Path from, String code) {
        return machine.borealisAlone(from, "-EngineUrl", url, "-EnrollmentCode", code);
    }

    private void verify(Path installed) {
        machine.borealis(installed, "-Verify").expect(0, "is as planned");
    }

    private void awaitConnected(String version) {
        InstallTrial.awaitConnected(administrator, machine, version);
    }

    private String up() {
        operator.connect(id).expect(200);
        Until.holds(
                () -> operator.status(id).expect(200).field("status").equals("up"),
                SOON,
                () -> "the tunnel is not up: " + operator.status(id).text());
        return operator.status(id).field("tunnel_id");
    }

    private void down() {
        operator.disconnect(id).expect(200);
        Until.holds(
                () -> operator.status(id).expect(200).field("status").equals("down"),
                SOON,
                () -> "the tunnel stays up");
        Until.holds(() -> !machine.host().network().isAnyAdapterUp(), SOON, () -> "the adapter stays up");
    }

    private void tunnelAndShell() {
        String tunnel = up();
        shell(tunnel);
        down();
    }

    private void shell(String tunnel) {
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.type("Write-Output (\"answer \" + 6*7)\r");
            terminal.awaitOutput("answer 42", SOON);
            terminal.type("exit 7\r");
            Until.holds(() -> terminal.exitCode().isPresent(), SOON, () -> "the end of the shell was not told");
            Steps.require(terminal.exitCode().getAsInt() == 7, "exit code " + terminal.exitCode());
        }
    }

    private void portTaken(Path installed) {
        Path log = installed.resolve("Agent/Logs/reverse_tunnel.log");
        try (Outpost taken = machine.host().outpost()) {
            taken.listen(TERMINAL_PORT);
            up();
            Until.holds(
                    () -> said(log, "port 47002 of "),
                    SOON,
                    () -> "the agent does not say that its port is taken: " + log);
            Steps.require(said(log, "the terminal comes by itself then"), "no cure in " + log);
        }
        String tunnel = operator.status(id).field("tunnel_id");
        Until.holds(() -> said(log, "terminal listens on "), SOON, () -> "no terminal though the port is free");
        shell(tunnel);
        down();
    }

    private static boolean said(Path log, String text) {
        try {
            String all = Files.readString(log);
            int taken = all.lastIndexOf("port 47002 of ");
            return all.substring(Math.max(taken, 0)).contains(text);
        } catch (IOException notYet) {
            return false;
        }
    }

    private void upgrade(Path installed, Path upgrade) throws IOException {
        up();
        Path key = installed.resolve("Agent/Borealis/Certificates/device.key");
        Path settings = installed.resolve("agent.properties");
        byte[] keyBefore = Files.readAllBytes(key);
        String settingsBefore = Files.readString(settings);
        machine.borealis(upgrade).expect(0, "replaced", "No tunnel was started");
        awaitConnected(InstallTrial.versionOf(upgrade));
        Steps.require(java.util.Arrays.equals(keyBefore, Files.readAllBytes(key)), "the device has another key");
        Steps.require(settingsBefore.equals(Files.readString(settings)), "the settings were changed");
        Steps.require(
                administrator
                        .get("/api/devices/" + id)
                        .expect(200)
                        .field("agent_version")
                        .equals(InstallTrial.versionOf(upgrade)),
                "the device became another one");
        verify(upgrade);
        tunnelAndShell();
    }

    private void removed(Path installed, Path upgrade) throws IOException {
        Steps.require(machine.windows("reg", "query", EVENT_SOURCE).code() == 0, "the agent has no event log source");
        machine.borealis(upgrade, "-Uninstall").expect(0, "is removed");
        Steps.require(machine.windows("reg", "query", SERVICE).code() != 0, "the service is still registered");
        Steps.require(machine.windows("reg", "query", EVENT_SOURCE).code() != 0, "its event log source is left");
        Until.holds(() -> machine.host().network().adapters().isEmpty(), SOON, () -> "an adapter is left");
        try (Stream<Path> all = Files.walk(installed)) {
            List<Path> left = all.filter(
                            file -> Files.isRegularFile(file) && !file.startsWith(installed.resolve("Agent/Logs")))
                    .toList();
            Steps.require(left.isEmpty(), "left: " + left);
        }
        Steps.require(Files.exists(installed.resolve("Agent/Logs/install.log")), "the logs are gone");
    }
}
