package io.borealis.lab.host;

import java.nio.file.Path;

/** A process on a {@link Host}. */
public interface Running {

    long pid();

    boolean isAlive();

    /** Asks the process to end and waits until it has. */
    void stop();

    /** Ends the process at once, as a crash would, and waits until it is gone. */
    void kill();

    /** What it said so far. */
    Path log();
}
