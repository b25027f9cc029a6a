package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.RightsListener;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.SecretsByAge;
import io.borealis.engine.tunnel.TunnelUse;
import io.borealis.engine.tunnel.Tunnels;
import io.borealis.engine.tunnel.host.TunnelListener;
import io.borealis.persistence.Database;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.session.ClientSession;

/**
 * Opens terminals inside tunnels, keeps one whose socket is gone for a while, and ends them with what they stand on: the
 * tunnel, the operator's lease in it, his session. Thread-safe.
 */
public final class Terminals implements TunnelListener, RightsListener, AutoCloseable {
    /** No tunnel carries more terminals at once. */
    public static final int MOST_PER_TUNNEL = 16;

    static final String LEASE_ENDED = "this session left the tunnel";

    private final TerminalRights rights;
    private final OperatorSessions sessions;
    private final TunnelUse use;
    private final TerminalActivity activity;
    private final ExecutorService threads;
    private final TerminalLimits limits;
    private final Ticker ticker;
    private final ReplayBudget budget;
    private final TunnelSessions ssh;
    private final OpenTerminals open = new OpenTerminals(MOST_PER_TUNNEL);
    private final DevicePages pages;
    private final ForsakenTerminals forsaken;
    private final Watchers watchers;
    private final SharedTerminals shared;

    public Terminals(
            Database database,
            OperatorSessions sessions,
            SecretsByAge secrets,
            Tunnels tunnels,
            ActivityLog activity,
            TerminalLimits limits,
            ExecutorService threads,
            ScheduledExecutorService scheduler,
            Ticker ticker) {
        this.rights = new TerminalRights(database, sessions);
        this.sessions = sessions;
        this.use = tunnels.use();
        this.activity = new TerminalActivity(activity, threads);
        this.threads = threads;
        this.limits = limits;
        this.ticker = ticker;
        this.pages = new DevicePages(open, limits, ticker, tunnels::leaveWithPage);
        this.forsaken = new ForsakenTerminals(open, pages);
        this.budget = new ReplayBudget(limits);
        this.ssh = new TunnelSessions(
                new SshDevices(threads, scheduler), rights, secrets, threads, limits.spareSessions());
        this.watchers = new Watchers(open, rights, this.activity, this::used, threads);
        this.shared = new SharedTerminals(open, rights, this.activity, watchers);
    }

    /** From now on what {@link #sweep} does is done by itself, at most a second late. */
    public void sweepBy(ScheduledExecutorService scheduler) {
        forsaken.sweepBy(scheduler);
    }

    /** Ends the terminals to which nobody came back in time, and leaves the tunnels whose last page was closed. */
    public void sweep() {
        forsaken.sweep();
    }

    /** Which devices the pages of operators are at. */
    public DevicePages pages() {
        return pages;
    }

    /** Terminals that their owners share with others. */
    public SharedTerminals shared() {
        return shared;
    }

    /** Screens that show somebody else's terminal. */
    public Watchers watchers() {
        return watchers;
    }

    /**
     * Starts a shell on the tunnel's device. Waits for SSH, so not for a thread that must not wait; the screen may be
     * called before this returns.
     */
    public TerminalResult open(OperatorSession operator, TunnelId tunnel, TerminalSize size, TerminalScreen screen) {
        TerminalRights.Standing standing = rights.ask(operator, tunnel);
        if (standing.target().isEmpty()) {
            return new TerminalResult.NoTunnel(tunnel);
        }
        if (!standing.shared()) {
            return new TerminalResult.NotYours(tunnel);
        }
        if (!open.reserve(tunnel)) {
            return new TerminalResult.TooMany(MOST_PER_TUNNEL);
        }
        try {
            TerminalRights.Target target = standing.target().get();
            return ssh.with(tunnel, target, session -> opened(session, operator, target, tunnel, size, screen));
        } catch (IOException failed) {
            open.release(tunnel);
            String why = "the device's terminal could not be opened: " + failed.getMessage();
            DeviceId device = standing.target().get().device();
            activity.write(ActivityEvent.TERMINAL_REFUSED, new TerminalOwner(operator, device, tunnel), why);
            return new TerminalResult.Failed(why);
        }
    }

    private TerminalResult opened(
            ClientSession session,
            OperatorSession operator,
            TerminalRights.Target target,
            TunnelId tunnel,
            TerminalSize size,
            TerminalScreen screen)
            throws IOException {
        try {
            // Connecting takes seconds: no shell starts for whoever lost his right meanwhile
            TerminalRights.Standing standing = rights.ask(operator, tunnel);
            if (!standing.shared()) {
                session.close(true);
                open.release(tunnel);
                return standing.target().isEmpty()
                        ? new TerminalResult.NoTunnel(tunnel)
                        : new TerminalResult.NotYours(tunnel);
            }
            ChannelShell shell = SshDevices.shell(session, size);
            Terminal terminal = new Terminal(
                    new TerminalOwner(operator, target.device(), tunnel),
                    session,
                    shell,
                    size,
                    newOutput(tunnel),
                    () -> used(tunnel, operator),
                    this::became);
            open.add(terminal);
            activity.write(ActivityEvent.TERMINAL_OPENED, terminal.owner(), "terminal " + terminal.id());
            Attachment attachment = terminal.start(screen);
            endIfRightEnded(tunnel, terminal);
            return new TerminalResult.Opened(attachment);
        } catch (IOException refused) {
            session.close(true);
            throw refused;
        }
    }

    private TerminalOutput newOutput(TunnelId tunnel) {
        ReplayRing ring = new ReplayRing(limits.replayBytes(), bytes -> budget.take(tunnel, bytes));
        return new TerminalOutput(limits, ring, ticker, bytes -> budget.giveBack(tunnel, bytes));
    }

    private void used(TunnelId tunnel, OperatorSession operator) {
        use.touch(tunnel);
        sessions.seen(operator.sessionId());
    }

    // The right may have ended after it was asked and before the terminal could be told
    private void endIfRightEnded(TunnelId tunnel, Terminal terminal) {
        TerminalRights.Standing standing = rights.ask(terminal.owner().operator(), tunnel);
        if (standing.shared()) {
            return;
        }
        terminal.mute();
        if (standing.target().isEmpty()) {
            terminal.finish(CloseReason.TUNNEL_ENDED, "the tunnel ended");
        } else {
            terminal.finish(CloseReason.LEASE_ENDED, LEASE_ENDED);
        }
    }

    /**
     * Shows a terminal of this operator session on another screen, from an offset of its output on, and whichever screen
     * of this session showed it before does so no more; or one that is shared with the operator, on one more screen. The
     * screen may be called before this returns.
     */
    public AttachResult attach(
            OperatorSession operator,
            TunnelId tunnel,
            String terminalId,
            long from,
            TerminalSize size,
            TerminalScreen screen) {
        Optional<Terminal> found = open.find(tunnel, terminalId, operator.sessionId());
        if (found.isEmpty() && open.howEnded(terminalId, operator.sessionId()).isEmpty()) {
            return watchers.watch(operator, tunnel, terminalId, from, size, screen);
        }
        if (found.isEmpty() || !rights.ask(operator, tunnel).shared()) {
            return notThere(operator, terminalId);
        }
        Terminal terminal = found.get();
        if (from < 0 || from > terminal.end()) {
            return new AttachResult.NoSuchOffset(terminal.end());
        }
        Optional<Attachment> attachment = terminal.attach(screen, from, size);
        if (attachment.isEmpty()) {
            return new AttachResult.Ended(terminal.endText());
        }
        TerminalOwner now = new TerminalOwner(operator, terminal.owner().device(), tunnel);
        activity.tell(ActivityEvent.TERMINAL_REATTACHED, now, "terminal " + terminalId);
        return new AttachResult.Attached(attachment.get());
    }

    private AttachResult notThere(OperatorSession operator, String terminalId) {
        Optional<String> past = open.howEnded(terminalId, operator.sessionId());
        return past.isPresent() ? new AttachResult.Ended(past.get()) : new AttachResult.NoTerminal();
    }

    /** What {@link #attach} would find, without attaching; empty when there is something to attach to. */
    public Optional<AttachResult> missing(OperatorSession operator, TunnelId tunnel, String terminalId) {
        if (open.find(tunnel, terminalId, operator.sessionId()).isPresent()) {
            return Optional.empty();
        }
        return open.howEnded(terminalId, operator.sessionId()).isPresent()
                ? Optional.of(notThere(operator, terminalId))
                : watchers.missing(operator, tunnel, terminalId);
    }

    /** Ends a terminal of this operator session, shown or not; empty when that was done. */
    public Optional<AttachResult> close(OperatorSession operator, String terminalId) {
        Optional<Terminal> found = open.find(terminalId, operator.sessionId());
        found.ifPresent(Terminal::close);
        return found.isPresent() ? Optional.empty() : Optional.of(notThere(operator, terminalId));
    }

    private void became(Terminal terminal, Terminal.Step step) {
        String name = "terminal " + terminal.id() + ", ";
        switch (step) {
            case DETACHED ->
                activity.tell(
                        ActivityEvent.TERMINAL_DETACHED,
                        terminal.owner(),
                        name + "waits for " + terminal.grace().toSeconds() + " seconds");
            case ENDED -> activity.tell(ActivityEvent.TERMINAL_ENDED, terminal.owner(), name + terminal.endText());
            case GONE -> open.remove(terminal);
        }
    }

    @Override
    public void up(TunnelId tunnel) {
        ssh.renew(tunnel);
    }

    @Override
    public void ended(TunnelId tunnel, EndReason reason) {
        ssh.drop(tunnel);
        end(open.of(tunnel), CloseReason.TUNNEL_ENDED, reason.wireName());
    }

    @Override
    public void leaseEnded(TunnelId tunnel, String sessionId) {
        end(open.of(tunnel, sessionId), CloseReason.LEASE_ENDED, LEASE_ENDED);
    }

    @Override
    public void sessionEnded(String sessionId, SessionEnd reason) {
        end(open.ofSession(sessionId), CloseReason.UNAUTHORIZED, "the operator session ended: " + reason.wireName());
    }

    // Nothing more is typed or shown from this very moment; saying goodbye may wait for the screen
    private void end(List<Terminal> orphans, CloseReason reason, String text) {
        orphans.forEach(Terminal::mute);
        orphans.forEach(terminal -> threads.execute(() -> terminal.finish(reason, text)));
    }

    /** Ends every terminal and writes that down before it returns. */
    @Override
    public void close() {
        activity.stopping();
        forsaken.close();
        watchers.close();
        open.all().forEach(terminal -> terminal.finish(CloseReason.TUNNEL_ENDED, EndReason.ENGINE_STOP.wireName()));
        ssh.close();
    }
}
