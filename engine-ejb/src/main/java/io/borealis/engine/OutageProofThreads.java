package io.borealis.engine;

import io.borealis.persistence.DatabaseUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Borrowed threads on which a piece of work may meet a database that is out: that is told once, by the watch, and not
 * by each piece. Whoever closes the threads is whoever lent them.
 */
final class OutageProofThreads extends AbstractExecutorService {
    private static final Logger LOG = System.getLogger(OutageProofThreads.class.getName());

    private final ExecutorService lent;

    OutageProofThreads(ExecutorService lent) {
        this.lent = lent;
    }

    @Override
    public void execute(Runnable work) {
        lent.execute(() -> {
            try {
                work.run();
            } catch (DatabaseUnavailableException out) {
                LOG.log(Level.DEBUG, "left undone: {0}", out.getMessage());
            }
        });
    }

    @Override
    public void shutdown() {
        lent.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return lent.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return lent.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return lent.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return lent.awaitTermination(timeout, unit);
    }
}
