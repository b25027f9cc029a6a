package io.borealis.agent.terminal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.util.threads.NoCloseExecutor;

/**
 * The threads of one SSH server's sockets. On Windows the end of a pending accept is told after the sockets are closed;
 * SSHD's own threads refuse what comes so late, and the system thread that tells it dies of the refusal. Here it is
 * dropped, for there is nobody left to hear it.
 */
final class SocketThreads extends NoCloseExecutor {

    private final ThreadPoolExecutor threads;

    private SocketThreads(ThreadPoolExecutor threads) {
        super(threads);
        this.threads = threads;
    }

    static SocketThreads start(int number) {
        return new SocketThreads(new ThreadPoolExecutor(
                number,
                number,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> {
                    Thread thread = new Thread(work, "terminal-socket");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy()));
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** Ends them; SSHD does not. */
    void end() {
        threads.shutdown();
    }
}
