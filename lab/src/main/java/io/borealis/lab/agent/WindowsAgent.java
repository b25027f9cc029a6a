package io.borealis.lab.agent;

import io.borealis.lab.host.Host;
import io.borealis.lab.host.LinuxProcess;
import io.borealis.lab.host.Running;
import io.borealis.lab.host.WindowsHost;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Until;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An agent as its users have it: installed by {@code Borealis.ps1} from the distribution, run by the service manager of
 * its Windows machine, which starts it at every boot.
 */
public final class WindowsAgent implements AgentHost {

    private static final String SERVICE = "BorealisAgent";
    private static final String INSTALLED = "Program Files/Borealis Agent/Agent/";
    private static final Duration LONGEST_INSTALLATION = Duration.ofSeconds(180);
    private static final Duration LONGEST_CHANGE = Duration.ofSeconds(40);

    private final WindowsHost host;
    private final Installation installation;
    private final boolean simulated;
    private int enginePort;

    public WindowsAgent(WindowsHost host, Installation installation, boolean simulated) {
        this.host = host;
        this.installation = installation;
        this.simulated = simulated;
    }

    @Override
    public void install(URI engine, String enrollmentCode) {
        enginePort = engine.getPort();
        Path distribution = installation.windowsDistribution(
                // the other pseudo console cannot start under Wine
                "terminal.pty=winpty",
                RETRY,
                "terminal.shell=" + host.terminalShell(),
                "network.mode=" + (simulated ? "memory" : "windows"));
        host.here(
                        List.of(
                                installation.windowsInstaller().toString(),
                                host.machine().toString(),
                                distribution.toString(),
                                "-EngineUrl",
                                engine.toString(),
                                "-EnrollmentCode",
                                enrollmentCode),
                        LONGEST_INSTALLATION)
                .orThrow("installing the agent on " + host.name());
    }

    /** Starts the service; nothing when its process runs already, as it does after an installation or a boot. */
    @Override
    public void start() {
        if (running().isEmpty()) {
            host.closeKeptConnections(enginePort);
            host.run("sc", "start", SERVICE).orThrow("starting the service on " + host.name());
            Until.holds(
                    () -> running().isPresent(),
                    LONGEST_CHANGE,
                    () -> "the service of " + host.name() + " has no process, see " + log());
        }
    }

    private Optional<ProcessHandle> running() {
        return host.find(SERVICE + ".exe", "//RS//");
    }

    @Override
    public Running process() {
        return new LinuxProcess(
                running().orElseThrow(() -> new LabException("the agent of " + host.name() + " does not run")), log());
    }

    @Override
    public void stop() {
        Running agent = process();
        // a stop that comes before the service has told that it runs is lost
        Until.holds(
                () -> host.run("sc", "query", SERVICE).text().contains("RUNNING"),
                LONGEST_CHANGE,
                () -> "the service of " + host.name() + " never told that it runs");
        host.run("sc", "stop", SERVICE).orThrow("stopping the service on " + host.name());
        Until.holds(
                () -> !agent.isAlive(),
                LONGEST_CHANGE,
                () -> "the agent of " + host.name() + " did not stop, see " + log());
    }

    @Override
    public void awaitStartAtBoot() {
        Until.holds(
                () -> running().isPresent(),
                LONGEST_CHANGE,
                () -> "the service of " + host.name() + " did not start with the machine");
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public Path certificates() {
        return host.drive().resolve(INSTALLED + "Borealis/Certificates");
    }

    @Override
    public Path log() {
        return host.drive().resolve(INSTALLED + "Logs/reverse_tunnel.log");
    }
}
