package io.borealis.engine.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Tasks done one at a time, in order, by borrowed threads; at most so many wait. Thread-safe. */
final class SerialQueue {
    private final Executor threads;
    private final int most;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    SerialQueue(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    /** False when as many wait as may; the task is not done then. */
    boolean offer(Runnable task) {
        synchronized (waiting) {
            if (waiting.size() >= most) {
                return false;
            }
            waiting.add(task);
            if (running) {
                return true;
            }
            running = true;
        }
        threads.execute(this::work);
        return true;
    }

    private void work() {
        while (true) {
            Runnable next;
            synchronized (waiting) {
                if (waiting.isEmpty()) {
                    running = false;
                    return;
                }
                next = waiting.remove();
            }
            next.run();
        }
    }
}
