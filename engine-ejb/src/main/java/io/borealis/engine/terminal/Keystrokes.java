package io.borealis.engine.terminal;

import io.borealis.protocol.terminal.FromTerminal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * What an operator types, on its way to the shell: one write after the other. When a shell does not take it, whoever
 * types is told to hold it back, and told again when there is room. Thread-safe; nothing waits.
 */
final class Keystrokes {
    /** From here on the typist is held back. */
    static final int FULL_BYTES = 256 * 1024;

    /** Once no more than this waits he goes on. */
    static final int ROOM_BYTES = 64 * 1024;

    /** The message that fills it, one of a guest, and what was on its way when the typist was told; more is a fault of ours. */
    private static final int MOST_BYTES = FULL_BYTES + 3 * FromTerminal.MAX_INPUT_BYTES;

    private final IoOutputStream shell;
    private final Consumer<Boolean> hold;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int unwritten;
    private boolean writing;
    private boolean held;

    /** @param hold told true when no more is to be typed, and false when it may go on; must not wait */
    Keystrokes(IoOutputStream shell, Consumer<Boolean> hold) {
        this.shell = shell;
        this.hold = hold;
    }

    /** False when the typist was held back and goes on all the same. */
    boolean type(byte[] bytes) throws IOException {
        synchronized (waiting) {
            if (unwritten + bytes.length > MOST_BYTES) {
                return false;
            }
            waiting.add(bytes);
            unwritten += bytes.length;
            if (!held && unwritten >= FULL_BYTES) {
                held = true;
                hold.accept(true);
            }
            if (writing) {
                return true;
            }
            writing = true;
        }
        writeNext();
        return true;
    }

    /** Forgets what the shell did not get yet. */
    void drop() {
        synchronized (waiting) {
            waiting.clear();
        }
    }

    private void writeNext() throws IOException {
        byte[] next;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                writing = false;
                return;
            }
            next = waiting.remove();
        }
        shell.writeBuffer(new ByteArrayBuffer(next)).addListener(done -> {
            if (done.isWritten()) {
                written(next.length);
            }
        });
    }

    private void written(int bytes) {
        synchronized (waiting) {
            unwritten -= bytes;
            if (held && unwritten <= ROOM_BYTES) {
                held = false;
                hold.accept(false);
            }
        }
        try {
            writeNext();
        } catch (IOException closed) {
            // The channel is gone, which its own close event tells
            drop();
        }
    }
}
