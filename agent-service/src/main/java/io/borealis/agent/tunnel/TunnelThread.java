package io.borealis.agent.tunnel;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The one thread on which tunnels are worked on. What fails there unexpectedly is handed to one place and stops nothing. */
final class TunnelThread {

    private static final int MOST_WAITING = 64;

    private final ScheduledThreadPoolExecutor executor;
    private final Consumer<RuntimeException> whenFailed;
    private final AtomicInteger waiting = new AtomicInteger();

    TunnelThread(Consumer<RuntimeException> whenFailed) {
        this.whenFailed = whenFailed;
        this.executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "tunnel");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler(new ScheduledThreadPoolExecutor.DiscardPolicy());
    }

    /** False when too much waits already. */
    boolean submitMessage(Runnable work) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return false;
        }
        execute(() -> {
            waiting.decrementAndGet();
            work.run();
        });
        return true;
    }

    void execute(Runnable work) {
        executor.execute(guarded(work));
    }

    void after(Duration delay, Runnable work) {
        executor.schedule(guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void every(Duration period, Runnable work) {
        executor.scheduleWithFixedDelay(guarded(work), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does the last work, then nothing more. */
    boolean finish(Runnable lastWork, Duration atMost) throws InterruptedException {
        execute(lastWork);
        executor.shutdown();
        return executor.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException bug) {
                whenFailed.accept(bug);
            }
        };
    }
}
