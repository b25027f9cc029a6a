package io.borealis.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows whether the database is there. An outage is one line in the log at its begin and one at its
 * end, whoever meets it and how often. Thread-safe.
 */
@ApplicationScoped
public class OutageWatch {
    private static final Logger LOG = System.getLogger(OutageWatch.class.getName());

    /** While the database is out one caller in so long tries it, and everybody else is refused at once. */
    private static final long TRY_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** A try that takes longer than this does not keep the others from theirs. */
    private static final long LONGEST_TRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long a write that failed for want of space counts against the database. */
    private static final long UNWRITABLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int MOST_WAITING = 1000;

    private @Nullable String why;
    private long since;
    private long refused;
    private long nextTry;
    private @Nullable String starting;
    private @Nullable String noSpace;
    private long noSpaceUntil;
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    /** Why the database does not do its work; empty while it does. */
    public synchronized Optional<String> outage() {
        return Optional.ofNullable(why)
                .or(() -> Optional.ofNullable(starting))
                .or(() -> Optional.ofNullable(noSpace()));
    }

    /** Until {@link #serving}, health is down even when the database answers: the Engine still starts on it. */
    public synchronized void waiting() {
        starting = "the Engine starts on its database";
    }

    public synchronized void serving() {
        starting = null;
    }

    private @Nullable String noSpace() {
        return noSpace != null && System.nanoTime() - noSpaceUntil < 0 ? noSpace : null;
    }

    /** The database reads, and has no room to write. Told once a minute, and unhealthy for a minute after the last. */
    public synchronized void full(String reason) {
        if (noSpace() == null) {
            LOG.log(Level.ERROR, "the database cannot write: {0}; what needs it is answered 503: make room", reason);
        }
        noSpace = reason;
        noSpaceUntil = System.nanoTime() + UNWRITABLE_NANOS;
    }

    /** A caller that was let try met something that says nothing about the database: the next one may try. */
    synchronized void undecided() {
        nextTry = System.nanoTime();
    }

    /** The database did not do what was asked, for this reason. */
    public synchronized void lost(String reason) {
        if (why == null) {
            since = System.nanoTime();
            refused = 0;
            LOG.log(
                    Level.ERROR,
                    "the database is out: {0}; requests are answered 503 until it is back, tunnels stay as they are",
                    reason);
        }
        why = reason;
        refused++;
        nextTry = System.nanoTime() + TRY_EVERY_NANOS;
    }

    /** Whether the caller may ask the database now; while it is out, one in a quarter of a second. */
    public synchronized boolean mayTry() {
        if (why == null) {
            return true;
        }
        if (System.nanoTime() - nextTry < 0) {
            refused++;
            return false;
        }
        nextTry = System.nanoTime() + LONGEST_TRY_NANOS;
        return true;
    }

    /** The database did what was asked: whatever waited for that is done now, by this thread. */
    public void answered() {
        List<Runnable> due;
        synchronized (this) {
            if (why == null) {
                return;
            }
            LOG.log(
                    Level.INFO,
                    "the database is back after {0} s; {1} pieces of work were refused meanwhile",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since),
                    refused);
            why = null;
            due = new ArrayList<>(waiting);
            waiting.clear();
        }
        due.forEach(OutageWatch::doNow);
    }

    /**
     * Does the work now, and again when the database is back if it is out. More than a thousand pieces do not wait: what
     * they would write is found by the comparison of rows and host all the same.
     */
    public void nowOrLater(Runnable work) {
        try {
            work.run();
        } catch (DatabaseUnavailableException out) {
            synchronized (this) {
                if (why != null && waiting.size() < MOST_WAITING) {
                    waiting.add(work);
                }
            }
        }
    }

    private static void doNow(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "what waited for the database could not be done", failed);
        }
    }
}
