package io.borealis.engine.activity.report;

import io.borealis.persistence.tunnel.Lease;
import java.time.Instant;
import java.util.Optional;

/**
 * One person's share of a tunnel; who signed in twice has two. Immutable.
 *
 * @param leftAt empty while it lives
 */
public record TunnelShare(String operator, Instant joinedAt, Optional<Instant> leftAt) {
    static TunnelShare of(Lease lease) {
        return new TunnelShare(lease.username(), lease.joinedAt(), lease.leftAt());
    }
}
