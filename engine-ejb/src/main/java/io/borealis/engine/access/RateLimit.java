package io.borealis.engine.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private final Clock clock;
    // For each key: when it will have its whole burst again
    private final Map<String, Instant> fullAt = new HashMap<>();

    public RateLimit(int burst, Duration interval, Clock clock) {
        this.burst = burst;
        this.interval = interval;
        this.clock = clock;
    }

    /** Takes one; false when the key had its share. */
    public synchronized boolean take(String key) {
        Instant now = clock.instant();
        Instant full = later(now, fullAt.getOrDefault(key, now)).plus(interval);
        if (full.isAfter(now.plus(interval.multipliedBy(burst)))) {
            return false;
        }
        if (fullAt.size() >= MOST_KEYS && !fullAt.containsKey(key)) {
            fullAt.values().removeIf(when -> !when.isAfter(now));
            if (fullAt.size() >= MOST_KEYS) {
                return false;
            }
        }
        fullAt.put(key, full);
        return true;
    }

    /** Gives the key its whole burst again, after it proved itself. */
    public synchronized void forgive(String key) {
        fullAt.remove(key);
    }

    /** After how many seconds a refused key may come again. */
    public int retryAfterSeconds() {
        return (int) Math.max(1, interval.toSeconds());
    }

    private static Instant later(Instant first, Instant second) {
        return first.isAfter(second) ? first : second;
    }
}
