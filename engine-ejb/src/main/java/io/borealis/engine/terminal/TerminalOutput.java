package io.borealis.engine.terminal;

import io.borealis.protocol.Ticker;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a terminal printed, and who is shown it: a ring of the latest output, and one screen or none. Everything a screen
 * is told is told here, in one turn. Thread-safe.
 */
final class TerminalOutput {
    /** A replay is given in messages of this size, as live output is. */
    private static final int MESSAGE_BYTES = 16 * 1024;

    /** How a screen that attaches is served. */
    enum Shown {
        /** Not at all: it has ended, its right has, or it never printed so much. */
        NOT,
        /** From the byte that it asked for. */
        WHOLE,
        /** From a later one. */
        CUT,
        /** With all that there is, and the end of the shell. */
        WITH_ITS_END
    }

    private record Ending(OptionalInt exit, CloseReason reason, String text) {}

    /**
     * What a watcher is given next.
     *
     * @param lost where it goes on when the output before is lost to it; there are no bytes then
     */
    record Piece(byte[] bytes, Optional<Replay> lost) {}

    private final TerminalLimits limits;
    private final ReplayRing ring;
    private final Ticker ticker;
    private final IntConsumer giveBack;
    private final Audience audience = new Audience();
    private @Nullable TerminalScreen screen;
    private @Nullable Ending unseen;
    private boolean forgotten;
    private boolean barred;
    private boolean over;
    private boolean inputHeld;
    private long unacknowledged;
    private boolean waitsForScreen;
    private boolean left;
    private Duration grace = Duration.ZERO;
    private @Nullable Duration forsakenAt;

    /** @param giveBack told how much memory of the ring is free again */
    TerminalOutput(TerminalLimits limits, ReplayRing ring, Ticker ticker, IntConsumer giveBack) {
        this.limits = limits;
        this.ring = ring;
        this.ticker = ticker;
        this.giveBack = giveBack;
    }

    synchronized void open(TerminalScreen first, String id) {
        screen = first;
        first.opened(id, FromTerminal.WINDOW_BYTES);
    }

    synchronized boolean shows(TerminalScreen who) {
        return screen == who;
    }

    synchronized long end() {
        return ring.end();
    }

    /** Whether the device is to be read on. */
    synchronized boolean arrived(byte[] bytes) {
        if (forgotten) {
            return false;
        }
        ring.append(bytes);
        TerminalScreen shown = screen;
        if (shown == null) {
            audience.wake();
            return true;
        }
        unacknowledged += bytes.length;
        waitsForScreen = unacknowledged >= FromTerminal.WINDOW_BYTES;
        shown.output(bytes);
        audience.wake();
        return !waitsForScreen;
    }

    /** The screen has drawn so much more. True when the device is to be read on. */
    synchronized boolean acknowledge(TerminalScreen who, int bytes) {
        if (screen != who) {
            return false;
        }
        // A screen that claims to have drawn more than it was sent gains nothing by it
        unacknowledged = Math.max(0, unacknowledged - Math.max(0, bytes));
        return mayRead();
    }

    /** Whether the device is to be read on by the caller: nobody reads, and no screen is behind. Says so once. */
    synchronized boolean mayRead() {
        boolean goOn = waitsForScreen && (screen == null || unacknowledged < FromTerminal.WINDOW_BYTES);
        if (goOn) {
            waitsForScreen = false;
        }
        return goOn;
    }

    synchronized void holdInput(boolean hold) {
        inputHeld = hold;
        if (screen != null) {
            screen.holdInput(hold);
        }
        audience.holdInput(hold);
    }

    synchronized boolean holdsInput() {
        return inputHeld;
    }

    /** Who else is shown it. */
    Audience audience() {
        return audience;
    }

    /** Where a watcher begins; empty when there is nothing to watch, or never was so much. */
    synchronized Optional<Replay> place(Watcher watcher, long from) {
        if (forgotten || barred || over || from < 0 || from > ring.end()) {
            return Optional.empty();
        }
        Replay replay = ring.replayFrom(from);
        watcher.place(replay.offset());
        return Optional.of(replay);
    }

    /** What a watcher is given next, at most so many bytes; empty when it has all. */
    synchronized Optional<Piece> next(Watcher watcher, int mostBytes) {
        if (forgotten || barred || over || watcher.place() == ring.end()) {
            return Optional.empty();
        }
        if (watcher.place() < ring.begin()) {
            Replay replay = ring.replayFrom(watcher.place());
            watcher.place(replay.offset());
            return Optional.of(new Piece(new byte[0], Optional.of(replay)));
        }
        byte[] bytes = ring.read(watcher.place(), mostBytes);
        watcher.place(watcher.place() + bytes.length);
        return Optional.of(new Piece(bytes, Optional.empty()));
    }

    /** Tells the owner's screen, if there is one. */
    synchronized void tell(FromTerminal word, Runnable taken) {
        if (screen != null) {
            screen.tell(word, taken);
        }
    }

    /** Shows everything from an offset on, and what comes. A screen that was there before is told that it is no more. */
    synchronized Shown attach(TerminalScreen next, String id, long from) {
        if (forgotten || barred || from < 0 || from > ring.end()) {
            return Shown.NOT;
        }
        TerminalScreen before = screen;
        // First of all: a screen that is closed detaches itself, within this very call
        screen = next;
        forsakenAt = null;
        if (before != null) {
            before.ended(CloseReason.TAKEN_OVER, "another socket of this operator session shows the terminal now");
        }
        Replay replay = ring.replayFrom(from);
        next.attached(id, replay, FromTerminal.WINDOW_BYTES);
        byte[] bytes = ring.since(replay.offset());
        for (int at = 0; at < bytes.length; at += MESSAGE_BYTES) {
            next.output(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + MESSAGE_BYTES)));
        }
        unacknowledged = bytes.length;
        Ending ending = unseen;
        if (ending != null) {
            screen = null;
            tell(next, ending);
            forget();
            return Shown.WITH_ITS_END;
        }
        if (inputHeld) {
            next.holdInput(true);
        }
        return replay.cut() ? Shown.CUT : Shown.WHOLE;
    }

    /** From now on it is shown to nobody new. */
    synchronized void bar() {
        barred = true;
    }

    /** The screen is gone. False when it was not shown anything any more. */
    synchronized boolean detach(TerminalScreen who, boolean saidThatItLeaves) {
        if (screen != who) {
            return false;
        }
        screen = null;
        unacknowledged = 0;
        left = saidThatItLeaves;
        grace = saidThatItLeaves ? limits.leavingGrace() : limits.grace();
        forsakenAt = ticker.elapsed().plus(grace);
        return true;
    }

    synchronized Duration grace() {
        return grace;
    }

    synchronized boolean wasLeft() {
        return left;
    }

    synchronized boolean isForsaken() {
        return forsakenAt != null && ticker.elapsed().compareTo(forsakenAt) >= 0;
    }

    /** The shell is gone. False when there is no screen to tell it: one that attaches in time is told. */
    synchronized boolean end(OptionalInt exit, CloseReason reason, String text) {
        Ending ending = new Ending(exit, reason, text);
        over = true;
        audience.end(ring, exit, text);
        TerminalScreen shown = screen;
        if (shown == null) {
            unseen = ending;
            return false;
        }
        screen = null;
        tell(shown, ending);
        return true;
    }

    private static void tell(TerminalScreen screen, Ending ending) {
        ending.exit().ifPresent(screen::exited);
        screen.ended(ending.reason(), ending.text());
    }

    /** Holds nothing any more, and is shown to nobody. False when it was so already. */
    synchronized boolean forget() {
        if (forgotten) {
            return false;
        }
        forgotten = true;
        forsakenAt = null;
        int free = ring.capacity();
        ring.clear();
        giveBack.accept(free);
        return true;
    }
}
