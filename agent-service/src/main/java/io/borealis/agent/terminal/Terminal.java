package io.borealis.agent.terminal;

import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.TerminalPort;
import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyPair;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminal of whatever tunnel stands. Nothing of it is loaded before the first tunnel is asked for, and no caller
 * waits for it. Thread-safe.
 */
public final class Terminal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);
    private static final int QUICK_ATTEMPTS = 20;
    private static final int BETWEEN_QUICK_ATTEMPTS_MILLIS = 100;
    private static final int BETWEEN_LATER_ATTEMPTS_MILLIS = 250;

    private final ThreadPoolExecutor thread;
    private final ShellSettings settings;
    private final KeyPair hostKey;
    private volatile @Nullable TerminalServer server;

    /** @param hostKey the device key */
    public Terminal(ShellSettings settings, KeyPair hostKey) {
        this.settings = settings;
        this.hostKey = hostKey;
        this.thread = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread made = new Thread(work, "terminal");
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Gets a server ready that lets this key in, so that opening it takes no time. */
    public void prepare(DeviceKey engineKey) {
        thread.execute(() -> {
            shut();
            server = new TerminalServer(settings, hostKey, engineKey);
        });
    }

    /** Opens the prepared server on the tunnel's address. */
    public void open(InetAddress address) {
        thread.execute(() -> {
            TerminalServer prepared = server;
            if (prepared != null) {
                listen(prepared, address);
            }
        });
    }

    /** Goes on trying while the tunnel stands: whoever holds the port may let go of it. */
    private void listen(TerminalServer prepared, InetAddress address) {
        for (int attempt = 1; isWantedStill(prepared); attempt++) {
            try {
                prepared.listen(address);
                LOG.info("terminal listens on {}", address.getHostAddress());
                return;
            } catch (IOException notYet) {
                if (attempt == QUICK_ATTEMPTS) {
                    LOG.error(
                            "the tunnel has no terminal: port {} of {} cannot be listened on ({}); end the program that"
                                    + " uses the port (netstat -ano shows its process), the terminal comes by itself then",
                            TerminalPort.NUMBER,
                            address.getHostAddress(),
                            notYet.getMessage());
                }
                pause(attempt < QUICK_ATTEMPTS ? BETWEEN_QUICK_ATTEMPTS_MILLIS : BETWEEN_LATER_ATTEMPTS_MILLIS);
            }
        }
    }

    private boolean isWantedStill(TerminalServer prepared) {
        return server == prepared && thread.getQueue().isEmpty();
    }

    // a fresh address may be tentative for a moment before it can be bound
    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends every shell, soon. */
    @Override
    public void close() {
        thread.execute(this::shut);
    }

    private void shut() {
        TerminalServer open = server;
        server = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failed) {
                LOG.error("the terminal did not close as it should", failed);
            }
        }
    }

    /** Ends every shell now; false when it took longer than given. */
    public boolean stop(long atMostMillis) throws InterruptedException {
        close();
        thread.shutdown();
        return thread.awaitTermination(atMostMillis, TimeUnit.MILLISECONDS);
    }
}
