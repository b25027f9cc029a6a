package io.borealis.engine.access;

import io.borealis.persistence.access.SessionEnd;
import io.borealis.persistence.access.SignIn;
import java.time.Instant;
import java.util.Optional;

/**
 * One operator session as people see it.
 *
 * @param lastSeenAt exact for a live session of which something was seen since the Engine started; otherwise half a minute
 *     early at most
 * @param remoteAddress where its sign-in came from
 * @param userAgent what the client said about itself
 * @param current whether it is the session that asks
 */
public record SessionView(
        String sessionId,
        String username,
        Instant signedInAt,
        Instant lastSeenAt,
        String remoteAddress,
        Optional<String> userAgent,
        Optional<Instant> endedAt,
        Optional<String> endReason,
        boolean current) {

    static SessionView of(SignIn row, Instant lastSeenAt, boolean current) {
        return new SessionView(
                row.id(),
                row.username(),
                row.signedInAt(),
                lastSeenAt,
                row.remoteAddress(),
                row.userAgent(),
                row.endedAt(),
                row.endReason().map(SessionEnd::wireName),
                current);
    }
}
