package io.borealis.web.access;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.handlers.RequestLimit;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/**
 * Who may have how much of the server at once. Callers without a proven token together have half of the server's threads,
 * so that the other half always serves those with one; each caller has a few at a time, the rest of his requests wait
 * without a thread or are refused. Thread-safe.
 */
final class Admission {

    /** Requests of one caller in any state, from the first byte of the head to the last of the answer. */
    static final int MOST_OPEN = 64;

    private static final int MOST_RUNNING = 4;
    private static final int MOST_WAITING = 256;
    private static final int FEWEST_THREADS = 4;
    private static final AttachmentKey<Caller> CALLER = AttachmentKey.create(Caller.class);
    private static final AttachmentKey<Held> HELD = AttachmentKey.create(Held.class);

    private final Map<Caller, Share> shares = new HashMap<>();
    private @Nullable RequestLimit unknown;

    /** What one caller has at the moment. */
    private static final class Share {
        private final RequestLimit running = limit(MOST_RUNNING, MOST_OPEN);
        private int open;
    }

    private static RequestLimit limit(int atOnce, int waiting) {
        RequestLimit limit = new RequestLimit(atOnce, waiting);
        limit.setFailureHandler(Refusals::tooBusy);
        return limit;
    }

    /** Counts the request until it is over; false, and nothing is counted, when the caller has enough of them or is gone. */
    boolean enter(HttpServerExchange exchange, Caller caller) {
        synchronized (shares) {
            Share share = shares.computeIfAbsent(caller, who -> new Share());
            if (share.open >= MOST_OPEN) {
                return false;
            }
            share.open++;
        }
        exchange.putAttachment(CALLER, caller);
        Held held = heldBy(exchange.getConnection());
        held.take(() -> leave(caller));
        exchange.addExchangeCompleteListener((ended, next) -> {
            held.giveBack();
            next.proceed();
        });
        // The next of several that came at once begins on a connection that is gone, and whose end was told before
        if (!exchange.getConnection().isOpen()) {
            held.giveBack();
            return false;
        }
        return true;
    }

    /** A connection has one request at a time; one that breaks off never tells the end of it, so its own end counts too. */
    private static Held heldBy(ServerConnection connection) {
        Held known = connection.getAttachment(HELD);
        if (known != null) {
            return known;
        }
        Held held = new Held();
        connection.putAttachment(HELD, held);
        connection.addCloseListener(closed -> held.giveBack());
        return held;
    }

    /** What a connection holds of its caller's measure; given back once. */
    private static final class Held {
        private final AtomicReference<@Nullable Runnable> release = new AtomicReference<>();

        void take(Runnable whenOver) {
            release.set(whenOver);
        }

        void giveBack() {
            Runnable due = release.getAndSet(null);
            if (due != null) {
                due.run();
            }
        }
    }

    private void leave(Caller caller) {
        synchronized (shares) {
            Share share = shares.get(caller);
            if (share != null && --share.open == 0) {
                shares.remove(caller);
            }
        }
    }

    /** Gives the request to the application when there is room, once its body is there. */
    void admit(HttpServerExchange exchange, HttpHandler application) throws Exception {
        Caller caller = exchange.getAttachment(CALLER);
        RequestLimit own;
        synchronized (shares) {
            own = shares.computeIfAbsent(caller, who -> new Share()).running;
        }
        RequestLimit all = caller.known() ? null : ofAllUnknown(exchange);
        own.handleRequest(exchange, all == null ? application : admitted -> all.handleRequest(admitted, application));
    }

    private synchronized RequestLimit ofAllUnknown(HttpServerExchange exchange) throws IOException {
        RequestLimit made = unknown;
        if (made == null) {
            Integer threads = exchange.getConnection().getWorker().getOption(Options.WORKER_TASK_MAX_THREADS);
            made = limit(Math.max(FEWEST_THREADS, threads == null ? 0 : threads / 2), MOST_WAITING);
            unknown = made;
        }
        return made;
    }
}
