package io.borealis.lab.engine;

import io.borealis.lab.host.LinuxProcess;
import io.borealis.lab.host.Running;
import io.borealis.lab.host.WindowsHost;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server as its {@code standalone.ps1} runs it on Windows; its command line interface stops it. */
final class WindowsServer implements ServerProgram {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(300);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private final WindowsHost host;
    private final Installation installation;
    private final Path base;
    private final int managementPort;
    private final String name;

    WindowsServer(WindowsHost host, Installation installation, Path base, int managementPort, String name) {
        this.host = host;
        this.installation = installation;
        this.base = base;
        this.managementPort = managementPort;
        this.name = name;
    }

    @Override
    public Running start(List<String> arguments, Map<String, String> environment) {
        List<String> command = script("standalone.ps1");
        command.addAll(arguments);
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", javaHome());
        all.put("JBOSS_BASE_DIR", host.nameOf(base));
        return host.startOnConsole(name, command, all);
    }

    private List<String> script(String file) {
        return new ArrayList<>(List.of(
                host.nameOf(installation.windowsPowerShell()),
                "-NoLogo",
                "-NoProfile",
                "-NonInteractive",
                "-ExecutionPolicy",
                "Bypass",
                "-File",
                host.nameOf(installation.server().resolve("bin").resolve(file))));
    }

    private String javaHome() {
        String java = host.java();
        return java.substring(0, java.length() - "\\bin\\java.exe".length());
    }

    @Override
    public Running process() {
        return new LinuxProcess(
                host.find("java.exe", "org.jboss.as.standalone", host.nameOf(base))
                        .orElseThrow(() -> new LabException("the server does not run on " + host.name())),
                host.files().resolve(name + ".log"));
    }

    @Override
    public String ask(String question) {
        Running order = order(question);
        Until.holds(
                () -> !order.isAlive(), LONGEST_ANSWER, () -> "'" + question + "' got no answer, see " + order.log());
        try {
            return Files.readString(order.log(), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Running order(String words) {
        List<String> command = script("jboss-cli.ps1");
        command.addAll(List.of("--connect", "--controller=127.0.0.1:" + managementPort, "--command=" + words));
        return host.startOnConsole(name + "-cli", command, Map.of("JAVA_HOME", javaHome(), "NOPAUSE", "true"));
    }

    @Override
    public void stop() {
        Running server = process();
        Running order = order("shutdown");
        Until.holds(
                () -> !server.isAlive(),
                LONGEST_STOP,
                () -> "the server of " + host.name() + " did not stop, see " + order.log());
    }
}
