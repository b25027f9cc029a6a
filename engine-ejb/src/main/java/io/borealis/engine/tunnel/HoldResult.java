package io.borealis.engine.tunnel;

import io.borealis.protocol.tunnel.TunnelId;
import java.time.Duration;
import java.time.Instant;

/** What became of asking that a tunnel be kept open, or of giving that up. */
public sealed interface HoldResult {
    /** Kept open until then, and no longer. */
    record Held(TunnelId tunnelId, Instant until) implements HoldResult {}

    /** No hold stands any more; the tunnel ends at the deadline unless somebody does something. */
    record Released(TunnelId tunnelId, Instant idleDeadline) implements HoldResult {}

    /** There was none to release. */
    record NotHeld(TunnelId tunnelId) implements HoldResult {}

    /** More than may be asked for at once. */
    record TooLong(Duration longest) implements HoldResult {}

    /** Together with the time that it is on hold already it would be more than may be; so much is left. */
    record LimitReached(Duration left, Duration longest) implements HoldResult {}

    /** There is no live tunnel of this id. */
    record NoTunnel(TunnelId tunnelId) implements HoldResult {}

    /** This operator session does not share the tunnel. */
    record NotYours(TunnelId tunnelId) implements HoldResult {}
}
