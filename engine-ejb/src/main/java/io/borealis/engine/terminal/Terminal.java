package io.borealis.engine.terminal;

import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.TerminalSize;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.io.IoReadFuture;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * One open terminal. While the screen is a whole window behind, nothing more is read from the device, so what overtakes
 * the output (Ctrl-C) works at once. Thread-safe; after its end every call does nothing.
 */
public final class Terminal implements AutoCloseable {
    private static final int READ_BYTES = 16 * 1024;

    private final String id = UUID.randomUUID().toString();
    private final OperatorSession operator;
    private final ClientSession session;
    private final ChannelShell shell;
    private final TerminalScreen screen;
    private final Runnable whenUsed;
    private final Consumer<Terminal> whenEnded;
    private final Keystrokes keystrokes;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean mute;
    private volatile Optional<String> endText = Optional.empty();
    // Guards what the screen is told, and its window
    private final Object screenTurn = new Object();
    private long unacknowledged;
    private boolean waitsForScreen;

    Terminal(
            OperatorSession operator,
            ClientSession session,
            ChannelShell shell,
            TerminalScreen screen,
            Runnable whenUsed,
            Consumer<Terminal> whenEnded) {
        this.operator = operator;
        this.session = session;
        this.shell = shell;
        this.screen = screen;
        this.whenUsed = whenUsed;
        this.whenEnded = whenEnded;
        this.keystrokes = new Keystrokes(shell.getAsyncIn(), screen::holdInput);
    }

    void start() {
        synchronized (screenTurn) {
            screen.opened(id, FromTerminal.WINDOW_BYTES);
        }
        session.addCloseFutureListener(closed -> end(CloseReason.FAILED, "the connection to the device broke"));
        read();
    }

    String id() {
        return id;
    }

    OperatorSession operator() {
        return operator;
    }

    /** What the screen was told when the terminal ended. */
    Optional<String> endText() {
        return endText;
    }

    /** The shell's exit code, once it ended by itself. */
    OptionalInt exitCode() {
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
        byte[] bytes = future.getBuffer().getCompactData();
        boolean full;
        synchronized (screenTurn) {
            if (over.get()) {
                return;
            }
            unacknowledged += bytes.length;
            full = unacknowledged >= FromTerminal.WINDOW_BYTES;
            waitsForScreen = full;
            screen.output(bytes);
        }
        if (!full) {
            read();
        }
    }

    /**
     * Keystrokes, in order; at most {@link FromTerminal#MAX_INPUT_BYTES} at once. A shell that does not take them holds
     * the screen's input back.
     */
    public void input(byte[] bytes) {
        if (over.get() || mute || bytes.length == 0) {
            return;
        }
        whenUsed.run();
        try {
            if (!keystrokes.type(bytes)) {
                end(CloseReason.TOO_MUCH, "input came although it was held back");
            }
        } catch (IOException broken) {
            end(CloseReason.FAILED, "the connection to the device broke");
        }
    }

    public void resize(TerminalSize size) {
        if (over.get()) {
            return;
        }
        try {
            shell.sendWindowChange(size.columns(), size.rows());
        } catch (IOException broken) {
            end(CloseReason.FAILED, "the connection to the device broke");
        }
    }

    /** The screen has drawn this many more bytes. */
    public void acknowledge(int bytes) {
        boolean goOn;
        synchronized (screenTurn) {
            // A screen that claims to have drawn more than it was sent gains nothing by it
            unacknowledged = Math.max(0, unacknowledged - Math.max(0, bytes));
            goOn = waitsForScreen && unacknowledged < FromTerminal.WINDOW_BYTES;
            if (goOn) {
                waitsForScreen = false;
            }
        }
        if (goOn && !over.get()) {
            read();
        }
    }

    /** Ends the shell. */
    @Override
    public void close() {
        end(CloseReason.TUNNEL_ENDED, "the terminal was closed");
    }

    /** From now on nothing that is typed goes anywhere; {@link #end} follows, by a thread that may wait. */
    void mute() {
        mute = true;
        keystrokes.drop();
    }

    void end(CloseReason reason, String text) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        endText = Optional.of(text);
        OptionalInt exit = exitCode();
        synchronized (screenTurn) {
            exit.ifPresent(screen::exited);
            screen.ended(reason, text);
        }
        whenEnded.accept(this);
        session.close(true);
    }
}
