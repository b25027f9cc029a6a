package io.borealis.engine.access;

import io.borealis.protocol.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * So many in a burst, then one per interval, for each key. Bounded: when it remembers as many keys as it may, keys that
 * have their whole burst again are forgotten, and when there is none, a new key is refused (fail closed). Thread-safe.
 */
public final class RateLimit {
    private static final int MOST_KEYS = 10_000;

    private final int burst;
    private final Duration interval;
    private final Ticker ticker;
    // For each key: when it will have its whole burst again
    private final Map<String, Duration> fullAt = new HashMap<>();

    public RateLimit(int burst, Duration interval, Ticker ticker) {
        this.burst = burst;
        this.interval = interval;
        this.ticker = ticker;
    }

    /** Takes one; false when the key had its share. */
    public synchronized boolean take(String key) {
        Duration now = ticker.elapsed();
        Duration full = later(now, fullAt.getOrDefault(key, now)).plus(interval);
        if (full.compareTo(now.plus(interval.multipliedBy(burst))) > 0) {
            return false;
        }
        if (fullAt.size() >= MOST_KEYS && !fullAt.containsKey(key)) {
            fullAt.values().removeIf(when -> when.compareTo(now) <= 0);
            if (fullAt.size() >= MOST_KEYS) {
                return false;
            }
        }
        fullAt.put(key, full);
        return true;
    }

    /** Whether {@link #take} would give one; takes none. */
    public synchronized boolean hasLeft(String key) {
        Duration now = ticker.elapsed();
        Duration full = later(now, fullAt.getOrDefault(key, now)).plus(interval);
        return full.compareTo(now.plus(interval.multipliedBy(burst))) <= 0;
    }

    /** Takes back one take. */
    public synchronized void giveBack(String key) {
        fullAt.computeIfPresent(key, (same, full) -> full.minus(interval));
    }

    /** Gives the key its whole burst again, after it proved itself. */
    public synchronized void forgive(String key) {
        fullAt.remove(key);
    }

    /** After how many seconds a refused key may come again. */
    public int retryAfterSeconds() {
        return (int) Math.max(1, interval.toSeconds());
    }

    private static Duration later(Duration first, Duration second) {
        return first.compareTo(second) > 0 ? first : second;
    }
}
