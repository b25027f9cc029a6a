package io.borealis.engine.tunnel;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The Engine's timer, whose work a test can hold up while it looks. Thread-safe. */
final class StoppableTimer extends ScheduledThreadPoolExecutor {
    private final ReentrantLock working = new ReentrantLock();

    StoppableTimer() {
        super(1);
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable work) {
        super.beforeExecute(thread, work);
        working.lock();
    }

    @Override
    protected void afterExecute(Runnable work, Throwable failed) {
        working.unlock();
        super.afterExecute(work, failed);
    }

    /** What is looked at while nothing that the timer begins is under way. */
    <T> T whileStopped(Supplier<T> look) {
        working.lock();
        try {
            return look.get();
        } finally {
            working.unlock();
        }
    }
}
