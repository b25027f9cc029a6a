package io.borealis.lab.fault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Takes all the memory of the Java program into which it is loaded. Knows no other class, for that program has none. */
public final class HeapTaker {

    private static final int PIECE = 64 * 1024;
    private static final long LOOK_NANOS = 100_000_000;

    private HeapTaker() {}

    /**
     * Called by the Java runtime that was told to load this.
     *
     * @param word the file whose appearance is the word to begin
     */
    public static void premain(String word) {
        Path file = Path.of(word);
        Thread taking = new Thread(() -> takeOnce(file), "fault: heap");
        taking.setDaemon(true);
        taking.start();
    }

    private static void takeOnce(Path word) {
        while (!Files.exists(word)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        Object[] taken = {};
        while (true) {
            taken = new Object[] {taken, new byte[PIECE]};
        }
    }
}
