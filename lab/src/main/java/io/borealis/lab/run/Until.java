package io.borealis.lab.run;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for a condition: looked at every few milliseconds, never a fixed sleep. */
public final class Until {

    private static final long LOOK_EVERY_MILLIS = 10;

    private Until() {}

    /** Whether the condition came true in time. */
    public static boolean becomesTrue(BooleanSupplier condition, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Waits for the condition; {@code otherwise} says what is wrong when it does not come true in time. */
    public static void holds(BooleanSupplier condition, Duration longest, Supplier<String> otherwise) {
        if (!becomesTrue(condition, longest)) {
            throw new LabException(otherwise.get() + " (waited " + longest.toSeconds() + " s)");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting", stopped);
        }
    }
}
