package io.borealis.lab.host;

import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Output;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A host that is a Windows machine: a Wine prefix with a server of its own, which makes every socket of the machine and
 * therefore runs in the network namespace of a {@link LinuxHost}. The namespace and its cable outlive a power off.
 */
public final class WindowsHost implements Host {

    private static final Duration LONGEST_PROGRAM = Duration.ofSeconds(60);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final LinuxHost ground;
    private final Installation installation;
    private final Display display;
    private final Path machine;

    public WindowsHost(LinuxHost ground, Installation installation, Display display) {
        this.ground = ground;
        this.installation = installation;
        this.display = display;
        this.machine = ground.files().resolve("machine");
    }

    @Override
    public Leg leg() {
        return Leg.WINDOWS;
    }

    @Override
    public String name() {
        return ground.name();
    }

    @Override
    public Path files() {
        return ground.files();
    }

    @Override
    public Path programData() {
        return drive().resolve("ProgramData");
    }

    /** The drive {@code C:} of the machine. */
    public Path drive() {
        return machine.resolve("drive_c");
    }

    @Override
    public String nameOf(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        String name = absolute.startsWith(drive()) ? "C:/" + drive().relativize(absolute) : "Z:" + absolute;
        return name.replace('/', '\\');
    }

    @Override
    public String pathSeparator() {
        return ";";
    }

    @Override
    public String java() {
        return nameOf(installation.windowsJava());
    }

    @Override
    public void boot() {
        if (!Files.isDirectory(machine)) {
            windows("make").orThrow("making the Windows machine " + name());
        }
        if (!isUp()) {
            windows("boot").orThrow("booting " + name());
        }
    }

    private boolean isUp() {
        return processes().anyMatch(process -> commandLine(process).contains("wineserver"));
    }

    @Override
    public void powerOff() {
        if (Files.isDirectory(machine)) {
            windows("off").orThrow("power off of " + name());
        }
    }

    private Output windows(String verb, String... words) {
        return here(command(verb, List.of(words)), LONGEST_PROGRAM);
    }

    private List<String> command(String verb, List<String> words) {
        List<String> command =
                new ArrayList<>(List.of(installation.windowsMachine().toString(), verb, machine.toString()));
        command.addAll(words);
        return command;
    }

    private Map<String, String> environment(Map<String, String> added) {
        Map<String, String> environment = new HashMap<>(added);
        environment.put("DISPLAY", display.name());
        return environment;
    }

    @Override
    public Running start(String processName, List<String> command, Map<String, String> environment) {
        return ground.start(processName, command("exec", command), environment(environment));
    }

    /**
     * The same with a terminal as its console. A script of PowerShell needs one: without, the programs that it starts get
     * consoles of their own, and under Wine such a program is waited for for ever, now and then.
     */
    public Running startOnConsole(String processName, List<String> command, Map<String, String> environment) {
        String line = command("exec", command).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return ground.start(
                processName,
                List.of("script", "--quiet", "--return", "--command", line, "/dev/null"),
                environment(environment));
    }

    /** Runs a command of this system with the environment of the machine and waits for its end. */
    public Output here(List<String> command, Duration longest) {
        return ground.run(command, environment(Map.of()), longest);
    }

    public Path machine() {
        return machine;
    }

    /** Runs a Windows program and waits for its end. */
    public Output run(String... command) {
        return windows("exec", command);
    }

    /** Opens a file that a process of this machine sealed with the data protection of Windows. */
    public String unseal(Path file) {
        String script = "$e = [Text.Encoding]::UTF8.GetBytes('Borealis key storage: " + file.getFileName() + "');"
                + "$b = [Security.Cryptography.ProtectedData]::Unprotect([IO.File]::ReadAllBytes('" + nameOf(file)
                + "'), $e, 'CurrentUser'); [Console]::Out.WriteLine('unsealed=' + [Text.Encoding]::UTF8.GetString($b) + ';')";
        String said = run(nameOf(installation.windowsPowerShell()), "-NoLogo", "-NoProfile", "-Command", script)
                .text();
        Matcher secret = Pattern.compile("unsealed=([^;]*);").matcher(said);
        if (!secret.find()) {
            throw new LabException(file + " cannot be unsealed on " + name() + ": " + said.strip());
        }
        return secret.group(1);
    }

    /** The process of this machine whose command line holds the words. */
    public Optional<ProcessHandle> find(String... words) {
        return processes()
                .filter(process -> {
                    String line = commandLine(process);
                    return List.of(words).stream().allMatch(line::contains);
                })
                .findFirst();
    }

    private Stream<ProcessHandle> processes() {
        byte[] prefix = ("\0WINEPREFIX=" + machine + "\0").getBytes(StandardCharsets.UTF_8);
        return ProcessHandle.allProcesses().filter(process -> LinuxProcess.carries(process, prefix));
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /**
     * Closes what Wine keeps of a program that has ended. Windows closes the connections of a process with the process;
     * Wine's server keeps one open, now and then, and whoever speaks on it waits for ever. For the moment before the
     * program starts again, so that nobody's measured end of it takes longer.
     *
     * @param port one end of the program's connections
     */
    public void closeKeptConnections(int port) {
        if (!Until.becomesTrue(() -> ground.connections(port).isEmpty(), LONGEST_CLOSE)) {
            System.out.println("Wine kept of a program that ended on " + name() + ": " + ground.connections(port));
            ground.endConnections(port);
            Until.holds(
                    () -> ground.connections(port).isEmpty(),
                    LONGEST_CLOSE,
                    () -> "this system cannot close what Wine kept on " + name() + ": " + ground.connections(port));
        }
    }

    @Override
    public String terminalShell() {
        return nameOf(installation.windowsPowerShell()) + " -NoLogo -NoProfile";
    }

    @Override
    public Dialect dialect() {
        return Dialect.POWERSHELL;
    }

    /** A line for the shell of the namespace below: a witness, which sees what the machine does to its network. */
    @Override
    public Output shell(String line) {
        return ground.shell(line);
    }

    @Override
    public Outpost outpost() {
        return ground.outpost();
    }

    @Override
    public void moveClock(Duration ahead) {
        ground.moveClock(ahead);
    }

    @Override
    public NetworkView network() {
        return ground.network();
    }

    @Override
    public void close() {
        powerOff();
        ground.close();
    }
}
