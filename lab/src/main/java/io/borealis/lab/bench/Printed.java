package io.borealis.lab.bench;

import io.borealis.lab.run.LabException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** What a shell printed: all of it counted, the end of it kept, and when it came. Thread-safe. */
final class Printed {

    private static final int KEPT_BYTES = 64 * 1024;

    private final byte[] kept = new byte[2 * KEPT_BYTES];
    private int length;
    private long bytes;
    private long lastAt;

    synchronized void add(byte[] from, int offset, int count) {
        lastAt = System.nanoTime();
        bytes += count;
        int rest = Math.min(count, KEPT_BYTES);
        if (length + rest > kept.length) {
            int tail = Math.min(length, KEPT_BYTES);
            System.arraycopy(kept, length - tail, kept, 0, tail);
            length = tail;
        }
        System.arraycopy(from, offset + count - rest, kept, length, rest);
        length += rest;
        notifyAll();
    }

    synchronized long bytes() {
        return bytes;
    }

    /** What was printed until now is not looked at any more. */
    synchronized void forget() {
        length = 0;
    }

    /** Waits until the text was printed. Returns when its last byte came, in nanoseconds of this process. */
    synchronized long await(String text, Duration longest) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        long deadline = System.nanoTime() + longest.toNanos();
        while (!holds(wanted)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new LabException("the shell did not print '" + text + "' but '" + tail() + "'");
            }
            try {
                wait(left);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted while a shell prints", stopped);
            }
        }
        return lastAt;
    }

    private boolean holds(byte[] wanted) {
        for (int at = length - wanted.length; at >= 0; at--) {
            if (Arrays.equals(kept, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private String tail() {
        int from = Math.max(0, length - 200);
        return new String(kept, from, length - from, StandardCharsets.UTF_8);
    }
}
