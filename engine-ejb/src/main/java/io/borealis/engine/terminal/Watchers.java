package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.RightsListener;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Screens that show somebody else's terminal. Each stands on its own operator session, that session's share of the tunnel
 * and its reach, and on the terminal being shared with its operator; it ends with any of them. Thread-safe.
 */
public final class Watchers implements RightsListener {
    /** No more screens show a terminal beside its owner's. */
    public static final int MOST_PER_TERMINAL = 8;

    /** No more screens of this Engine show somebody else's terminal. */
    public static final int MOST = 256;

    private final OpenTerminals open;
    private final TerminalRights rights;
    private final TerminalActivity activity;
    private final BiConsumer<TunnelId, OperatorSession> used;
    private final ExecutorService threads;
    private final AtomicInteger watching = new AtomicInteger();

    /** @param used told who did something in which tunnel */
    Watchers(
            OpenTerminals open,
            TerminalRights rights,
            TerminalActivity activity,
            BiConsumer<TunnelId, OperatorSession> used,
            ExecutorService threads) {
        this.open = open;
        this.rights = rights;
        this.activity = activity;
        this.used = used;
        this.threads = threads;
    }

    /** What {@link #watch} would find, without watching; empty when there is something to watch. */
    Optional<AttachResult> missing(OperatorSession who, TunnelId tunnel, String terminalId) {
        Optional<Terminal> found = open.findShared(tunnel, terminalId, who.username());
        return found.isPresent() && !found.get().hasEnded()
                ? Optional.empty()
                : Optional.of(notWatched(who, terminalId, found));
    }

    private AttachResult notWatched(OperatorSession who, String terminalId, Optional<Terminal> found) {
        Optional<String> how = found.filter(Terminal::hasEnded)
                .map(Terminal::endText)
                .or(() -> open.howSharedEnded(terminalId, who.username()));
        return how.isPresent() ? new AttachResult.Ended(how.get()) : new AttachResult.NoTerminal();
    }

    /** Shows another's terminal from an offset of its output on. An earlier screen of this session shows it no more. */
    AttachResult watch(
            OperatorSession who,
            TunnelId tunnel,
            String terminalId,
            long from,
            TerminalSize size,
            TerminalScreen screen) {
        Optional<Terminal> found = open.findShared(tunnel, terminalId, who.username());
        if (found.isEmpty() || found.get().hasEnded() || rights.footing(who, tunnel) != TerminalRights.Footing.SHARES) {
            return notWatched(who, terminalId, found);
        }
        Terminal terminal = found.get();
        if (from < 0 || from > terminal.end()) {
            return new AttachResult.NoSuchOffset(terminal.end());
        }
        end(
                terminal.audience().watchers(ofSession(who.sessionId())),
                CloseReason.TAKEN_OVER,
                "another socket of this operator session shows the terminal now");
        if (watching.incrementAndGet() > MOST) {
            watching.decrementAndGet();
            return new AttachResult.TooMany(MOST);
        }
        Watcher watcher = new Watcher(terminal, who, screen, size, threads, () -> used.accept(tunnel, who), this::over);
        Audience.Joined joined = terminal.audience().join(watcher, MOST_PER_TERMINAL);
        if (joined != Audience.Joined.YES) {
            watching.decrementAndGet();
            return joined == Audience.Joined.TOO_MANY
                    ? new AttachResult.TooMany(MOST_PER_TERMINAL)
                    : new AttachResult.NoTerminal();
        }
        return begin(terminal, watcher, from);
    }

    private AttachResult begin(Terminal terminal, Watcher watcher, long from) {
        OperatorSession who = watcher.operator();
        boolean written = false;
        try {
            activity.write(ActivityEvent.TERMINAL_WATCH_BEGAN, as(watcher), detail(terminal));
            written = true;
        } finally {
            if (!written) {
                forget(watcher);
            }
        }
        Optional<Replay> replay = terminal.output().place(watcher, from);
        if (replay.isEmpty()) {
            over(watcher, "the terminal has ended");
            return new AttachResult.Ended(terminal.endText());
        }
        watcher.start(replay.get());
        if (replay.get().cut()) {
            terminal.screens().drawAnew();
        }
        terminal.screens().changed();
        // The right may have ended after it was asked and before the watcher could be told
        if (rights.footing(who, terminal.owner().tunnel()) != TerminalRights.Footing.SHARES) {
            end(List.of(watcher), CloseReason.LEASE_ENDED, Terminals.LEASE_ENDED);
        }
        return new AttachResult.Attached(watcher);
    }

    private void over(Watcher watcher, String why) {
        forget(watcher);
        tell(watcher, why);
    }

    private void forget(Watcher watcher) {
        if (watcher.terminal().audience().leave(watcher)) {
            watching.decrementAndGet();
        }
    }

    private void tell(Watcher watcher, String why) {
        Terminal terminal = watcher.terminal();
        activity.tell(ActivityEvent.TERMINAL_WATCH_ENDED, as(watcher), detail(terminal) + ": " + why);
        terminal.screens().changed();
    }

    private static String detail(Terminal terminal) {
        return "terminal " + terminal.id() + " of "
                + terminal.owner().operator().username();
    }

    private static TerminalOwner as(Watcher watcher) {
        TerminalOwner owner = watcher.terminal().owner();
        return new TerminalOwner(watcher.operator(), owner.device(), owner.tunnel());
    }

    private static Predicate<Watcher> ofSession(String sessionId) {
        return watcher -> watcher.operator().sessionId().equals(sessionId);
    }

    @Override
    public void leaseEnded(TunnelId tunnel, String sessionId) {
        end(watchersOf(open.of(tunnel), ofSession(sessionId)), CloseReason.LEASE_ENDED, Terminals.LEASE_ENDED);
    }

    @Override
    public void sessionEnded(String sessionId, SessionEnd reason) {
        end(
                watchersOf(open.all(), ofSession(sessionId)),
                CloseReason.UNAUTHORIZED,
                "the operator session ended: " + reason.wireName());
    }

    private static List<Watcher> watchersOf(List<Terminal> terminals, Predicate<Watcher> which) {
        return terminals.stream()
                .flatMap(terminal -> terminal.audience().watchers(which).stream())
                .toList();
    }

    /** Nothing more is typed or shown from this very moment; saying goodbye may wait for the screen. */
    void end(List<Watcher> watchers, CloseReason reason, String text) {
        for (Watcher watcher : watchers) {
            if (watcher.mute()) {
                forget(watcher);
                threads.execute(() -> {
                    tell(watcher, text);
                    watcher.farewell(reason, text);
                });
            }
        }
    }

    /** The Engine stops: that is written down for every screen, and told, before this returns. */
    void close() {
        for (Watcher watcher : watchersOf(open.all(), any -> true)) {
            if (watcher.mute()) {
                over(watcher, EndReason.ENGINE_STOP.wireName());
                watcher.farewell(CloseReason.TERMINAL_ENDED, "the terminal has ended: the Engine stops");
            }
        }
    }
}
