package io.borealis.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Only one process at a time works on a {@link Run}; the system lets go of the lock when its holder dies. */
public final class RunLock {

    private static final Object TURNS = new Object();

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    private static Path file(Run run) {
        return run.folder().resolveSibling(run.purpose() + ".lock");
    }

    /**
     * Does the work while nobody else works on the run.
     *
     * @throws LabException when another process does already
     */
    public static <T> T holding(Run run, Supplier<T> work) {
        RunLock lock = take(run);
        try {
            return work.get();
        } finally {
            lock.close();
        }
    }

    /**
     * Does the work while no other run of the tree does the same, in whatever process or thread; waits for its turn.
     *
     * @param what name of what only one may do at a time
     */
    public static void inTurn(Run run, String what, Runnable work) {
        Path file = run.folder().resolveSibling(what + ".lock");
        // a file lock is the process's, not the thread's
        synchronized (TURNS) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    channel.lock();
                    work.run();
                }
            } catch (IOException noLock) {
                throw new UncheckedIOException(noLock);
            }
        }
    }

    private static RunLock take(Run run) {
        try {
            Files.createDirectories(file(run).toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(
                    file(run), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new LabException("another process works on the " + run.purpose()
                        + " of this tree; wait for it, or end it with bin/demo --stop");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new RunLock(channel);
        } catch (IOException noLock) {
            throw new UncheckedIOException(noLock);
        }
    }

    /** Asks the process that holds the lock to end, and waits until it let go. No holder is no error. */
    public static void endHolder(Run run, Duration longest) {
        if (!isHeld(run)) {
            return;
        }
        try {
            long holder = Long.parseLong(Files.readString(file(run)).strip());
            ProcessHandle.of(holder).ifPresent(ProcessHandle::destroy);
        } catch (IOException | NumberFormatException unreadable) {
            throw new LabException("cannot read who holds " + file(run), unreadable);
        }
        Until.holds(() -> !isHeld(run), longest, () -> "the process that holds " + file(run) + " does not end");
    }

    private static boolean isHeld(Run run) {
        if (!Files.exists(file(run))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file(run), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            @Nullable FileLock lock = channel.tryLock();
            return lock == null;
        } catch (IOException noLock) {
            throw new UncheckedIOException(noLock);
        }
    }

    private void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
