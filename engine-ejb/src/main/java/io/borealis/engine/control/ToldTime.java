package io.borealis.engine.control;

import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The Engine's time of day as one agent was told it. The agent carries it on by a clock of its own that nobody sets, so
 * it must be told anew when this machine's clock was: every token would be too old or from the future for it otherwise.
 * Not thread-safe.
 */
final class ToldTime {
    /** Less than what an agent forgives a token. */
    private static final Duration LARGEST_DIFFERENCE = Duration.ofSeconds(2);

    private final Clock clock;
    private final Ticker ticker;
    private Instant told = Instant.MIN;
    private Duration toldAt = Duration.ZERO;

    ToldTime(Clock clock, Ticker ticker) {
        this.clock = clock;
        this.ticker = ticker;
    }

    /** The time to tell now. */
    Instant tell() {
        told = clock.instant();
        toldAt = ticker.elapsed();
        return told;
    }

    /** Whether what was told has become wrong since; false while nothing was told. */
    boolean isWrong() {
        return !told.equals(Instant.MIN)
                && Duration.between(told.plus(ticker.since(toldAt)), clock.instant())
                                .abs()
                                .compareTo(LARGEST_DIFFERENCE)
                        > 0;
    }
}
