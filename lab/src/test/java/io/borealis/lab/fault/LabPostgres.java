package io.borealis.lab.fault;

import io.borealis.lab.Lab;
import io.borealis.lab.host.Host;
import java.nio.file.Path;
import java.util.List;

/** A PostgreSQL on the Engine's host, on its loopback, that goes away and comes back. */
final class LabPostgres implements AutoCloseable {

    private static final int PORT = 55432;

    private final Host host;
    private final Path script;
    private final Path file;

    private LabPostgres(Host host, Path script, Path file) {
        this.host = host;
        this.script = script;
        this.file = file;
    }

    /** Makes a cluster for the lab's Engine and tells the Engine of it; the server does not run yet. */
    static LabPostgres of(Lab lab) {
        Path tree = lab.run().tree();
        LabPostgres made = new LabPostgres(
                lab.engine().host(),
                tree.resolve("lab/engine-in-container/postgresql"),
                lab.run().folder().resolve("postgresql.folder"));
        made.order("start", Integer.toString(PORT));
        made.stop();
        lab.engine()
                .configure(List.of(
                        "borealis.db.driver=postgresql",
                        "borealis.db.url=jdbc:postgresql://127.0.0.1:" + PORT + "/borealis",
                        "borealis.db.user=borealis",
                        "borealis.db.password=only-for-this-test"));
        return made;
    }

    void start() {
        order("up");
    }

    /** At once, with every connection. */
    void stop() {
        order("down");
    }

    @Override
    public void close() {
        order("stop");
    }

    /** What it answers to a query without double quotes, a row a line. */
    String ask(String query) {
        return order("ask", '"' + query + '"');
    }

    private String order(String verb, String... more) {
        String line = script + " " + verb + " " + file + " " + String.join(" ", more);
        return host.shell(line).orThrow(line);
    }
}
