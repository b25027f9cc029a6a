package io.borealis.web.terminal;

import io.borealis.web.Heartbeat;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.Options;

/**
 * How much of a WebSocket is read: no more than a few reads ahead of what its endpoint has handled, and nothing while the
 * shell takes no input. The bytes wait with whoever sends them; no thread waits. Jakarta WebSocket has no word for this,
 * so it is said to Undertow. Thread-safe.
 */
final class Intake implements AutoCloseable {

    /** A read is at most one buffer of the container, 16 KiB. */
    private static final int MOST_READS_AHEAD = 8;

    private static final int LONGEST_GOODBYE_SECONDS = 10;

    private final WebSocketChannel channel;
    private final Heartbeat heartbeat;
    private int ahead;
    private boolean held;
    private boolean suspended;

    private Intake(WebSocketChannel channel, Heartbeat heartbeat) {
        this.channel = channel;
        this.heartbeat = heartbeat;
    }

    /** From now on the socket is read with measure. */
    static Intake of(Session session, Heartbeat heartbeat) {
        if (!(session instanceof UndertowSession undertow)) {
            throw new IllegalStateException("a terminal needs the WebSockets of Undertow, not " + session.getClass());
        }
        WebSocketChannel channel = undertow.getWebSocketChannel();
        Intake intake = new Intake(channel, heartbeat);
        try {
            // The listener's limit for requests; a socket that is held back is not read for longer than that
            channel.setOption(Options.READ_TIMEOUT, Integer.MAX_VALUE);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        if (!(channel.getReceiveSetter() instanceof ChannelListener.SimpleSetter<WebSocketChannel> setter)) {
            throw new IllegalStateException("this version of Undertow does not tell who receives its frames");
        }
        ChannelListener<? super WebSocketChannel> container = setter.get();
        setter.set(reading -> {
            intake.change(1);
            container.handleEvent(reading);
            // Behind what this read gave the endpoint to do
            undertow.getExecutor().execute(() -> intake.change(-1));
        });
        return intake;
    }

    private synchronized void change(int reads) {
        ahead += reads;
        adjust();
    }

    /** Reads nothing more until it is called with false. */
    synchronized void hold(boolean yes) {
        held = yes;
        adjust();
    }

    private void adjust() {
        boolean wanted = held || ahead >= MOST_READS_AHEAD;
        if (wanted == suspended) {
            return;
        }
        suspended = wanted;
        heartbeat.deaf(wanted);
        if (wanted) {
            channel.suspendReceives();
        } else {
            channel.resumeReceives();
        }
    }

    /** The socket says goodbye: whoever does not answer is cut off, for no other limit ends him any more. */
    @Override
    public void close() {
        channel.getIoThread().executeAfter(() -> IoUtils.safeClose(channel), LONGEST_GOODBYE_SECONDS, TimeUnit.SECONDS);
    }
}
