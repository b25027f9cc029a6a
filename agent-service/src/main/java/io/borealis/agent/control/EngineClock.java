package io.borealis.agent.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The Engine's time as the agent knows it: the device's own until the Engine first tells its own, then the Engine's,
 * carried on by a clock that nobody can set. Thread-safe.
 */
public final class EngineClock extends Clock {

    /** A time with whole seconds, as HTTP tells it, says nothing about a smaller difference. */
    private static final Duration COARSE = Duration.ofSeconds(3);

    private record Told(Instant at, long nanos) {
        Instant now() {
            return at.plusNanos(System.nanoTime() - nanos);
        }
    }

    private volatile Told told = new Told(Instant.now(), System.nanoTime());

    /** The Engine told its exact time just now. */
    public void set(Instant engineTime) {
        told = new Told(engineTime, System.nanoTime());
    }

    /** The Engine told its time in whole seconds just now: taken only where the clocks clearly differ. */
    void setCoarse(Instant engineTime) {
        if (Duration.between(engineTime, instant()).abs().compareTo(COARSE) > 0) {
            set(engineTime);
        }
    }

    @Override
    public Instant instant() {
        return told.now();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Always UTC: tokens know no zones. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
