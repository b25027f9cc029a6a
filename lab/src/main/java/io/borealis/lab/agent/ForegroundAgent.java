package io.borealis.lab.agent;

import io.borealis.lab.engine.EngineHost;
import io.borealis.lab.host.Host;
import io.borealis.lab.host.Running;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An agent that runs as a person at a console starts it. */
public final class ForegroundAgent implements AgentHost {

    private static final String INSTALLED = "agent";

    private final Host host;
    private final Installation installation;
    private final boolean simulated;
    private final String name;
    private Optional<Running> process = Optional.empty();

    public ForegroundAgent(Host host, Installation installation, boolean simulated) {
        this(host, installation, simulated, INSTALLED);
    }

    private ForegroundAgent(Host host, Installation installation, boolean simulated, String name) {
        this.host = host;
        this.installation = installation;
        this.simulated = simulated;
        this.name = name;
    }

    /** The same agent once more on another host, with a copy of all its files: what an image of a disk makes. */
    public ForegroundAgent copyTo(Host other, URI engine) {
        ForegroundAgent copy = new ForegroundAgent(other, installation, simulated, "copy");
        Commands.run(List.of("rm", "-rf", copy.home().toString())).orThrow("removing an earlier copy");
        Commands.run(List.of("cp", "-a", home().toString(), copy.home().toString()))
                .orThrow("copying the agent's files");
        copy.install(engine, "");
        return copy;
    }

    @Override
    public void install(URI engine, String enrollmentCode) {
        List<String> lines = new ArrayList<>(List.of(
                "engine.url=" + engine,
                "enrollment.code=" + enrollmentCode,
                "home=" + host.nameOf(home()),
                RETRY,
                "terminal.shell=" + host.terminalShell(),
                "network.mode=" + (simulated ? "memory" : "windows")));
        try {
            EngineHost.writeOwnerOnly(properties(), EngineHost.asProperties(lines));
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    @Override
    public void start() {
        List<String> command = new ArrayList<>(List.of(host.java()));
        command.add("@" + host.nameOf(installation.agentJvmOptions()));
        if (!simulated) {
            command.add("-Djna.library.path=" + host.nameOf(installation.standIns(host.leg())));
        }
        command.addAll(List.of(
                "-cp",
                installation.agentClassPath().stream()
                        .map(host::nameOf)
                        .collect(Collectors.joining(host.pathSeparator())),
                "io.borealis.agent.AgentService",
                "run",
                host.nameOf(properties())));
        process = Optional.of(host.start(name, command, Map.of()));
    }

    @Override
    public Running process() {
        return process.orElseThrow(() -> new LabException("the agent of " + host.name() + " was never started"));
    }

    @Override
    public void stop() {
        process().stop();
    }

    /** Nobody starts it at a boot but us. */
    @Override
    public void awaitStartAtBoot() {
        start();
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public Path certificates() {
        return home().resolve("Agent/Borealis/Certificates");
    }

    private Path home() {
        return host.programData().resolve(name.equals(INSTALLED) ? "home" : name + "-home");
    }

    private Path properties() {
        return host.files().resolve(name + ".properties");
    }

    @Override
    public Path log() {
        return host.files().resolve(name + ".log");
    }
}
