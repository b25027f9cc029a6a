package io.borealis.network.connector;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;

/** A container that gives each work a thread of its own, and knows which of them live. */
final class ThreadWork implements BootstrapContext, WorkManager {

    private final List<Thread> threads = new ArrayList<>();

    synchronized long livingThreads() {
        return threads.stream().filter(Thread::isAlive).count();
    }

    @Override
    public synchronized long startWork(Work work) {
        Thread thread = new Thread(work, "container-work");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return 0;
    }

    @Override
    public WorkManager getWorkManager() {
        return this;
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
        return true;
    }

    @Override
    public long startWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        throw unused();
    }

    @Override
    public void doWork(Work work) {
        throw unused();
    }

    @Override
    public void doWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        throw unused();
    }

    @Override
    public void scheduleWork(Work work) {
        throw unused();
    }

    @Override
    public void scheduleWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
        throw unused();
    }

    @Override
    public XATerminator getXATerminator() {
        throw unused();
    }

    @Override
    public Timer createTimer() {
        throw unused();
    }

    @Override
    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("the adapter needs startWork alone");
    }
}
