package io.borealis.protocol.terminal;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.NoCloseExecutor;

/**
 * Sockets of SSH whose bytes are handled by the very thread that learns of them. The JDK's asynchronous channels give each
 * read to a thread of a pool, which for a keystroke and its echo is a change of threads at either end of the tunnel; here
 * they are given on only when more and more comes without a pause. Whatever handles the bytes must not wait. Thread-safe.
 */
public final class DirectSockets implements IoServiceFactoryFactory {

    private final Supplier<CloseableExecutorService> lent;

    /** @param lent threads for all that is not the first handling of what was read */
    public DirectSockets(Supplier<CloseableExecutorService> lent) {
        this.lent = lent;
    }

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        // The JDK starts its polling threads with the channel group, and a thread is in the group of whoever starts it
        ThreadGroup pollers = new ThreadGroup("ssh-sockets");
        CloseableExecutorService threads = new Direct(lent.get(), pollers);
        CompletableFuture<IoServiceFactory> made = new CompletableFuture<>();
        Thread starter = new Thread(
                pollers,
                () -> made.completeAsync(() -> new Nio2ServiceFactory(manager, threads, threads), Runnable::run));
        starter.setDaemon(true);
        starter.start();
        return made.join();
    }

    /** The threads are given to the constructor. */
    @Override
    public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
        throw new UnsupportedOperationException("the threads are given to the constructor");
    }

    private static final class Direct extends NoCloseExecutor {

        private final ThreadGroup pollers;
        private final ThreadLocal<Boolean> busy = ThreadLocal.withInitial(() -> false);

        Direct(CloseableExecutorService lent, ThreadGroup pollers) {
            super(lent);
            this.pollers = pollers;
        }

        @Override
        public void execute(Runnable work) {
            // A handler that reads on is called again from within: what does not end is not for this thread
            if (Thread.currentThread().getThreadGroup() != pollers || busy.get()) {
                // The superclass refuses what comes after the end; the lender knows what becomes of that
                executor.execute(work);
                return;
            }
            busy.set(true);
            try {
                work.run();
            } finally {
                busy.set(false);
            }
        }
    }
}
