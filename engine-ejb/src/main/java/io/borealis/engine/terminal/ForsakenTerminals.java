package io.borealis.engine.terminal;

import io.borealis.protocol.control.CloseReason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends terminals to which their owners do not come back in time, and leaves tunnels with the last page. Thread-safe. */
final class ForsakenTerminals implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ForsakenTerminals.class.getName());

    private final OpenTerminals open;
    private final DevicePages pages;
    private volatile @Nullable Future<?> sweeping;

    ForsakenTerminals(OpenTerminals open, DevicePages pages) {
        this.open = open;
        this.pages = pages;
    }

    void sweepBy(ScheduledExecutorService scheduler) {
        sweeping = scheduler.scheduleWithFixedDelay(this::sweepInTime, 1, 1, TimeUnit.SECONDS);
    }

    // What throws here would be the last turn
    private void sweepInTime() {
        try {
            sweep();
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "terminals without a screen are ended a second later: {0}", failed.toString());
        }
    }

    void sweep() {
        for (Terminal terminal : open.all()) {
            if (terminal.isForsaken()) {
                terminal.finish(
                        CloseReason.TUNNEL_ENDED,
                        "nobody came back within " + terminal.grace().toSeconds() + " seconds");
                if (terminal.wasLeft()) {
                    pages.terminalLeft(terminal.sessionId(), terminal.owner().device());
                }
            }
        }
        pages.sweep();
    }

    @Override
    public void close() {
        Future<?> turns = sweeping;
        if (turns != null) {
            turns.cancel(false);
        }
    }
}
