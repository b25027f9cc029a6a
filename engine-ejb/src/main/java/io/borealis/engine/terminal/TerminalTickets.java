package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.Optional;

/** Single-use tickets that open a terminal's WebSocket, where a browser cannot send a token. Thread-safe. */
public final class TerminalTickets {
    /** A ticket for whoever shares the tunnel. */
    public TicketResult issue(OperatorSession operator, TunnelId tunnel) {
        throw new UnsupportedOperationException();
    }

    /** Whose ticket it is, once, in time and for this tunnel; otherwise empty. */
    public Optional<OperatorSession> redeem(String ticket, TunnelId tunnel) {
        throw new UnsupportedOperationException();
    }
}
