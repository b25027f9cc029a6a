package io.borealis.engine.terminal;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;

/** The server's threads, lent to the SSH client: it may use them and cannot shut them down. */
final class BorrowedThreads extends AbstractCloseable implements CloseableExecutorService {
    private final ExecutorService lender;

    BorrowedThreads(ExecutorService lender) {
        this.lender = lender;
    }

    @Override
    public void shutdown() {
        close(true);
    }

    @Override
    public List<Runnable> shutdownNow() {
        close(true);
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return isClosed();
    }

    @Override
    public boolean isTerminated() {
        return isClosed();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isClosed();
    }

    @Override
    public void execute(Runnable task) {
        lender.execute(task);
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        return lender.submit(task);
    }

    @Override
    public <T> Future<T> submit(Runnable task, T result) {
        return lender.submit(task, result);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return lender.submit(task);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        return lender.invokeAll(tasks);
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        return lender.invokeAll(tasks, timeout, unit);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks) throws InterruptedException, ExecutionException {
        return lender.invokeAny(tasks);
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return lender.invokeAny(tasks, timeout, unit);
    }
}
