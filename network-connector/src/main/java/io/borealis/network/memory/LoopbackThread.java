package io.borealis.network.memory;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A daemon thread that lives as long as its socket: closing the socket ends it. */
final class LoopbackThread {

    /** What runs until the socket is closed. */
    interface Loop {
        void run() throws IOException;
    }

    private static final System.Logger LOG = System.getLogger(LoopbackThread.class.getName());

    private final Thread thread;

    LoopbackThread(String name, Loop loop) {
        thread = new Thread(() -> runUntilClosed(name, loop), name);
        thread.setDaemon(true);
    }

    private static void runUntilClosed(String name, Loop loop) {
        try {
            loop.run();
        } catch (IOException closed) {
            LOG.log(System.Logger.Level.DEBUG, "{0} ends: {1}", name, closed.getMessage());
        }
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Waits until the thread has ended; the socket must be closed already. */
    void awaitEnd() {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
