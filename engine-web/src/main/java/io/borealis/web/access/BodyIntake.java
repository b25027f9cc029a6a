package io.borealis.web.access;

import io.borealis.protocol.ProtocolJson;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Takes a request's body in before anything else happens, on the thread that serves all sockets: nobody holds a thread by
 * sending slowly. A body has a bound and a deadline. Thread-safe.
 */
final class BodyIntake implements HttpHandler {

    static final int DEADLINE_SECONDS = 10;

    private static final long MOST_DISCARDED_BYTES = 16L * 1024 * 1024;

    private final HttpHandler next;

    BodyIntake(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.isRequestComplete()) {
            next.handleRequest(exchange);
            return;
        }
        // So much of the rest of a refused body is read before its connection is cut
        exchange.setMaxEntitySize(MOST_DISCARDED_BYTES);
        if (exchange.getRequestContentLength() > ProtocolJson.MAX_DOCUMENT_BYTES) {
            Refusals.tooLarge(exchange);
        } else if (HttpContinue.requiresContinueResponse(exchange)) {
            if (HttpContinue.createResponseSender(exchange).send()) {
                new Reading(exchange).begin();
            } else {
                // there is no room for 25 bytes: whoever asks reads no answers
                IoUtils.safeClose(exchange.getConnection());
            }
        } else {
            new Reading(exchange).begin();
        }
    }

    /** One body on its way. Confined to the socket's own thread. */
    private final class Reading {

        private final HttpServerExchange exchange;
        private final StreamSourceChannel channel;
        private final List<PooledByteBuffer> parts = new ArrayList<>();
        private XnioExecutor.@Nullable Key deadline;
        private long size;

        Reading(HttpServerExchange exchange) {
            this.exchange = exchange;
            this.channel = exchange.getRequestChannel();
        }

        /** Inside the handler: what is there already is handed on at once. */
        void begin() throws Exception {
            Optional<HttpHandler> outcome = read();
            if (outcome.isPresent()) {
                outcome.get().handleRequest(exchange);
                return;
            }
            deadline = exchange.getIoThread().executeAfter(this::tooSlow, DEADLINE_SECONDS, TimeUnit.SECONDS);
            channel.getReadSetter().set(readable -> goOn());
            channel.resumeReads();
        }

        private void goOn() {
            try {
                Optional<HttpHandler> outcome = read();
                if (outcome.isPresent()) {
                    stop();
                    Connectors.executeRootHandler(outcome.get(), exchange);
                }
            } catch (IOException gone) {
                stop();
                exchange.endExchange();
            }
        }

        /** What is to happen now; empty while there is more to come. */
        private Optional<HttpHandler> read() throws IOException {
            try {
                while (true) {
                    int read = channel.read(room());
                    if (read == 0) {
                        return Optional.empty();
                    }
                    if (read < 0) {
                        handBack();
                        return Optional.of(next);
                    }
                    size += read;
                    if (size > ProtocolJson.MAX_DOCUMENT_BYTES) {
                        free();
                        return Optional.of(Refusals::tooLarge);
                    }
                }
            } catch (IOException gone) {
                free();
                throw gone;
            }
        }

        private ByteBuffer room() {
            if (parts.isEmpty() || !parts.get(parts.size() - 1).getBuffer().hasRemaining()) {
                parts.add(exchange.getConnection().getByteBufferPool().allocate());
            }
            return parts.get(parts.size() - 1).getBuffer();
        }

        /** From now on the body is read from memory. */
        private void handBack() {
            PooledByteBuffer last = parts.get(parts.size() - 1);
            if (last.getBuffer().position() == 0) {
                parts.remove(last);
                last.close();
            }
            parts.forEach(part -> part.getBuffer().flip());
            Connectors.ungetRequestBytes(exchange, parts.toArray(PooledByteBuffer[]::new));
            Connectors.resetRequestChannel(exchange);
        }

        private void stop() {
            XnioExecutor.Key running = deadline;
            if (running != null) {
                running.remove();
            }
            channel.getReadSetter().set(null);
            channel.suspendReads();
        }

        private void free() {
            parts.forEach(PooledByteBuffer::close);
            parts.clear();
        }

        private void tooSlow() {
            stop();
            free();
            Connectors.executeRootHandler(slow -> Refusals.tooSlow(slow, DEADLINE_SECONDS), exchange);
        }
    }
}
