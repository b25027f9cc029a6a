package io.borealis.agent.control;

import io.borealis.protocol.Text;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.MalformedMessageException;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to the Engine from its opening to its end. Whole messages only, bounded in both directions; sending
 * never blocks. Thread-safe.
 */
final class ControlChannel implements WebSocket.Listener {

    private static final int MOST_QUEUED = 64;

    private final ControlCodec codec;
    private final BiConsumer<ControlChannel, ToAgent> receiver;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final Queue<String> outbound = new ArrayDeque<>();
    private @Nullable WebSocket socket;
    private boolean sending;
    private volatile long heardAt = System.nanoTime();
    private volatile Optional<TurnedAway> turnedAway = Optional.empty();

    ControlChannel(ControlCodec codec, BiConsumer<ControlChannel, ToAgent> receiver) {
        this.codec = codec;
        this.receiver = receiver;
    }

    void send(ToEngine message) {
        synchronized (outbound) {
            if (outbound.size() < MOST_QUEUED) {
                outbound.add(codec.encode(message));
                sendNext();
                return;
            }
        }
        abort("the Engine takes nothing any more");
    }

    /** Says goodbye to the Engine and ends the channel. */
    void close(CloseReason reason, String text) {
        close(reason.code(), text);
    }

    /** Ends the channel because the agent stops: nothing is wrong. */
    void closeNormally() {
        close(WebSocket.NORMAL_CLOSURE, "the agent stops");
    }

    private void close(int code, String text) {
        WebSocket open;
        synchronized (outbound) {
            open = socket;
        }
        // a close frame has room for 123 bytes of text
        String bounded = Text.cut(text, 100).replaceAll("[^ -~]", "?");
        if (open != null) {
            open.sendClose(code, bounded).whenComplete((ok, failed) -> open.abort());
        }
        end.complete(text);
    }

    void abort(String why) {
        synchronized (outbound) {
            if (socket != null) {
                socket.abort();
            }
        }
        end.complete(why);
    }

    /** Why the Engine ended the channel, when it does not want this device. */
    Optional<TurnedAway> turnedAway() {
        return turnedAway;
    }

    boolean isOpen() {
        return !end.isDone();
    }

    /** Waits until the channel ended; ends it itself when the Engine is silent for too long. Returns why. */
    String awaitEnd(Duration longestSilence) throws InterruptedException {
        while (true) {
            long left = longestSilence.toNanos() - (System.nanoTime() - heardAt);
            if (left <= 0) {
                abort("nothing heard from the Engine for " + longestSilence.toSeconds() + " s");
            }
            try {
                return end.get(Math.max(1, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException stillOpen) {
                // heardAt may have moved meanwhile
            } catch (java.util.concurrent.ExecutionException impossible) {
                throw new IllegalStateException("the end of a channel is never exceptional", impossible);
            }
        }
    }

    /** Waits until everything was handed to the connection. */
    void flush(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (outbound) {
            while ((sending || !outbound.isEmpty()) && !end.isDone()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return;
                }
                outbound.wait(left);
            }
        }
    }

    // guarded by outbound: the socket takes one text at a time
    private void sendNext() {
        WebSocket open = socket;
        if (open == null || sending || end.isDone()) {
            return;
        }
        String text = outbound.poll();
        if (text == null) {
            outbound.notifyAll();
            return;
        }
        sending = true;
        open.sendText(text, true).whenComplete((ok, failed) -> {
            if (failed != null) {
                abort("sending failed: " + failed);
            }
            synchronized (outbound) {
                sending = false;
                sendNext();
            }
        });
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        synchronized (outbound) {
            socket = webSocket;
            sendNext();
        }
        webSocket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        heardAt = System.nanoTime();
        partial.append(data);
        if (partial.length() > ControlCodec.MAX_MESSAGE_CHARS) {
            close(CloseReason.TOO_MUCH, "a message is longer than " + ControlCodec.MAX_MESSAGE_CHARS + " characters");
            return null;
        }
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            try {
                receiver.accept(this, codec.decodeToAgent(text));
            } catch (MalformedMessageException malformed) {
                close(CloseReason.MALFORMED_MESSAGE, String.valueOf(malformed.getMessage()));
                return null;
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        close(CloseReason.MALFORMED_MESSAGE, "the control channel carries text only");
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        heardAt = System.nanoTime();
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        turnedAway = TurnedAway.byClosing(statusCode);
        end.complete("closed by the Engine with " + statusCode + (reason.isEmpty() ? "" : " (" + reason + ")"));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end.complete("the connection broke: " + error);
    }
}
