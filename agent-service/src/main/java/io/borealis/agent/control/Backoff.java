package io.borealis.agent.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from the shortest to the longest time, each time somewhere in the
 * upper half, so that thousands of agents do not come back in the same moment. Not thread-safe.
 */
public final class Backoff {

    private static final int REST = 5;

    private final long shortest;
    private final long longest;
    private final RandomGenerator random;
    private long ceiling;

    public Backoff(Duration shortest, Duration longest, RandomGenerator random) {
        this.shortest = shortest.toMillis();
        this.longest = longest.toMillis();
        this.random = random;
        this.ceiling = this.shortest;
    }

    /** The next wait; each is on average twice the one before. */
    public Duration next() {
        ceiling = Math.min(longest, ceiling * 2);
        return Duration.ofMillis(random.nextLong(ceiling / 2, ceiling + 1));
    }

    /** The next wait is a short one again. */
    public void reset() {
        ceiling = shortest;
    }

    /** The next wait is a long one: trying sooner cannot help. */
    public void exhaust() {
        ceiling = longest;
    }

    /** The wait of somebody who is not wanted at all: only a person can change that, so it is longer than any other. */
    public Duration rest() {
        return Duration.ofMillis(longest * REST);
    }
}
