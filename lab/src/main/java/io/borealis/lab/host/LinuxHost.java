package io.borealis.lab.host;

import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Output;
import io.borealis.lab.run.Run;
import io.borealis.lab.run.Starting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A host that is a network namespace of this machine, or this machine itself. Processes on it are detached: they
 * survive the process that started them and no key of the terminal reaches them.
 */
public final class LinuxHost implements Host {

    // "ip netns exec" gives the process mounts of its own already, so the file is replaced for it alone
    private static final String TAKE_NAME =
            "echo \"$0\" >/proc/sys/kernel/hostname" + " && mount --bind \"$1\" /etc/hosts && shift && exec \"$@\"";

    private final Run run;
    private final String name;
    private final Path files;
    private final boolean ownNamespace;

    private LinuxHost(Run run, String name, boolean ownNamespace) {
        this.run = run;
        this.name = name;
        this.files = run.folder().resolve(name);
        this.ownNamespace = ownNamespace;
        try {
            Files.createDirectories(files);
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        }
    }

    /** The machine itself, with a folder of its own. */
    public static LinuxHost ofThisMachine(Run run, String name) {
        return new LinuxHost(run, name, false);
    }

    /** A new namespace with nothing but its loopback interface; {@link Link} joins it to others. */
    public static LinuxHost inOwnNamespace(Run run, String name) {
        LinuxHost host = new LinuxHost(run, name, true);
        Commands.run("ip", "netns", "add", host.namespace())
                .orThrow("making the network namespace " + host.namespace());
        host.ip("link", "set", "lo", "up");
        try {
            // a name that nobody can resolve costs every Java program seconds
            Files.writeString(host.hostsFile(), "127.0.0.1 localhost " + name + "\n::1 localhost\n");
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
        return host;
    }

    private String namespace() {
        return run.namespacePrefix() + name;
    }

    private Path hostsFile() {
        return files.resolve("hosts");
    }

    /** Runs {@code ip} where this host's interfaces are. */
    String ip(String... words) {
        List<String> command = new ArrayList<>(List.of("ip"));
        if (ownNamespace) {
            command.addAll(List.of("-n", namespace()));
        }
        command.addAll(List.of(words));
        return Commands.run(command).orThrow(String.join(" ", command));
    }

    /** Moves an interface of this machine to this host. */
    void adopt(String interfaceName) {
        if (ownNamespace) {
            Commands.run("ip", "link", "set", interfaceName, "netns", namespace())
                    .orThrow("moving " + interfaceName + " to " + namespace());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Leg leg() {
        return Leg.QUICK;
    }

    @Override
    public Path files() {
        return files;
    }

    @Override
    public Path programData() {
        return files;
    }

    /** Nothing starts by itself in a namespace. */
    @Override
    public void boot() {}

    @Override
    public void powerOff() {
        if (!ownNamespace) {
            throw new LabException("this machine itself is not powered off");
        }
        Leftovers.endNamespace(namespace());
        // as at a boot: with its process the one that would have taken the rules away was ended too
        shell("nft flush ruleset").orThrow("removing the rules of " + name);
    }

    @Override
    public String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public Running start(String processName, List<String> command, Map<String, String> environment) {
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(here(command));
        Path log = files.resolve(processName + ".log");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(files.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(marked(environment));
        try {
            return new LinuxProcess(Starting.start(builder).toHandle(), log);
        } catch (IOException notStarted) {
            throw new LabException("cannot start " + processName + " on " + name, notStarted);
        }
    }

    /** A command as it is given to this machine to run on this host, under the host's name. */
    private List<String> here(List<String> command) {
        List<String> words = new ArrayList<>();
        if (ownNamespace) {
            words.addAll(List.of("ip", "netns", "exec", namespace(), "unshare", "--uts"));
            words.addAll(List.of("sh", "-c", TAKE_NAME, name, hostsFile().toString()));
        }
        words.addAll(command);
        return words;
    }

    /** A program that runs the command on this host, with its own arguments added; for whoever starts programs by one name. */
    public Path program(String programName, List<String> command) {
        String words = here(command).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        try {
            Path script = files.resolve(programName);
            Files.writeString(script, "#!/bin/sh\nexec " + words + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            return script;
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    @Override
    public String terminalShell() {
        return "/bin/bash --noprofile --norc";
    }

    @Override
    public Dialect dialect() {
        return Dialect.BASH;
    }

    @Override
    public Output shell(String line) {
        return Commands.run(here(List.of("sh", "-c", line)));
    }

    /** The open TCP connections of this host from or to the port, one a line. */
    String connections(int port) {
        return sockets("", port);
    }

    /** Ends them without a word of those who hold them; both ends see a reset. */
    void endConnections(int port) {
        sockets("--kill", port);
    }

    private String sockets(String action, int port) {
        return shell("ss --no-header --tcp --numeric " + action + " state established state close-wait '( sport = :"
                        + port + " or dport = :" + port + " )'")
                .orThrow("the connections of " + name)
                .strip();
    }

    /** Runs a command and waits for its end; whatever outlives it carries the mark of the run. */
    Output run(List<String> command, Map<String, String> environment, Duration longest) {
        return Commands.run(here(command), marked(environment), longest);
    }

    private Map<String, String> marked(Map<String, String> environment) {
        Map<String, String> marked = new HashMap<>(environment);
        marked.putAll(run.mark());
        if (Files.exists(clock())) {
            marked.put("BOREALIS_CLOCK", clock().toString());
            marked.put("LD_PRELOAD", new Installation(run.tree()).clock().toString());
        }
        return marked;
    }

    private Path clock() {
        return files.resolve("clock");
    }

    @Override
    public void moveClock(Duration ahead) {
        ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        seconds.putLong(0, ahead.toSeconds());
        // in place: every program has the file mapped
        try (FileChannel file = FileChannel.open(clock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(seconds);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    @Override
    public Outpost outpost() {
        String classPath = new Installation(run.tree())
                .labClassPath().stream().map(Path::toString).collect(Collectors.joining(pathSeparator()));
        ProcessBuilder builder = new ProcessBuilder(here(List.of(
                        java(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        Sentry.class.getName())))
                .redirectError(files.resolve("outpost.log").toFile());
        builder.environment().putAll(run.mark());
        try {
            return new Outpost(Starting.start(builder));
        } catch (IOException notStarted) {
            throw new LabException("cannot start an outpost on " + name, notStarted);
        }
    }

    @Override
    public NetworkView network() {
        return new NetworkView(this::shell);
    }

    @Override
    public void close() {
        if (ownNamespace) {
            Leftovers.removeNamespace(namespace());
        }
    }
}
