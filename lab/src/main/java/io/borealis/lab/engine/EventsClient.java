package io.borealis.lab.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.run.Json;
import io.borealis.lab.run.LabException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Looks on as a page does: every word that the Engine says of what happens, in their order. Thread-safe. */
public final class EventsClient implements AutoCloseable {

    private final Received received = new Received();
    private final WebSocket socket;

    private EventsClient(EngineClient engine, String token, String path) {
        socket = engine.http()
                .newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token)
                .buildAsync(engine.webSocket(path), received)
                .join();
    }

    /** @throws LabException when the Engine does not upgrade the connection */
    static EventsClient open(EngineClient engine, String token, String path) {
        try {
            return new EventsClient(engine, token, path);
        } catch (CompletionException refused) {
            throw new LabException("no events: " + refused.getCause(), refused);
        }
    }

    /** What was said so far. */
    public List<JsonNode> words() {
        return List.copyOf(received.words);
    }

    /** The names of what happened on the device so far. */
    public List<String> happenedOn(String agentId) {
        return words().stream()
                .filter(word -> word.path("type").asText().equals("happened"))
                .filter(word -> word.path("agent_id").asText().equals(agentId))
                .map(word -> word.path("event").asText())
                .toList();
    }

    /** How to go on later after the last event that was told. */
    public String position() {
        List<JsonNode> words = words();
        return words.get(0).path("run").asText() + "."
                + words.get(words.size() - 1).path("number").asLong();
    }

    public void say(String text) {
        socket.sendText(text, true).join();
    }

    public OptionalInt closeCode() {
        return received.closeCode;
    }

    public String closeText() {
        return received.closeText;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Received implements WebSocket.Listener {

        private final List<JsonNode> words = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();
        private volatile OptionalInt closeCode = OptionalInt.empty();
        private volatile String closeText = "";

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                words.add(Json.read(part.toString()));
                part.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String text) {
            closeText = text;
            closeCode = OptionalInt.of(code);
            return CompletableFuture.completedStage(null);
        }
    }
}
