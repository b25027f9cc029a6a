package io.borealis.lab.host;

import io.borealis.lab.run.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A process of this machine, watched by its id and its start, so that a reused id is never taken for it. */
public final class LinuxProcess implements Running {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
    private static final Duration LONGEST_KILL = Duration.ofSeconds(5);

    private final ProcessHandle handle;
    private final Path log;

    public LinuxProcess(ProcessHandle handle, Path log) {
        this.handle = handle;
        this.log = log;
    }

    @Override
    public long pid() {
        return handle.pid();
    }

    /** Whether the process runs; one that ended and whose parent has not looked yet does not. */
    @Override
    public boolean isAlive() {
        return handle.isAlive() && !hasEnded();
    }

    // Its first thread may be a zombie while others still end, and hold its files and ports until they have
    private boolean hasEnded() {
        Path process = Path.of("/proc", Long.toString(pid()));
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            String status = Files.readString(process.resolve("stat"));
            return status.substring(status.lastIndexOf(')') + 1).strip().startsWith("Z") && threads.count() <= 1;
        } catch (IOException | UncheckedIOException gone) {
            return true;
        }
    }

    /** Whether the environment that the process was started with holds the entry, given between zero bytes. */
    static boolean carries(ProcessHandle process, byte[] entry) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1) + "\0";
            return text.contains(new String(entry, StandardCharsets.ISO_8859_1));
        } catch (IOException goneOrForeign) {
            return false;
        }
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
