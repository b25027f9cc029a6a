package io.borealis.web.terminal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a terminal prints, on its way to a browser as WebSocket messages. The first bytes go at once; what is printed while
 * they are on their way goes together, up to 64 KiB in a message. Nothing is delayed by a timer, and nobody waits; the
 * terminal's window bounds what gathers. Thread-safe.
 */
final class OutputFrames {

    private static final int LARGEST = 64 * 1024;

    /** Where messages go, in the order in which they are given. Must not wait. */
    @FunctionalInterface
    interface Socket {

        /** @param sent to be run once, when the socket took it; never when it is broken */
        void send(ByteBuffer message, Runnable sent);
    }

    private final Socket socket;
    private final Deque<byte[]> gathered = new ArrayDeque<>();
    /** What the socket is to be given whether it has taken what came before or not. */
    private final Deque<Runnable> due = new ArrayDeque<>();
    /** Messages that the socket was given and did not take yet; more than one only when a word went between. */
    private int onTheirWay;

    private boolean giving;

    OutputFrames(Socket socket) {
        this.socket = socket;
    }

    /** Sends the bytes, or lets them go with the next ones. The array belongs to the socket from now on. */
    void print(byte[] bytes) {
        synchronized (this) {
            gathered.add(bytes);
        }
        give();
    }

    /** Does something that the browser is to hear behind all that was printed; perhaps by the thread of the socket. */
    void behind(Runnable word) {
        synchronized (this) {
            while (!gathered.isEmpty()) {
                due.add(message());
            }
            due.add(word);
        }
        give();
    }

    private void sent() {
        synchronized (this) {
            onTheirWay--;
        }
        give();
    }

    // By one thread at a time, so that the order stays; without the lock, since a socket that breaks tells it from
    // within
    private void give() {
        while (true) {
            Runnable next;
            synchronized (this) {
                if (!giving && due.isEmpty() && onTheirWay == 0 && !gathered.isEmpty()) {
                    due.add(message());
                }
                if (giving || due.isEmpty()) {
                    return;
                }
                giving = true;
                next = due.remove();
            }
            try {
                next.run();
            } finally {
                synchronized (this) {
                    giving = false;
                }
            }
        }
    }

    private Runnable message() {
        ByteBuffer message = joined();
        onTheirWay++;
        return () -> socket.send(message, this::sent);
    }

    private ByteBuffer joined() {
        int length = 0;
        int pieces = 0;
        for (byte[] piece : gathered) {
            if (pieces > 0 && length + piece.length > LARGEST) {
                break;
            }
            length += piece.length;
            pieces++;
        }
        if (pieces == 1) {
            return ByteBuffer.wrap(gathered.remove());
        }
        ByteBuffer message = ByteBuffer.allocate(length);
        for (int i = 0; i < pieces; i++) {
            message.put(gathered.remove());
        }
        return message.flip();
    }
}
