package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Reach;
import io.borealis.engine.access.RightsListener;
import io.borealis.persistence.Database;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.tunnel.TunnelId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Single-use tickets that open a terminal's WebSocket, where a browser cannot send a token. Void with the lease they were
 * given for, and with the session. Thread-safe.
 */
public final class TerminalTickets implements RightsListener {
    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final int MOST = 1_000;
    private static final int MOST_PER_SESSION = 32;
    private static final int TICKET_BYTES = 32;

    private final Database database;
    private final OperatorSessions sessions;
    private final Terminals terminals;
    private final Ticker ticker;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Ticket> open = new HashMap<>();

    private record Ticket(TicketUse use, TunnelId tunnel, Duration expires) {
        boolean isOf(String sessionId) {
            return use.operator().sessionId().equals(sessionId);
        }
    }

    public TerminalTickets(Database database, OperatorSessions sessions, Terminals terminals, Ticker ticker) {
        this.database = database;
        this.sessions = sessions;
        this.terminals = terminals;
        this.ticker = ticker;
    }

    /** A ticket for a new terminal, for whoever shares the tunnel. */
    public TicketResult issue(OperatorSession operator, TunnelId tunnel) {
        return issue(tunnel, new TicketUse(operator, Optional.empty()));
    }

    /** A ticket for whoever shares the tunnel; to attach to a terminal, for the session that opened it. */
    public TicketResult issue(TunnelId tunnel, TicketUse use) {
        OperatorSession operator = use.operator();
        return database.read(work -> Reach.of(work, operator).liveTunnel(tunnel).isEmpty()
                ? new TicketResult.NoTunnel(tunnel)
                : work.tunnels()
                        .lease(tunnel, operator.sessionId())
                        .map(lease -> issueToSharer(tunnel, use))
                        .orElseGet(() -> new TicketResult.NotYours(tunnel)));
    }

    private TicketResult issueToSharer(TunnelId tunnel, TicketUse use) {
        Optional<AttachResult> missing =
                use.terminalId().flatMap(terminal -> terminals.missing(use.operator(), tunnel, terminal));
        if (missing.isEmpty()) {
            return make(use, tunnel);
        }
        return missing.get() instanceof AttachResult.Ended ended
                ? new TicketResult.Ended(ended.how())
                : new TicketResult.NoTerminal();
    }

    private synchronized TicketResult make(TicketUse use, TunnelId tunnel) {
        Duration now = ticker.elapsed();
        open.values().removeIf(ticket -> ticket.expires().compareTo(now) <= 0);
        long own = open.values().stream()
                .filter(ticket -> ticket.isOf(use.operator().sessionId()))
                .count();
        if (open.size() >= MOST || own >= MOST_PER_SESSION) {
            return new TicketResult.TooMany((int) LIFE.toSeconds());
        }
        byte[] secret = new byte[TICKET_BYTES];
        random.nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        open.put(text, new Ticket(use, tunnel, now.plus(LIFE)));
        return new TicketResult.Issued(text, (int) LIFE.toSeconds());
    }

    /** What the ticket is for, once, in time and for this tunnel; otherwise empty. A wrong use spends it as well. */
    public synchronized Optional<TicketUse> redeem(String ticket, TunnelId tunnel) {
        return Optional.ofNullable(open.remove(ticket))
                .filter(found ->
                        found.tunnel().equals(tunnel) && found.expires().compareTo(ticker.elapsed()) > 0)
                .map(Ticket::use)
                // A ticket that was given while the session ended was not there to be voided
                .filter(use -> sessions.isLive(use.operator().sessionId()));
    }

    @Override
    public synchronized void leaseEnded(TunnelId tunnel, String sessionId) {
        open.values().removeIf(ticket -> ticket.tunnel().equals(tunnel) && ticket.isOf(sessionId));
    }

    @Override
    public synchronized void sessionEnded(String sessionId, SessionEnd reason) {
        open.values().removeIf(ticket -> ticket.isOf(sessionId));
    }
}
