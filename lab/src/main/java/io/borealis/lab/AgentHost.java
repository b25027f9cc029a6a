package io.borealis.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An agent on a {@link Host}. May be stopped, killed and started again on the same home. */
public final class AgentHost {

    private final Host host;
    private final Installation installation;
    private final boolean simulated;
    private Optional<Running> process = Optional.empty();

    AgentHost(Host host, Installation installation, boolean simulated) {
        this.host = host;
        this.installation = installation;
        this.simulated = simulated;
    }

    /** Writes the settings of an agent that was just installed and holds a code. */
    void install(URI engine, String enrollmentCode) {
        List<String> lines = new ArrayList<>(List.of(
                "engine.url=" + engine,
                "enrollment.code=" + enrollmentCode,
                "home=" + host.nameOf(home()),
                "terminal.shell=/bin/bash --noprofile --norc",
                "network.mode=" + (simulated ? "memory" : "windows")));
        try {
            EngineHost.writeOwnerOnly(properties(), String.join("\n", lines) + "\n");
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    public void start() {
        List<String> command = new ArrayList<>(List.of(host.java()));
        command.add("@" + host.nameOf(installation.agentJvmOptions()));
        if (!simulated) {
            command.add("-Djna.library.path=" + host.nameOf(installation.standIns()));
        }
        command.addAll(List.of(
                "-cp",
                installation.agentClassPath().stream()
                        .map(host::nameOf)
                        .collect(Collectors.joining(host.pathSeparator())),
                "io.borealis.agent.AgentService",
                "run",
                host.nameOf(properties())));
        process = Optional.of(host.start("agent", command, Map.of()));
    }

    public Running process() {
        return process.orElseThrow(() -> new LabException("the agent of " + host.name() + " was never started"));
    }

    /** An orderly stop. */
    public void stop() {
        process().stop();
    }

    /** SIGKILL. */
    public void kill() {
        process().kill();
    }

    public Host host() {
        return host;
    }

    public Path home() {
        return host.files().resolve("home");
    }

    private Path properties() {
        return host.files().resolve("agent.properties");
    }

    /** What the agent wrote to its console. */
    public Path log() {
        return host.files().resolve("agent.log");
    }
}
