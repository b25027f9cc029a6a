package io.borealis.web.control;

import io.borealis.protocol.control.CloseReason;
import io.borealis.web.SocketClosing;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Pings one WebSocket and closes it when its other end fell silent. Stops by {@link #close}. Thread-safe. */
final class Heartbeat implements AutoCloseable {

    static final Duration BEAT = Duration.ofSeconds(20);
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());

    private final Session session;
    private final ScheduledFuture<?> beating;
    private volatile long lastHeard = System.nanoTime();

    Heartbeat(Session session, ManagedScheduledExecutorService scheduler) {
        this.session = session;
        this.beating = scheduler.scheduleAtFixedRate(this::beat, BEAT.toSeconds(), BEAT.toSeconds(), TimeUnit.SECONDS);
    }

    /** The other end gave a sign of life. */
    void heard() {
        lastHeard = System.nanoTime();
    }

    private void beat() {
        if (System.nanoTime() - lastHeard > LONGEST_SILENCE.toNanos()) {
            SocketClosing.close(session, CloseReason.FAILED, "silent for " + LONGEST_SILENCE.toSeconds() + " seconds");
            return;
        }
        try {
            session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | IllegalStateException gone) {
            // The socket's own end reports this; the next beat would find silence anyway
            LOG.log(Level.FINE, "no ping could be sent", gone);
        }
    }

    @Override
    public void close() {
        beating.cancel(false);
    }
}
