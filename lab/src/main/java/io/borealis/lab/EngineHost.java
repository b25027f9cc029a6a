package io.borealis.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An Engine on a {@link Host}: the provisioned WildFly with a base folder, certificates and accounts of its own. May be
 * stopped, killed and started again on the same home.
 */
public final class EngineHost {

    private static final String STARTED_WITH_ERRORS = "WFLYSRV0026";
    private static final Duration LONGEST_START = Duration.ofSeconds(300);

    private final Host host;
    private final Installation installation;
    private final EngineSettings settings;
    private final Path home;
    private final Path base;
    private int logBefore;

    EngineHost(Host host, Installation installation, EngineSettings settings) {
        this.host = host;
        this.installation = installation;
        this.settings = settings;
        this.home = host.files().resolve("home");
        this.base = host.files().resolve("server");
        prepare();
    }

    private void prepare() {
        List<String> certificates =
                new ArrayList<>(List.of("sh", installation.makeCertificates().toString(), home.toString()));
        certificates.addAll(settings.reachableAs());
        Commands.run(certificates).orThrow("making the Engine's certificates");
        try {
            Folders.copy(installation.server().resolve("standalone"), base);
            Files.copy(
                    installation.ear(),
                    Files.createDirectories(base.resolve("deployments")).resolve("borealis.ear"),
                    StandardCopyOption.REPLACE_EXISTING);
            writeOwnerOnly(accountsFile(), Json.write(settings.accounts()));
            Files.writeString(properties(), propertiesText(), StandardOpenOption.APPEND);
        } catch (IOException notPrepared) {
            throw new UncheckedIOException(notPrepared);
        }
    }

    static void writeOwnerOnly(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private String propertiesText() {
        List<String> lines = new ArrayList<>(List.of(
                "borealis.https.port=" + settings.httpsPort(),
                "jboss.management.http.port=" + settings.managementPort(),
                "borealis.http.address=" + (settings.simulated() ? "127.0.0.1" : "0.0.0.0"),
                "borealis.network.listen-port=" + settings.listenPort(),
                "borealis.network.mode=" + (settings.simulated() ? "memory" : "windows"),
                "borealis.bootstrap.accounts=" + host.nameOf(accountsFile())));
        if (settings.simulated()) {
            // every address of it can be bound without a right
            lines.add("borealis.network.network=127.255.0.0/16");
        }
        return String.join("\n", lines) + "\n";
    }

    private Path properties() {
        return home.resolve("engine.properties");
    }

    private Path accountsFile() {
        return home.resolve("accounts.json");
    }

    /** Starts the Engine and waits until it answers. */
    public void start() {
        try {
            Files.deleteIfExists(pidFile());
            logBefore = Files.exists(log()) ? Files.readString(log()).length() : 0;
        } catch (IOException inTheWay) {
            throw new UncheckedIOException(inTheWay);
        }
        String java = host.java();
        Running script = host.start(
                "engine",
                List.of(
                        installation.server().resolve("bin/standalone.sh").toString(),
                        "-P",
                        host.nameOf(properties()),
                        "-Djboss.server.base.dir=" + host.nameOf(base)),
                Map.of(
                        "JAVA_HOME",
                        java.substring(0, java.length() - "/bin/java".length()),
                        "PREPEND_JAVA_OPTS",
                        settings.simulated() ? "" : "-Djna.library.path=" + host.nameOf(installation.standIns()),
                        "LAUNCH_JBOSS_IN_BACKGROUND",
                        "true",
                        "JBOSS_PIDFILE",
                        host.nameOf(pidFile())));
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
            throw new LabException("the Engine ended while starting, see " + log());
        }
        // WildFly stays alive with a deployment that failed
        if (said(STARTED_WITH_ERRORS)) {
            throw new LabException("WildFly could not deploy the Engine, see " + log());
        }
    }

    private boolean said(String text) {
        try {
            return Files.readString(log()).substring(logBefore).contains(text);
        } catch (IOException notYet) {
            return false;
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

    private Path pidFile() {
        return host.files().resolve("engine.pid");
    }

    /** The server's Java process. */
    public Running process() {
        try {
            long pid = Long.parseLong(Files.readString(pidFile()).strip());
            return new LinuxProcess(
                    ProcessHandle.of(pid).orElseThrow(() -> new LabException("the Engine does not run")), log());
        } catch (IOException neverStarted) {
            throw new LabException("the Engine was never started", neverStarted);
        }
    }

    public boolean isAlive() {
        try {
            return process().isAlive();
        } catch (LabException gone) {
            return false;
        }
    }

    /** An orderly stop, as the operating system asks for it. */
    public void stop() {
        process().stop();
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
        return URI.create("https://" + name + ":" + settings.httpsPort());
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
        return host.files().resolve("engine.log");
    }
}
