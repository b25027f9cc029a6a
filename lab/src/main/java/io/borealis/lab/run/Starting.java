package io.borealis.lab.run;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The one way to start a process, until somebody begins to remove everything: from then on nobody else starts one, and
 * what was started before is there to be found. Thread-safe.
 */
public final class Starting {

    private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();
    private static @Nullable Thread remover;

    private Starting() {}

    /** @throws LabException when everything is being removed by another thread */
    public static Process start(ProcessBuilder process) throws IOException {
        LOCK.readLock().lock();
        try {
            if (remover != null && remover != Thread.currentThread()) {
                throw new LabException("everything is being removed, so nothing more is started");
            }
            return process.start();
        } finally {
            LOCK.readLock().unlock();
        }
    }

    /** From now on this thread alone starts processes. */
    public static void byThisThreadAlone() {
        LOCK.writeLock().lock();
        try {
            remover = Thread.currentThread();
        } finally {
            LOCK.writeLock().unlock();
        }
    }
}
