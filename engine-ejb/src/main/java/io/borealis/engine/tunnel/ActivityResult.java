package io.borealis.engine.tunnel;

import io.borealis.protocol.tunnel.TunnelId;
import java.time.Instant;

/** What became of reporting operator activity. */
public sealed interface ActivityResult {
    /**
     * Heard.
     *
     * @param counted false for presence that was signalled a moment ago already
     */
    record Recorded(TunnelId tunnelId, Instant idleDeadline, boolean counted) implements ActivityResult {}

    /** There is no live tunnel of this id. */
    record NoTunnel(TunnelId tunnelId) implements ActivityResult {}

    /** This operator session does not share the tunnel. */
    record NotYours(TunnelId tunnelId) implements ActivityResult {}
}
