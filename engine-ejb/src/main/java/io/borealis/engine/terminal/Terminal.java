package io.borealis.engine.terminal;

import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.TerminalSize;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.io.IoReadFuture;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * One terminal: a shell and what it printed, shown by one screen at a time or waiting for one. While the screen is a whole
 * window behind, nothing more is read from the device, so what overtakes the output (Ctrl-C) works at once; while there is
 * no screen the oldest output gives way and the shell goes on. Thread-safe; after its end every call does nothing.
 */
final class Terminal {
    /** A packet of SSH. */
    private static final int READ_BYTES = 32 * 1024;

    /** What became of a terminal, in the order in which it is told. */
    enum Step {
        DETACHED,
        /** The shell is gone; who comes back is still told how. */
        ENDED,
        /** Nobody comes back to it any more. */
        GONE
    }

    private final String id = UUID.randomUUID().toString();
    private final TerminalOwner owner;
    private final ClientSession session;
    private final ChannelShell shell;
    private final Runnable whenUsed;
    private final BiConsumer<Terminal, Step> tell;
    private final Keystrokes keystrokes;
    private final TerminalOutput output;
    private final Screens screens;
    /** Guests type one after the other, so that no more than one message comes on top of a full shell. */
    private final Object guests = new Object();

    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean mute;
    private volatile String endText = "";

    Terminal(
            TerminalOwner owner,
            ClientSession session,
            ChannelShell shell,
            TerminalSize size,
            TerminalOutput output,
            Runnable whenUsed,
            BiConsumer<Terminal, Step> tell) {
        this.owner = owner;
        this.session = session;
        this.shell = shell;
        this.output = output;
        this.screens = new Screens(owner.operator().username(), shell, size, output, this::broke);
        this.whenUsed = whenUsed;
        this.tell = tell;
        this.keystrokes = new Keystrokes(shell.getAsyncIn(), output::holdInput);
    }

    /** Shows it on its first screen. */
    Attachment start(TerminalScreen screen) {
        output.open(screen, id);
        session.addCloseFutureListener(closed -> broke());
        read();
        return new OwnAttachment(this, screen);
    }

    String id() {
        return id;
    }

    TerminalOwner owner() {
        return owner;
    }

    /** The operator session that it was opened in, and that alone may come back. */
    String sessionId() {
        return owner.operator().sessionId();
    }

    /** Whether this is the screen that shows it. */
    boolean shows(TerminalScreen screen) {
        return output.shows(screen);
    }

    /** Whether its shell is gone. */
    boolean hasEnded() {
        return over.get();
    }

    /** How it ended, in words; empty while it lives. */
    String endText() {
        return endText;
    }

    /** Whether it waits for a screen for longer than it may. */
    boolean isForsaken() {
        return output.isForsaken();
    }

    /** For how long it waits after the latest drop. */
    Duration grace() {
        return output.grace();
    }

    /** Whether its screen, the latest one, said that it leaves. */
    boolean wasLeft() {
        return output.wasLeft();
    }

    /** The shell's exit code, once it ended by itself. */
    private OptionalInt exitCode() {
        Integer status = shell.getExitStatus();
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }

    private void read() {
        ByteArrayBuffer buffer = new ByteArrayBuffer(READ_BYTES);
        shell.getAsyncOut().read(buffer).addListener(this::arrived);
    }

    private void arrived(IoReadFuture future) {
        if (future.getException() != null) {
            // No more output will come; the exit code comes before the channel closes
            shell.addCloseFutureListener(closed -> end(CloseReason.TUNNEL_ENDED, "the shell ended"));
            return;
        }
        if (output.arrived(future.getBuffer().getCompactData()) && !over.get()) {
            read();
        }
    }

    /** A screen takes the place of whichever there was. Empty when it ended meanwhile, or never had this offset. */
    Optional<Attachment> attach(TerminalScreen screen, long from, TerminalSize wanted) {
        TerminalOutput.Shown shown = output.attach(screen, id, from);
        if (shown == TerminalOutput.Shown.NOT) {
            return Optional.empty();
        }
        if (shown == TerminalOutput.Shown.WITH_ITS_END) {
            tell.accept(this, Step.GONE);
            return Optional.of(new OwnAttachment(this, screen));
        }
        if (output.mayRead()) {
            read();
        }
        screens.attached(wanted, shown == TerminalOutput.Shown.CUT);
        return Optional.of(new OwnAttachment(this, screen));
    }

    /** The offset of the next byte of output. */
    long end() {
        return output.end();
    }

    void detach(TerminalScreen screen, boolean saidThatItLeaves) {
        if (output.detach(screen, saidThatItLeaves)) {
            tell.accept(this, Step.DETACHED);
            if (output.mayRead() && !over.get()) {
                read();
            }
        }
    }

    /** See {@link Attachment#input}. */
    void input(byte[] bytes) {
        type(bytes, whenUsed);
    }

    /** What somebody types with whom it is shared. False when the shell takes none at this moment. */
    boolean inputOfGuest(byte[] bytes, Runnable whenTyped) {
        synchronized (guests) {
            if (output.holdsInput()) {
                return false;
            }
            type(bytes, whenTyped);
            return true;
        }
    }

    private void type(byte[] bytes, Runnable whenTyped) {
        if (over.get() || mute || bytes.length == 0) {
            return;
        }
        whenTyped.run();
        try {
            if (!keystrokes.type(bytes)) {
                end(CloseReason.TOO_MUCH, "input came although it was held back");
            }
        } catch (IOException broken) {
            broke();
        }
    }

    void resize(TerminalSize wanted) {
        if (!over.get()) {
            screens.ownerWants(wanted);
        }
    }

    private void broke() {
        end(CloseReason.FAILED, "the connection to the device broke");
    }

    /** All that show it. */
    Screens screens() {
        return screens;
    }

    /** With whom it is shared. */
    Audience audience() {
        return output.audience();
    }

    /** What it printed. */
    TerminalOutput output() {
        return output;
    }

    void acknowledge(TerminalScreen screen, int bytes) {
        if (output.acknowledge(screen, bytes) && !over.get()) {
            read();
        }
    }

    /** Ends the shell, as its operator wants it. */
    void close() {
        finish(CloseReason.TUNNEL_ENDED, "the terminal was closed");
    }

    /** From now on nothing that is typed goes anywhere, and nobody attaches; {@link #finish} follows, by a thread that may wait. */
    void mute() {
        mute = true;
        keystrokes.drop();
        output.bar();
    }

    /** Ends it for good: nobody comes back. */
    void finish(CloseReason reason, String text) {
        end(reason, text);
        if (output.forget()) {
            tell.accept(this, Step.GONE);
        }
    }

    /** Ends the shell; who is away is told when he comes back. */
    private void end(CloseReason reason, String text) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        OptionalInt exit = exitCode();
        endText = exit.isPresent() ? "exit code " + exit.getAsInt() : text;
        boolean told = output.end(exit, reason, text);
        tell.accept(this, Step.ENDED);
        if (told && output.forget()) {
            tell.accept(this, Step.GONE);
        }
        session.close(true);
    }
}
