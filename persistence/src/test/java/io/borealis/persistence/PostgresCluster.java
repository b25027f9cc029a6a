package io.borealis.persistence;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A throw-away PostgreSQL cluster of this machine's own binaries, on loopback, gone when closed. */
final class PostgresCluster implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final Path binaries;
    private final Path home;
    private final int port;

    private PostgresCluster(Path binaries, Path home, int port) {
        this.binaries = binaries;
        this.home = home;
        this.port = port;
    }

    /** Where this machine's PostgreSQL is; empty when it has none. */
    static Optional<Path> installedBinaries() {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    static PostgresCluster make(Path binaries) throws IOException {
        Path home = Files.createTempDirectory("borealis-postgresql");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        PostgresCluster cluster = new PostgresCluster(binaries, home, port);
        if (isRoot()) {
            run(List.of("chown", "postgres", home.toString()));
        }
        cluster.postgres(
                "initdb", "-D", home.resolve("data").toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N");
        cluster.start();
        return cluster;
    }

    /** Starts the server on the same port as before, and waits until it answers. */
    void start() throws IOException {
        postgres(
                "pg_ctl",
                "-D",
                home.resolve("data").toString(),
                "-l",
                home.resolve("log").toString(),
                "-w",
                "-o",
                "-p " + port + " -h 127.0.0.1 -k " + home + " -F",
                "start");
    }

    /** Ends the server at once, with every connection to it. */
    void stop() throws IOException {
        postgres("pg_ctl", "-D", home.resolve("data").toString(), "-m", "immediate", "-w", "stop");
    }

    /** Makes a further database. */
    DataSource emptyDatabase(String name) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return dataSource(name);
    }

    DataSource dataSource() {
        return dataSource("postgres");
    }

    private DataSource dataSource(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser("postgres");
        return source;
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(home.resolve("data").resolve("postmaster.pid"))) {
            stop();
        }
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    // The server refuses to run as root
    private void postgres(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void run(List<String> command) throws IOException {
        Path output = Files.createTempFile("borealis-postgresql", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroy();
                throw new IOException(command + " failed:\n" + Files.readString(output));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(command + " was interrupted");
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
