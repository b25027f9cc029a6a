package io.borealis.lab.engine;

import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Sends one WebSocket message after the other; the JDK's client refuses a second one on its way. Thread-safe. */
public final class Outbox {

    private CompletableFuture<WebSocket> last = CompletableFuture.completedFuture(null);

    /** Sends when all earlier messages are out. A failed message does not hold up later ones. */
    public synchronized CompletableFuture<WebSocket> send(
            WebSocket socket, Function<WebSocket, CompletableFuture<WebSocket>> message) {
        last = last.handle((sent, failed) -> socket).thenCompose(message);
        return last;
    }
}
