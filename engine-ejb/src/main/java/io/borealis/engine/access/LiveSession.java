package io.borealis.engine.access;

import io.borealis.persistence.access.SessionEnd;
import io.borealis.persistence.access.SignIn;
import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the end of one live session depends on. Counted by time that passes; only what the row told of a time before this
 * process is converted, once, from the time of day. Thread-safe.
 */
final class LiveSession {
    /** The row learns no more often than this that somebody was seen. */
    static final Duration WRITTEN_EVERY = Duration.ofSeconds(30);

    private final String id;
    private final SessionLimits limits;
    private final Ticker ticker;
    private final Clock clock;
    private final Duration signedIn;
    private final Optional<Duration> over;
    private Duration seen;
    private Duration written;
    private Optional<Duty> duty;
    private Optional<Duration> proved = Optional.empty();

    LiveSession(SignIn row, SessionLimits limits, Ticker ticker, Clock clock) {
        this.id = row.id();
        this.limits = limits;
        this.ticker = ticker;
        this.clock = clock;
        this.signedIn = mark(row.signedInAt());
        this.seen = mark(row.lastSeenAt());
        this.written = seen;
        this.over = row.expiresAt().map(when -> ticker.elapsed().plus(Duration.between(clock.instant(), when)));
        this.duty = row.duty().map(Duty::ofWireName);
    }

    // A clock that was put back must not make anything last longer than it would have from now on
    private Duration mark(Instant past) {
        Duration ago = Duration.between(past, clock.instant());
        return ticker.elapsed().minus(ago.isNegative() ? Duration.ZERO : ago);
    }

    String id() {
        return id;
    }

    /** Why it must end now; empty while it may go on. */
    synchronized Optional<SessionEnd> due() {
        if (ticker.since(signedIn).compareTo(limits.longestLife()) >= 0
                || over.filter(end -> end.compareTo(ticker.elapsed()) <= 0).isPresent()) {
            return Optional.of(SessionEnd.LIFE_LIMIT);
        }
        return ticker.since(seen).compareTo(limits.idle()) >= 0
                ? Optional.of(SessionEnd.IDLE_TIMEOUT)
                : Optional.empty();
    }

    /** Its operator proved his second factor just now. Forgotten by a restart: then he proves it again. */
    synchronized void proved() {
        proved = Optional.of(ticker.elapsed());
    }

    /** Whether he did so within this time. */
    synchronized boolean isProved(Duration within) {
        return proved.filter(when -> ticker.since(when).compareTo(within) < 0).isPresent();
    }

    synchronized Optional<Duty> duty() {
        return duty;
    }

    synchronized void oblige(Optional<Duty> what) {
        duty = what;
    }

    /** Its operator was seen: a request, a keystroke. Too late it is once the session is due. */
    synchronized void seen() {
        if (due().isEmpty()) {
            seen = ticker.elapsed();
        }
    }

    /** When somebody was seen last, as a time of day. */
    synchronized Instant lastSeenAt() {
        return clock.instant().minus(ticker.since(seen));
    }

    /** The same when it is time that the row learns it. */
    synchronized Optional<Instant> unwritten() {
        return seen.minus(written).compareTo(WRITTEN_EVERY) >= 0 ? Optional.of(lastSeenAt()) : Optional.empty();
    }

    /** The row knows it now. */
    synchronized void written(Instant known) {
        written = mark(known);
    }
}
