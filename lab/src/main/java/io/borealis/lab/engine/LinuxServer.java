package io.borealis.lab.engine;

import io.borealis.lab.host.Host;
import io.borealis.lab.host.LinuxProcess;
import io.borealis.lab.host.Running;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server as its {@code standalone.sh} runs it; it stops when the operating system asks. */
final class LinuxServer implements ServerProgram {

    private final Host host;
    private final Installation installation;
    private final Path base;
    private final String name;

    /** @param name what people call it; its log and its process id are kept under it */
    LinuxServer(Host host, Installation installation, Path base, String name) {
        this.host = host;
        this.installation = installation;
        this.base = base;
        this.name = name;
    }

    @Override
    public Running start(List<String> arguments, Map<String, String> environment) {
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException inTheWay) {
            throw new UncheckedIOException(inTheWay);
        }
        String java = host.java();
        List<String> command = new ArrayList<>();
        command.add(installation.server().resolve("bin/standalone.sh").toString());
        command.addAll(arguments);
        command.add("-Djboss.server.base.dir=" + host.nameOf(base));
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", java.substring(0, java.length() - "/bin/java".length()));
        all.put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
        all.put("JBOSS_PIDFILE", host.nameOf(pidFile()));
        return host.start(name, command, all);
    }

    private Path pidFile() {
        return host.files().resolve(name + ".pid");
    }

    @Override
    public String ask(String question) {
        throw new LabException("nothing of this leg asks the server: " + question);
    }

    @Override
    public Running process() {
        try {
            long pid = Long.parseLong(Files.readString(pidFile()).strip());
            return new LinuxProcess(
                    ProcessHandle.of(pid).orElseThrow(() -> new LabException("the server does not run")),
                    host.files().resolve(name + ".log"));
        } catch (IOException neverStarted) {
            throw new LabException("the server was never started", neverStarted);
        }
    }

    @Override
    public void stop() {
        process().stop();
    }
}
