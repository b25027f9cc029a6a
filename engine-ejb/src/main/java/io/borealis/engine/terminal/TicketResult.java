package io.borealis.engine.terminal;

import io.borealis.protocol.tunnel.TunnelId;

/** What became of asking for a terminal ticket. */
public sealed interface TicketResult {
    /**
     * @param ticket opens one terminal WebSocket, once; a credential
     * @param expiresIn seconds from now
     */
    record Issued(String ticket, int expiresIn) implements TicketResult {
        @Override
        public String toString() {
            return "Issued[redacted, expiresIn=" + expiresIn + "]";
        }
    }

    /** There is no live tunnel of this id. */
    record NoTunnel(TunnelId tunnelId) implements TicketResult {}

    /** This operator session does not share the tunnel. */
    record NotYours(TunnelId tunnelId) implements TicketResult {}

    /** Too many unused tickets. */
    record TooMany(int retryAfterSeconds) implements TicketResult {}
}
