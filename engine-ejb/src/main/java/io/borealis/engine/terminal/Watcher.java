package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.Leave;
import io.borealis.protocol.terminal.TerminalSize;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/**
 * A screen that shows another's terminal: a place in what the terminal printed, and no queue. One message is on its way at
 * a time, and what follows is copied out of the ring when that one was taken; so a slow one falls behind alone, and is told
 * when the ring has passed it. Thread-safe.
 *
 * <p>Locks are taken in this order: {@code voice}, the terminal's output, the watcher itself.
 */
final class Watcher implements Attachment {
    /** One message has so many bytes at most. */
    private static final int LARGEST_PIECE = 32 * 1024;

    private static final Logger LOG = System.getLogger(Watcher.class.getName());

    private final Terminal terminal;
    private final OperatorSession operator;
    private final TerminalScreen screen;
    private final Executor threads;
    private final Runnable whenUsed;
    private final BiConsumer<Watcher, String> whenOver;
    /** Held while the screen is told something, so that it is told one thing at a time. */
    private final Object voice = new Object();

    private final GuestNews news = new GuestNews();

    private volatile TerminalSize size;
    private volatile boolean gone;
    /** Within the turn of the terminal's output. */
    private long place;

    private boolean busy = true;
    private boolean wanted;
    private boolean last;
    private long unacknowledged;

    /**
     * @param whenUsed run for each message that he types
     * @param whenOver told once when he sees it no more, and why, in words
     */
    Watcher(
            Terminal terminal,
            OperatorSession operator,
            TerminalScreen screen,
            TerminalSize size,
            Executor threads,
            Runnable whenUsed,
            BiConsumer<Watcher, String> whenOver) {
        this.terminal = terminal;
        this.operator = operator;
        this.screen = screen;
        this.size = size;
        this.threads = threads;
        this.whenUsed = whenUsed;
        this.whenOver = whenOver;
    }

    Terminal terminal() {
        return terminal;
    }

    OperatorSession operator() {
        return operator;
    }

    TerminalSize size() {
        return size;
    }

    /** Where it is in the output. Called in the output's turn, as is {@link #place(long)}. */
    long place() {
        return place;
    }

    void place(long offset) {
        place = offset;
    }

    /** Shows it from its place on. */
    void start(Replay replay) {
        synchronized (voice) {
            if (!gone) {
                screen.attached(terminal.id(), replay, FromTerminal.WINDOW_BYTES);
            }
        }
        run(this::goOn);
    }

    /** There may be more to show. Waits for nobody. */
    void wake() {
        // One that is a whole window behind costs nothing until it acknowledges
        goOnWithin(FromTerminal.WINDOW_BYTES);
    }

    /** What it is told beside the output has changed. */
    void tellNews() {
        goOnWithin(Long.MAX_VALUE);
    }

    private void goOnWithin(long window) {
        synchronized (this) {
            if (last || unacknowledged >= window) {
                return;
            }
            wanted = true;
            if (busy) {
                return;
            }
            busy = true;
        }
        run(this::goOn);
    }

    private void run(Runnable step) {
        try {
            threads.execute(step);
        } catch (RejectedExecutionException stopping) {
            LOG.log(Level.DEBUG, "the Engine stops, and with it every screen");
        }
    }

    private void goOn() {
        synchronized (voice) {
            while (!gone) {
                int room = begin();
                Optional<FromTerminal> word = room < 0
                        ? Optional.empty()
                        : news.next(terminal.screens().seenBy(operator.username()));
                if (word.isPresent()) {
                    screen.tell(word.get(), this::taken);
                    return;
                }
                Optional<TerminalOutput.Piece> next =
                        room > 0 ? terminal.output().next(this, room) : Optional.empty();
                if (next.isPresent()) {
                    give(next.get());
                    return;
                }
                if (rests()) {
                    return;
                }
            }
        }
    }

    /** Bytes that it may be given; -1 when the end of the terminal is told by another turn. */
    private synchronized int begin() {
        wanted = false;
        return last ? -1 : (int) Math.min(LARGEST_PIECE, FromTerminal.WINDOW_BYTES - unacknowledged);
    }

    private synchronized boolean rests() {
        busy = wanted;
        return !wanted;
    }

    private void give(TerminalOutput.Piece piece) {
        synchronized (this) {
            unacknowledged += piece.bytes().length;
        }
        if (gone) {
            return;
        }
        if (piece.lost().isPresent()) {
            Replay replay = piece.lost().get();
            screen.tell(new FromTerminal.Skipped(replay.offset(), replay.liveFrom(), replay.restore()), this::taken);
        } else {
            screen.output(piece.bytes(), this::taken);
        }
    }

    private void taken() {
        run(this::goOn);
    }

    /** The shell takes no more of what is typed, or takes it again. */
    void holdInput(boolean hold) {
        if (!hold || terminal.audience().may(operator.username(), Leave.TYPE)) {
            screen.holdInput(hold);
        }
    }

    @Override
    public String id() {
        return terminal.id();
    }

    @Override
    public void input(byte[] bytes) {
        if (gone || bytes.length == 0) {
            return;
        }
        if (!terminal.audience().may(operator.username(), Leave.TYPE)) {
            refuse(FromTerminal.Unheard.WATCHING);
        } else if (!terminal.inputOfGuest(bytes, whenUsed)) {
            refuse(FromTerminal.Unheard.BUSY);
        }
    }

    // However much is typed in vain, one word at a time is on its way
    private void refuse(FromTerminal.Unheard reason) {
        news.refuse(reason);
        tellNews();
    }

    @Override
    public void resize(TerminalSize wanted) {
        if (!gone) {
            size = wanted;
            terminal.screens().changed();
        }
    }

    @Override
    public void acknowledge(int bytes) {
        synchronized (this) {
            unacknowledged = Math.max(0, unacknowledged - Math.max(0, bytes));
        }
        wake();
    }

    @Override
    public void detach(boolean saidThatItLeaves) {
        if (mute()) {
            whenOver.accept(this, saidThatItLeaves ? "left" : "the socket is gone");
        }
    }

    @Override
    public void close() {
        detach(true);
    }

    /** Shows and takes nothing more from this very moment. True when {@link #farewell} is to follow. */
    synchronized boolean mute() {
        boolean was = gone || last;
        gone = true;
        return !was;
    }

    /** Says why it was muted; may wait for the screen. */
    void farewell(CloseReason reason, String text) {
        synchronized (voice) {
            screen.ended(reason, text);
        }
    }

    /** The terminal has ended: shows what there is still room for, and how. Called in the output's turn. */
    void endWith(ReplayRing ring, OptionalInt exit, String how) {
        byte[] rest;
        synchronized (this) {
            if (gone || last) {
                return;
            }
            last = true;
            int room = (int) Math.max(0, FromTerminal.WINDOW_BYTES - unacknowledged);
            rest = place >= ring.begin() ? ring.read(place, room) : new byte[0];
        }
        run(() -> {
            synchronized (voice) {
                if (rest.length > 0) {
                    screen.output(rest, () -> {});
                }
                exit.ifPresent(screen::exited);
                screen.ended(CloseReason.TERMINAL_ENDED, "the terminal has ended: " + how);
            }
            whenOver.accept(this, "the terminal has ended");
        });
    }
}
