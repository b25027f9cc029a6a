package io.borealis.web;

import io.borealis.protocol.control.CloseReason;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Pings one WebSocket and closes it when its other end fell silent. Every WebSocket of the Engine has one: the answers
 * keep the container from taking a quiet socket for a dead one, and their absence finds a dead one within a minute.
 * Stops by {@link #close}. Thread-safe.
 */
public final class Heartbeat implements AutoCloseable {

    static final Duration BEAT = Duration.ofSeconds(15);

    /** With one beat more at most it is below the minute within which a half-open socket is found. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(40);

    private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());

    private final Session session;
    private final ScheduledFuture<?> beating;
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean deaf;

    public Heartbeat(Session session, ManagedScheduledExecutorService scheduler) {
        this.session = session;
        this.beating = scheduler.scheduleAtFixedRate(this::beat, BEAT.toSeconds(), BEAT.toSeconds(), TimeUnit.SECONDS);
    }

    /** The other end gave a sign of life. */
    public void heard() {
        lastHeard = System.nanoTime();
    }

    /**
     * Nothing is read from the socket for a while, so silence says nothing; pings go on, and fail when the other end is
     * known to be gone.
     *
     * @param yes false when it is read again
     */
    public void deaf(boolean yes) {
        if (!yes) {
            heard();
        }
        deaf = yes;
    }

    private void beat() {
        if (!deaf && System.nanoTime() - lastHeard > LONGEST_SILENCE.toNanos()) {
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
