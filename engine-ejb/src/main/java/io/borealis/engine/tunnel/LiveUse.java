package io.borealis.engine.tunnel;

import io.borealis.persistence.tunnel.Hold;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one live tunnel's end depends on. All of it is counted by time that passes; only what the row told of a time
 * before this process is converted, once, from the time of day. Thread-safe.
 */
final class LiveUse {
    private final TunnelId tunnel;
    private final DeviceId device;
    private final Ticker ticker;
    private final Clock clock;
    private final Duration opened;
    private final Optional<Duration> lifeEnd;
    private final Map<String, Duration> presentSince = new HashMap<>();
    private Duration idle;
    private Duration used;
    private @Nullable Instant unwritten;
    private @Nullable Held held;
    private @Nullable Duration warnedOf;
    private Duration sign;
    private Optional<Instant> handshake = Optional.empty();

    private record Held(Duration from, Duration until) {}

    LiveUse(Tunnel row, Optional<Duration> longestLife, Ticker ticker, Clock clock) {
        this.tunnel = row.id();
        this.device = row.device();
        this.ticker = ticker;
        this.clock = clock;
        this.idle = row.idle();
        this.opened = mark(row.openedAt());
        this.used = mark(row.lastActivityAt());
        this.lifeEnd = longestLife.map(opened::plus);
        this.held = row.hold().map(this::resumed).orElse(null);
        this.sign = opened;
    }

    // A clock that was put back must not make anything last longer than it would have from now on
    private Duration mark(Instant past) {
        Duration ago = Duration.between(past, clock.instant());
        return ticker.elapsed().minus(ago.isNegative() ? Duration.ZERO : ago);
    }

    private Held resumed(Hold hold) {
        Duration left = Duration.between(clock.instant(), hold.until());
        Duration until = ticker.elapsed().plus(left.compareTo(hold.length()) > 0 ? hold.length() : left);
        return new Held(until.minus(hold.length()), until);
    }

    TunnelId tunnel() {
        return tunnel;
    }

    DeviceId device() {
        return device;
    }

    /** An operator did something. */
    synchronized void touch() {
        used = ticker.elapsed();
        unwritten = clock.instant();
    }

    /** Somebody is there; false when the same session was there a moment ago, so that it counts for nothing. */
    synchronized boolean present(String session) {
        Duration now = ticker.elapsed();
        Duration before = presentSince.get(session);
        if (before != null && now.minus(before).compareTo(TunnelLimits.presence(idle)) < 0) {
            return false;
        }
        presentSince.values().removeIf(at -> now.minus(at).compareTo(TunnelLimits.presence(idle)) >= 0);
        presentSince.put(session, now);
        touch();
        return true;
    }

    synchronized void idleAfter(Duration time) {
        idle = time;
    }

    synchronized Duration idle() {
        return idle;
    }

    synchronized void hold(Duration length) {
        Duration now = ticker.elapsed();
        held = new Held(held == null ? now : held.from(), now.plus(length));
        touch();
    }

    synchronized void releaseHold() {
        held = null;
        touch();
    }

    /** How long the unbroken time on hold has been going on; zero when it is not held. */
    synchronized Duration heldFor() {
        return held == null ? Duration.ZERO : ticker.since(held.from());
    }

    /** True once when the hold came to its limit. */
    synchronized boolean dropHoldThatIsOver() {
        if (held == null || held.until().compareTo(ticker.elapsed()) > 0) {
            return false;
        }
        held = null;
        return true;
    }

    private Duration idleEnd() {
        Duration end = used.plus(idle);
        return held != null && held.until().compareTo(end) > 0 ? held.until() : end;
    }

    private Duration end() {
        Duration end = idleEnd();
        return lifeEnd.filter(life -> life.compareTo(end) < 0).orElse(end);
    }

    synchronized boolean isIdle() {
        return idleEnd().compareTo(ticker.elapsed()) <= 0;
    }

    synchronized boolean isPastItsLife() {
        return lifeEnd.filter(life -> life.compareTo(ticker.elapsed()) <= 0).isPresent();
    }

    /** Whether it ends soon unless somebody does something. */
    synchronized boolean isWarned() {
        return end().minus(TunnelLimits.warning(idle)).compareTo(ticker.elapsed()) <= 0;
    }

    /** The same, and nobody was told of this approach yet. */
    synchronized boolean mustBeWarned() {
        return isWarned() && !end().equals(warnedOf);
    }

    synchronized void warned() {
        warnedOf = end();
    }

    synchronized Instant idleDeadline() {
        return timeOfDay(idleEnd());
    }

    synchronized Optional<Instant> lifeDeadline() {
        return lifeEnd.map(this::timeOfDay);
    }

    private Instant timeOfDay(Duration mark) {
        return clock.instant().plus(mark.minus(ticker.elapsed()));
    }

    Duration sinceOpened() {
        return ticker.since(opened);
    }

    /** How long ago the device gave a sign of life: a channel, or a handshake later than the last one told here. */
    synchronized Duration sinceSign(boolean connected, Optional<Instant> seen) {
        if (connected) {
            sign = ticker.elapsed();
        } else if (!seen.equals(handshake)) {
            Duration at = seen.map(this::mark).orElse(sign);
            sign = at.compareTo(sign) > 0 ? at : sign;
        }
        handshake = seen;
        return ticker.since(sign);
    }

    /** When somebody last did something, where the row does not know it yet. */
    synchronized Optional<Instant> unwritten() {
        return Optional.ofNullable(unwritten);
    }

    synchronized void written(Instant known) {
        if (known.equals(unwritten)) {
            unwritten = null;
        }
    }
}
