package io.borealis.persistence.tunnel;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;

/**
 * A deliberate keeping open of a tunnel in which nobody does anything. Wall time, because it must outlive a restart of
 * the Engine; while the Engine runs, it counts the same length by time that passes. Immutable.
 */
@Embeddable
public class Hold {
    @Column(name = "held_by")
    private String by;

    @Column(name = "held_since")
    private Instant since;

    @Column(name = "held_until")
    private Instant until;

    @SuppressWarnings("NullAway.Init")
    protected Hold() {}

    /** @throws IllegalArgumentException when it would end before it begins */
    public Hold(String by, Instant since, Instant until) {
        if (!until.isAfter(since)) {
            throw new IllegalArgumentException("a hold ends after it begins, not at " + until);
        }
        this.by = by;
        this.since = since;
        this.until = until;
    }

    /** Who keeps the tunnel open. */
    public String by() {
        return by;
    }

    /** When the unbroken time on hold began. */
    public Instant since() {
        return since;
    }

    public Instant until() {
        return until;
    }

    public Duration length() {
        return Duration.between(since, until);
    }
}
