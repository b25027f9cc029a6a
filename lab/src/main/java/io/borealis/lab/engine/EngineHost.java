package io.borealis.lab.engine;

import io.borealis.lab.host.Host;
import io.borealis.lab.host.Running;
import io.borealis.lab.host.WindowsHost;
import io.borealis.lab.run.Commands;
import io.borealis.lab.run.Folders;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.Json;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Until;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An Engine on a {@link Host}: the provisioned WildFly with base folder, certificates and accounts. Its home outlives it.
 */
public final class EngineHost {

    private static final String STARTED_WITH_ERRORS = "WFLYSRV0026";
    private static final Duration LONGEST_START = Duration.ofSeconds(300);

    private final Host host;
    private final Installation installation;
    private final EngineSettings settings;
    private final Path home;
    private final Path base;
    private final ServerProgram server;
    private Map<String, String> javaOptions = Map.of();
    private long logBefore;

    public EngineHost(Host host, Installation installation, EngineSettings settings) {
        this.host = host;
        this.installation = installation;
        this.settings = settings;
        this.home = host.programData().resolve("Borealis");
        this.base = host.programData().resolve("server");
        this.server = programOf(host, installation, base, settings.managementPort(), "engine");
        host.boot();
        prepare();
    }

    /** The server's program as it runs on this kind of host. */
    public static ServerProgram programOf(
            Host host, Installation installation, Path base, int managementPort, String name) {
        return host instanceof WindowsHost windows
                ? new WindowsServer(windows, installation, base, managementPort, name)
                : new LinuxServer(host, installation, base, name);
    }

    private void prepare() {
        List<String> certificates =
                new ArrayList<>(List.of("sh", installation.makeCertificates().toString(), home.toString()));
        certificates.addAll(settings.reachableAs());
        Commands.run(certificates).orThrow("making the Engine's certificates");
        try {
            Folders.copy(installation.server().resolve("standalone"), base);
            Folders.delete(base.resolve("log"));
            Files.copy(
                    installation.ear(),
                    Files.createDirectories(base.resolve("deployments")).resolve("borealis.ear"),
                    StandardCopyOption.REPLACE_EXISTING);
            writeOwnerOnly(accountsFile(), Json.write(settings.accounts()));
            Files.writeString(properties(), asProperties(settingLines()), StandardOpenOption.APPEND);
        } catch (IOException notPrepared) {
            throw new UncheckedIOException(notPrepared);
        }
    }

    public static void writeOwnerOnly(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private List<String> settingLines() {
        List<String> lines = new ArrayList<>(List.of(
                // the later line counts, and this is how the host itself names the folder
                "borealis.home=" + host.nameOf(home),
                "borealis.https.port=" + settings.httpsPort(),
                "jboss.management.http.port=" + settings.managementPort(),
                "borealis.http.address=" + (settings.simulated() ? "127.0.0.1" : "0.0.0.0"),
                "borealis.idle.shortest-seconds=10", // times that a test can wait for
                "borealis.access.shortest-seconds=10",
                "borealis.trusted-proxies=" + String.join(",", settings.proxies()),
                "borealis.network.listen-port=" + settings.listenPort(),
                "borealis.network.network=" + settings.network(),
                "borealis.network.mode=" + (settings.simulated() ? "memory" : "windows"),
                "borealis.bootstrap.accounts=" + host.nameOf(accountsFile())));
        if (!settings.simulated()) {
            lines.add("jna.library.path=" + host.nameOf(installation.standIns(host.leg())));
        }
        return lines;
    }

    /** As a properties file has it, where a backslash means something. */
    public static String asProperties(List<String> lines) {
        return lines.stream().map(line -> line.replace("\\", "\\\\") + "\n").collect(Collectors.joining());
    }

    private Path properties() {
        return home.resolve("engine.properties");
    }

    private Path accountsFile() {
        return home.resolve("accounts.json");
    }

    /** Lines of settings for the next start; of two for the same property the later counts. */
    public void configure(List<String> lines) {
        try {
            Files.writeString(properties(), asProperties(lines), StandardOpenOption.APPEND);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    /** One more option of Java, without blanks, for each start from now on; a second call replaces the first. */
    public void setJavaOption(String option) {
        javaOptions = Map.of("PREPEND_JAVA_OPTS", option + " " + System.getenv().getOrDefault("PREPEND_JAVA_OPTS", ""));
    }

    /** Starts the Engine and waits until it answers. */
    public void start() {
        Running script = launch();
        awaitServing(script);
    }

    /** Starts the server, and waits for nothing. Returns what ends when it cannot come up. */
    public Running launch() {
        if (host instanceof WindowsHost windows) {
            windows.closeKeptConnections(settings.httpsPort());
        }
        try {
            logBefore = Files.exists(log()) ? Files.size(log()) : 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return server.start(List.of("-P", host.nameOf(properties())), javaOptions);
    }

    /** Waits until the launched Engine answers. */
    public void awaitServing(Running script) {
        EngineClient client = client();
        Until.holds(
                () -> {
                    failIfItCannotCome(script);
                    return isReady(client);
                },
                LONGEST_START,
                () -> "the Engine does not answer, see " + log());
    }

    private void failIfItCannotCome(Running script) {
        if (!script.isAlive()) {
            throw new LabException(
                    "the Engine ended while starting: " + StartTrouble.in(saidSinceStart()) + " (log: " + log() + ")");
        }
        // WildFly stays alive with a deployment that failed
        if (saidSinceStart().contains(STARTED_WITH_ERRORS)) {
            throw new LabException("WildFly could not deploy the Engine: " + StartTrouble.in(saidSinceStart())
                    + " (log: " + log() + ")");
        }
    }

    private String saidSinceStart() {
        try {
            // a log of Windows need not be text of one character set
            byte[] all = Files.readAllBytes(log());
            return new String(all, (int) logBefore, all.length - (int) logBefore, StandardCharsets.ISO_8859_1);
        } catch (IOException notYet) {
            return "";
        }
    }

    private boolean isReady(EngineClient client) {
        try {
            Account account = settings.accounts().get(0);
            return client.tryLogin(account.username(), account.password()).status() == 200;
        } catch (LabException notYet) {
            return false;
        }
    }

    /** What the server answers on the health of its parts: the HTTP status, empty when there is no answer. */
    public Optional<Integer> readiness() {
        String status = host.shell("curl -s -m 5 -o /dev/null -w '%{http_code}' http://127.0.0.1:"
                        + settings.managementPort() + "/health/ready")
                .text()
                .strip();
        return status.matches("[1-5][0-9]{2}") ? Optional.of(Integer.valueOf(status)) : Optional.empty();
    }

    /** The server's Java process. */
    public Running process() {
        return server.process();
    }

    /** The name of the system that the server says it runs on. */
    public String systemName() {
        String answer = server.ask("/core-service=platform-mbean/type=operating-system:read-attribute(name=name)");
        Matcher name = Pattern.compile("\"result\" => \"([^\"]*)\"").matcher(answer);
        if (!name.find()) {
            throw new LabException("the server does not say on what it runs: " + answer.strip());
        }
        return name.group(1);
    }

    /** What the Engine keeps under this name among its certificates, however its system protects it. */
    public String secret(String name) {
        Path file = home.resolve("Engine/Certificates").resolve(name);
        try {
            return host instanceof WindowsHost windows ? windows.unseal(file) : Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public boolean isAlive() {
        try {
            return process().isAlive();
        } catch (LabException gone) {
            return false;
        }
    }

    /** An orderly stop, as an administrator asks for it. */
    public void stop() {
        server.stop();
    }

    /** SIGKILL. */
    public void kill() {
        process().kill();
    }

    /** The Engine's HTTP interface, without a login. */
    public EngineClient client() {
        return EngineClient.of(url(settings.reachableAs().get(0)), caCertificate());
    }

    /** The Engine's address as somebody sees it who reaches it by this name. */
    public URI url(String name) {
        return URI.create("https://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + settings.httpsPort());
    }

    public Path caCertificate() {
        return home.resolve("Engine/Certificates/ca.pem");
    }

    public Path home() {
        return home;
    }

    public int listenPort() {
        return settings.listenPort();
    }

    /** Of the tunnels; its first address is the Engine's. */
    public TunnelNetwork network() {
        return settings.network();
    }

    public int httpsPort() {
        return settings.httpsPort();
    }

    public int managementPort() {
        return settings.managementPort();
    }

    public Host host() {
        return host;
    }

    /** What the server wrote. */
    public Path log() {
        return host.leg() == Leg.QUICK
                ? host.files().resolve("engine.log")
                : base.resolve("log").resolve("server.log");
    }
}
