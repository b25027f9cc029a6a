package io.borealis.web.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.borealis.protocol.ProtocolJson;
import io.borealis.web.Problem;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;

/** Problem documents that are said before the application is asked, without a thread that waits. */
final class Refusals {

    private static final int SECONDS_UNTIL_LESS_BUSY = 2;

    /** Ends the connection, since the end of the exchange would wait for the rest of the body. */
    private static final IoCallback CUT = new IoCallback() {
        @Override
        public void onComplete(HttpServerExchange told, Sender sender) {
            IoUtils.safeClose(told.getConnection());
        }

        @Override
        public void onException(HttpServerExchange gone, Sender sender, IOException why) {
            IoUtils.safeClose(gone.getConnection());
        }
    };

    private Refusals() {}

    static void send(HttpServerExchange exchange, Problem problem) {
        exchange.setPersistent(false);
        send(exchange, problem, IoCallback.END_EXCHANGE);
    }

    private static void send(HttpServerExchange exchange, Problem problem, IoCallback then) {
        exchange.setStatusCode(problem.status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, Problem.MEDIA_TYPE);
        byte[] document = document(problem);
        exchange.setResponseContentLength(document.length);
        exchange.getResponseSender().send(ByteBuffer.wrap(document), then);
    }

    static void tooMany(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, SECONDS_UNTIL_LESS_BUSY);
        send(
                exchange,
                Problem.of(
                        429,
                        "Too Many Requests",
                        "too_many_requests",
                        "more than " + Admission.MOST_OPEN
                                + " requests of yours are open; let some end, then try again"));
    }

    static void tooBusy(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, SECONDS_UNTIL_LESS_BUSY);
        send(
                exchange,
                Problem.of(
                        503,
                        "Service Unavailable",
                        "too_busy",
                        "the Engine serves as many requests as it can; try again in " + SECONDS_UNTIL_LESS_BUSY
                                + " seconds"));
    }

    /** The answer to whoever did not send his request in time; he may not read it either. */
    static void tooSlow(HttpServerExchange exchange, int seconds) {
        exchange.setPersistent(false);
        send(
                exchange,
                Problem.of(
                        408,
                        "Request Timeout",
                        "too_slow",
                        "the body did not arrive within " + seconds + " seconds; send it faster"),
                new IoCallback() {
                    @Override
                    public void onComplete(HttpServerExchange told, Sender sender) {
                        // written is not sent yet: the answer leaves first
                        sender.close(CUT);
                    }

                    @Override
                    public void onException(HttpServerExchange gone, Sender sender, IOException why) {
                        IoUtils.safeClose(gone.getConnection());
                    }
                });
    }

    /** The connection stays: one that ends with bytes unread takes its answer along. The rest is read and thrown away. */
    static void tooLarge(HttpServerExchange exchange) {
        send(
                exchange,
                Problem.of(
                        413,
                        "Content Too Large",
                        "body_too_large",
                        "a body has at most " + ProtocolJson.MAX_DOCUMENT_BYTES + " bytes"),
                IoCallback.END_EXCHANGE);
    }

    private static byte[] document(Problem problem) {
        try {
            return ProtocolJson.mapper().writeValueAsBytes(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every problem can be written", impossible);
        }
    }
}
