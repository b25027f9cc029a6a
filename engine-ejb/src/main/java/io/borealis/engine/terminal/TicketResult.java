package io.borealis.engine.terminal;

import io.borealis.protocol.tunnel.TunnelId;

/** What became of asking for a terminal ticket. */
public sealed interface TicketResult {
    /**
     * @param ticket opens or attaches one terminal WebSocket, once; a credential
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

    /** This operator session has no such terminal in the tunnel; whose it is otherwise, nobody is told. */
    record NoTerminal() implements TicketResult {}

    /** @param how this operator session's terminal ended, in words for him */
    record Ended(String how) implements TicketResult {}

    /** Too many unused tickets. */
    record TooMany(int retryAfterSeconds) implements TicketResult {}
}
