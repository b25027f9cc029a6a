package io.borealis.protocol.token;

import io.borealis.protocol.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers what was used until it could not be used anyway. Bounded: when full of entries that are still in time,
 * nothing more is accepted (fail closed). Thread-safe.
 *
 * <p>Expiry is a time of day, because the signed statement states it so. An entry is forgotten only when that time is
 * over <em>and</em> as much time passed as it had left when it was used: a clock that is put ahead and back again lets
 * nothing be used twice.
 */
public final class SingleUse {

    private record Use(Instant until, Duration notForgottenBefore) {}

    private final int most;
    private final Ticker ticker;
    private final Map<String, Use> used = new HashMap<>();

    /** Measures what lasts by the machine's own time. */
    public SingleUse(int most) {
        this(most, Ticker.ofThisMachine());
    }

    SingleUse(int most, Ticker ticker) {
        this.most = most;
        this.ticker = ticker;
    }

    /** True for the first claim of the id, false for every other one until {@code expires}. */
    public synchronized boolean claim(String id, Instant expires, Instant now) {
        Duration passed = ticker.elapsed();
        if (used.size() >= most) {
            used.values().removeIf(use -> isOver(use, now, passed));
            if (used.size() >= most) {
                return false;
            }
        }
        Use earlier = used.get(id);
        if (earlier != null && !isOver(earlier, now, passed)) {
            return false;
        }
        used.put(id, new Use(expires, passed.plus(Duration.between(now, expires))));
        return true;
    }

    private static boolean isOver(Use use, Instant now, Duration passed) {
        return !use.until().isAfter(now) && use.notForgottenBefore().compareTo(passed) <= 0;
    }
}
