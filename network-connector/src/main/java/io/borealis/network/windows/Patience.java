package io.borealis.network.windows;

import java.time.Duration;

/**
 * How long each step waits for Windows before it is an error.
 *
 * @param create adapter creation fails now and then at boot and after a driver change
 * @param ipInterface the IP interfaces of a new adapter appear some time after it
 * @param bringUp going up fails now and then right after a driver installation
 * @param filters the sublayer of a process that just died lingers for a moment
 */
record Patience(Retries create, Retries ipInterface, Retries bringUp, Retries filters) {

    /** What is known to be enough on real machines, each bounded by about fifteen seconds. */
    static final Patience WINDOWS = new Patience(
            new Retries(8, Duration.ofMillis(250), Duration.ofSeconds(4)),
            new Retries(40, Duration.ofMillis(10), Duration.ofMillis(500)),
            new Retries(10, Duration.ofMillis(200), Duration.ofSeconds(2)),
            new Retries(8, Duration.ofMillis(50), Duration.ofSeconds(1)));

    private static final int CREATE_AGAIN = 3;

    /** For a later try, whose answer somebody waits for: Windows had its time at the first. */
    Patience afterFailure() {
        Retries brief =
                new Retries(Math.min(create.attempts(), CREATE_AGAIN), create.firstPause(), create.firstPause());
        return new Patience(brief, ipInterface, bringUp, filters);
    }
}
