package io.borealis.network.connector;

import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Work that passes again and again until it is released, on one of the container's threads for long work. Between two
 * passes it pauses as long as the pass said, or until it is woken.
 */
abstract class LongWork implements Work, WorkContextProvider {

    private static final System.Logger LOG = System.getLogger(LongWork.class.getName());
    private static final Duration PAUSE_AFTER_BUG = Duration.ofSeconds(5);

    private boolean released;
    private boolean woken;
    private boolean running;

    /** One pass; tells how long to pause. */
    abstract Duration pass();

    @Override
    public final void run() {
        if (!begins()) {
            return;
        }
        try {
            while (!isReleased()) {
                pause(passOrSurvive());
            }
        } finally {
            ended();
        }
    }

    private Duration passOrSurvive() {
        try {
            return pass();
        } catch (RuntimeException bug) {
            // a watch that dies unseen is worse than one that stumbles: nobody would be told anything any more
            LOG.log(System.Logger.Level.ERROR, getClass().getSimpleName() + " stumbled and goes on", bug);
            return PAUSE_AFTER_BUG;
        }
    }

    private synchronized boolean begins() {
        running = !released;
        return running;
    }

    private synchronized void ended() {
        running = false;
        notifyAll();
    }

    private synchronized void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toNanos(); left > 0 && !woken && !released; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException containerStops) {
            released = true;
            Thread.currentThread().interrupt();
        }
        woken = false;
    }

    private synchronized boolean isReleased() {
        return released;
    }

    /** Ends a pause. */
    final synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Not synchronized itself, as the specification demands of work. */
    @Override
    public final void release() {
        synchronized (this) {
            released = true;
            notifyAll();
        }
    }

    /** Releases the work and waits, for a bounded time, until its last pass is over. */
    final synchronized void releaseAndAwaitEnd() {
        release();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        try {
            while (running && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final List<WorkContext> getWorkContexts() {
        HintsContext hints = new HintsContext();
        hints.setName("Borealis " + getClass().getSimpleName());
        hints.setHint(HintsContext.LONGRUNNING_HINT, Boolean.TRUE);
        return List.of(hints);
    }
}
