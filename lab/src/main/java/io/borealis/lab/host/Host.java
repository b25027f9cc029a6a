package io.borealis.lab.host;

import io.borealis.lab.run.Leg;
import io.borealis.lab.run.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A machine of the lab as everything above sees it: power, start, stop, kill, shell, files. What kind of machine it is
 * (a network namespace, a Windows prefix) is nobody else's business.
 */
public interface Host extends AutoCloseable {

    String name();

    /** As what programs run on it. */
    Leg leg();

    /** The host's own folder, readable from here; removed by whoever made the host. */
    Path files();

    /** Below this folder, readable from here, a product on this host keeps its files. */
    Path programData();

    /** How a process on this host names a file that is here. */
    default String nameOf(Path file) {
        return file.toAbsolutePath().toString();
    }

    /** How a process on this host joins several files to a class path. */
    default String pathSeparator() {
        return ":";
    }

    /** The Java runtime of this host, for the first word of a command. */
    String java();

    /**
     * Starts a process that outlives this one and writes what it says to {@code files()/<name>.log}.
     *
     * @param name what people call the process
     * @param environment added to the host's own
     */
    Running start(String name, List<String> command, Map<String, String> environment);

    /** Power on: what starts by itself on this host does so. Idempotent. */
    void boot();

    /** Power off, as pulling the plug: every program on it ends at once. Files and cables stay. Idempotent. */
    void powerOff();

    /** The shell that a terminal on this host gets: absolute path, then arguments. */
    String terminalShell();

    /** The language of that shell. */
    Dialect dialect();

    /** Runs one line in the shell of the system below and waits for its end. */
    Output shell(String line);

    /** Listens and connects inside this host's network, as any other program on it would. */
    Outpost outpost();

    /** What the system below shows of this host's network: a witness that is no part of the product. */
    NetworkView network();

    /**
     * Sets the host's time of day: at once for each program that was started on it after the first call, never for those
     * from before.
     *
     * @param ahead of this machine's; negative to be behind
     */
    void moveClock(Duration ahead);

    /** Everything on the host ends, the host is gone. Idempotent. */
    @Override
    void close();
}
