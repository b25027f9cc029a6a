package io.borealis.web.access;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * A request that lasts, and ends with the session in which it was let in: half a body that is still awaited, an answer that is
 * read slowly. The session is asked now and then, on the thread that serves the socket; a request of which one look finds the
 * session over has until the next one for its answer, for it may be what ended it.
 */
final class LastingRequest {

    /** Two looks take less than the second within which everything of a session ends. */
    private static final int LOOK_MILLIS = 400;

    private final HttpServerExchange exchange;
    private final BooleanSupplier over;
    private boolean lastLook;
    private boolean done;
    private XnioExecutor.@Nullable Key next;

    private LastingRequest(HttpServerExchange exchange, BooleanSupplier over) {
        this.exchange = exchange;
        this.over = over;
    }

    /** @param over whether the session ended; never waits */
    static void watch(HttpServerExchange exchange, BooleanSupplier over) {
        LastingRequest request = new LastingRequest(exchange, over);
        request.lookLater();
        exchange.addExchangeCompleteListener((ended, others) -> {
            request.stop();
            others.proceed();
        });
    }

    private synchronized void lookLater() {
        if (!done) {
            next = exchange.getIoThread().executeAfter(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        if (lastLook) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        lastLook = over.getAsBoolean();
        lookLater();
    }

    private synchronized void stop() {
        done = true;
        if (next != null) {
            next.remove();
        }
    }
}
