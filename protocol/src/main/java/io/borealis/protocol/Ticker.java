package io.borealis.protocol;

import java.time.Duration;

/**
 * Time as it passes, for everything that lasts: limits, patience, deadlines, what lives for seconds or hours inside one
 * process. Nobody can set it, neither a person nor a time server, so nothing measured by it ends early or late when the
 * machine's clock is put right. It says nothing about the time of day and means nothing to another process or after a
 * restart: what is written down, signed or told to others takes {@link java.time.Clock}, and says so.
 *
 * <p>Whether it goes on while the machine sleeps is the system's choice (Windows: yes, Linux: no); a user must bear
 * both. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Ticker {

    /** How much time passed since some moment of this process; never less than was told before. */
    Duration elapsed();

    /** How much time passed since {@link #elapsed} told this mark. */
    default Duration since(Duration mark) {
        return elapsed().minus(mark);
    }

    /** The machine's own, from now on. */
    static Ticker ofThisMachine() {
        long origin = System.nanoTime();
        return () -> Duration.ofNanos(System.nanoTime() - origin);
    }
}
