package io.borealis.engine;

import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The machine's time, for a test to move. {@link #advance} lets time pass, for the clock on the wall and for what lasts
 * alike; {@link #step} sets the clock on the wall alone, as a person or a time server does.
 */
public final class TestClock extends Clock implements Ticker {
    private final Ticker machine = Ticker.ofThisMachine();
    private volatile Duration passed = Duration.ZERO;
    private volatile Duration stepped = Duration.ZERO;

    public synchronized void advance(Duration by) {
        passed = passed.plus(by);
    }

    /** Negative puts the clock back. */
    public synchronized void step(Duration by) {
        stepped = stepped.plus(by);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(passed).plus(stepped);
    }

    @Override
    public Duration elapsed() {
        return machine.elapsed().plus(passed);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
