package io.borealis.engine.tunnel;

import io.borealis.persistence.ConflictException;
import io.borealis.persistence.DatabaseUnavailableException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The Engine's threads, of which a test can know when all work is done and what failed unexpectedly. Thread-safe. */
final class CountedThreads extends ThreadPoolExecutor {
    private static final long LONGEST_WAIT_MILLIS = 30_000;

    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private int running;

    CountedThreads() {
        super(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>());
    }

    @Override
    public void execute(Runnable work) {
        count(1);
        super.execute(() -> {
            try {
                work.run();
            } catch (ConflictException | DatabaseUnavailableException refused) {
                // the database was told to refuse: what becomes of it afterwards is what the test looks at
            } catch (RuntimeException | Error bug) {
                bugs.add(bug);
            } finally {
                count(-1);
            }
        });
    }

    private synchronized void count(int more) {
        running += more;
        if (running == 0) {
            notifyAll();
        }
    }

    /** Waits until nothing is left to do. */
    synchronized void awaitQuiet() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
        try {
            while (running > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new IllegalStateException(running + " pieces of work are stuck");
                }
                wait(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    List<Throwable> bugs() {
        return bugs;
    }
}
