package io.borealis.lab.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the build of a tree made and a lab runs: server, EAR, agent, stand-ins. Immutable.
 *
 * @param tree root of the source tree
 */
public record Installation(Path tree) {

    private static final String PREPARED = "lab/windows/target";

    /** The provisioned WildFly; never written to. */
    public Path server() {
        return present(tree.resolve("wildfly-config/target/server"));
    }

    public Path makeCertificates() {
        return present(tree.resolve("wildfly-config/make-certificates.sh"));
    }

    public Path ear() {
        return present(tree.resolve("engine-ear/target/borealis.ear"));
    }

    /** The libraries that take the place of the Windows DLLs: of this system, or as modules for Windows programs. */
    public Path standIns(Leg leg) {
        return present(tree.resolve("lab/stand-ins/target").resolve(leg == Leg.QUICK ? "lib" : "windows"));
    }

    /** What gives a program a clock that the lab can set. */
    public Path clock() {
        return present(tree.resolve("lab/stand-ins/target/lib/libclock.so"));
    }

    /** The agent with everything that it needs. */
    public List<Path> agentClassPath() {
        return List.of(present(tree.resolve("agent-service/target/agent/lib")).resolve("*"));
    }

    public Path agentJvmOptions() {
        return present(tree.resolve("agent-service/target/agent/jvm.options"));
    }

    /** The script that makes, boots and switches off a Windows machine. */
    public Path windowsMachine() {
        return tree.resolve("lab/windows/host");
    }

    /** The script that runs the installer of a distribution on a Windows machine. */
    public Path windowsInstaller() {
        return tree.resolve("lab/windows/install");
    }

    /** The agent's distribution, with these settings added; made when there is none like it yet. */
    public Path windowsDistribution(String... settings) {
        present(tree.resolve("agent-service/target/distribution/windows"));
        Path folder = tree.resolve("target/windows-distribution");
        List<String> command =
                new ArrayList<>(List.of(tree.resolve("lab/windows/distribution").toString(), folder.toString()));
        for (String setting : settings) {
            command.addAll(List.of("--setting", setting));
        }
        Commands.run(command).orThrow("making the agent's distribution for the lab");
        return folder;
    }

    /** Java for Windows. */
    public Path windowsJava() {
        return prepared("runtime/bin/java.exe");
    }

    /** PowerShell for Windows; not there where nobody provided one. */
    public Path windowsPowerShell() {
        return tree.resolve(PREPARED).resolve("powershell/pwsh.exe");
    }

    /** Why no Windows process can run here; empty when it can. */
    public Optional<String> whyNoWindows() {
        if (!Files.exists(tree.resolve(PREPARED).resolve("ready"))) {
            return Optional.of("the Windows leg is not prepared; run lab/windows/prepare");
        }
        return whyNoPowerShell();
    }

    /** Why nothing of Windows can start that a script of PowerShell starts; empty when it can. */
    public Optional<String> whyNoPowerShell() {
        if (Files.exists(windowsPowerShell())) {
            return Optional.empty();
        }
        return Optional.of("there is no PowerShell for Windows: name the folder of an unpacked PowerShell 7 for Windows"
                + " by BOREALIS_WINDOWS_PWSH and run lab/windows/prepare");
    }

    private Path prepared(String name) {
        Path path = tree.resolve(PREPARED).resolve(name);
        if (!Files.exists(path)) {
            throw new LabException(path + " is missing; run lab/windows/prepare");
        }
        return path;
    }

    /** The lab's own classes, for processes on its hosts. */
    public List<Path> labClassPath() {
        return List.of(tree.resolve("lab/target/classes"), tree.resolve("lab/target/lib/*"));
    }

    private static Path present(Path path) {
        if (!Files.exists(path)) {
            throw new LabException(path + " is missing; build first: mvn package -DskipTests");
        }
        return path;
    }
}
