package io.borealis.engine.terminal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** What an operator types, on its way to the shell: one write after the other, so much waiting and no more. Thread-safe. */
final class Keystrokes {
    private static final int MOST_WAITING_BYTES = 1024 * 1024;

    private final IoOutputStream shell;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean writing;

    Keystrokes(IoOutputStream shell) {
        this.shell = shell;
    }

    /** False when too much waits: the shell does not read. */
    boolean type(byte[] bytes) throws IOException {
        synchronized (waiting) {
            if (waitingBytes + bytes.length > MOST_WAITING_BYTES) {
                return false;
            }
            waiting.add(bytes);
            waitingBytes += bytes.length;
            if (writing) {
                return true;
            }
            writing = true;
        }
        writeNext();
        return true;
    }

    private void writeNext() throws IOException {
        byte[] next;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                writing = false;
                return;
            }
            next = waiting.remove();
            waitingBytes -= next.length;
        }
        shell.writeBuffer(new ByteArrayBuffer(next)).addListener(done -> {
            if (done.isWritten()) {
                try {
                    writeNext();
                } catch (IOException closed) {
                    // The channel is gone, which its own close event tells
                    waiting.clear();
                }
            }
        });
    }
}
