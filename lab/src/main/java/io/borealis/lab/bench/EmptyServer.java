package io.borealis.lab.bench;

import io.borealis.lab.Lab;
import io.borealis.lab.engine.EngineHost;
import io.borealis.lab.engine.ServerProgram;
import io.borealis.lab.host.Host;
import io.borealis.lab.host.Running;
import io.borealis.lab.run.Folders;
import io.borealis.lab.run.Installation;
import io.borealis.lab.run.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Engine's server with the same flags and without the application, on the Engine's host and beside it. */
final class EmptyServer {

    private static final int HTTPS_PORT = 8453;
    private static final int MANAGEMENT_PORT = 9997;
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Lab lab;
    private final ServerProgram server;

    EmptyServer(Lab lab) {
        this.lab = lab;
        Host host = lab.engine().host();
        Installation installation = new Installation(lab.run().tree());
        Path base = host.programData().resolve("empty-server");
        Folders.copy(installation.server().resolve("standalone"), base);
        this.server = EngineHost.programOf(host, installation, base, MANAGEMENT_PORT, "empty");
    }

    /** Starts it and waits until it says that it has. */
    void start() {
        Path log = lab.engine().host().files().resolve("empty.log");
        long before = log.toFile().length();
        Running script = server.start(
                List.of(
                        "-P",
                        lab.engine().host().nameOf(lab.engine().home().resolve("engine.properties")),
                        "-Dborealis.https.port=" + HTTPS_PORT,
                        "-Djboss.management.http.port=" + MANAGEMENT_PORT),
                Map.of());
        Until.holds(
                () -> said(script, before, "WFLYSRV0025"),
                LONGEST_START,
                () -> "an empty WildFly does not start, see " + script.log());
    }

    Running process() {
        return server.process();
    }

    void stop() {
        server.stop();
    }

    private static boolean said(Running process, long from, String text) {
        try {
            String all = Files.readString(process.log());
            return all.indexOf(text, (int) Math.min(from, all.length())) >= 0;
        } catch (IOException notYet) {
            return false;
        }
    }
}
