package io.borealis.protocol.token;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers what was used until it could not be used anyway. Bounded: when full of entries that are still in time,
 * nothing more is accepted (fail closed). Thread-safe.
 */
public final class SingleUse {

    private final int most;
    private final Map<String, Instant> usedUntil = new HashMap<>();

    public SingleUse(int most) {
        this.most = most;
    }

    /** True for the first claim of the id, false for every other one until {@code expires}. */
    public synchronized boolean claim(String id, Instant expires, Instant now) {
        if (usedUntil.size() >= most) {
            usedUntil.values().removeIf(until -> !until.isAfter(now));
            if (usedUntil.size() >= most) {
                return false;
            }
        }
        Instant earlier = usedUntil.get(id);
        if (earlier != null && earlier.isAfter(now)) {
            return false;
        }
        usedUntil.put(id, expires);
        return true;
    }
}
