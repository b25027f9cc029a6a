package io.borealis.lab;

import java.nio.file.Path;
import java.time.Duration;

/** A process of this machine, watched by its id and its start, so that a reused id is never taken for it. */
final class LinuxProcess implements Running {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
    private static final Duration LONGEST_KILL = Duration.ofSeconds(5);

    private final ProcessHandle handle;
    private final Path log;

    LinuxProcess(ProcessHandle handle, Path log) {
        this.handle = handle;
        this.log = log;
    }

    @Override
    public long pid() {
        return handle.pid();
    }

    @Override
    public boolean isAlive() {
        return handle.isAlive();
    }

    @Override
    public void stop() {
        handle.destroy();
        if (!Until.becomesTrue(() -> !isAlive(), LONGEST_STOP)) {
            kill();
        }
    }

    @Override
    public void kill() {
        handle.destroyForcibly();
        Until.holds(() -> !isAlive(), LONGEST_KILL, () -> "process " + pid() + " survived SIGKILL");
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public String toString() {
        return "process " + pid();
    }
}
