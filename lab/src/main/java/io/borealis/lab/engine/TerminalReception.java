package io.borealis.lab.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.run.Json;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** What a terminal said so far, acknowledged as it comes unless it is told otherwise. Thread-safe. */
final class TerminalReception implements WebSocket.Listener {

    private final Outbox outbox;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringBuilder message = new StringBuilder();
    private int unacknowledged;
    volatile boolean acknowledging = true;
    volatile OptionalInt exitCode = OptionalInt.empty();
    volatile OptionalInt window = OptionalInt.empty();
    volatile OptionalInt maxInput = OptionalInt.empty();
    volatile Optional<TerminalClient.Replayed> replayed = Optional.empty();
    volatile String terminalId = "";
    volatile int refusals;
    volatile int skips;
    private final Map<String, JsonNode> latest = new ConcurrentHashMap<>();
    private int shownFrom;
    private String shownAfter = "";
    private boolean reading = true;
    private int unread;
    volatile OptionalInt closeCode = OptionalInt.empty();
    volatile String closeText = "";

    TerminalReception(Outbox outbox) {
        this.outbox = outbox;
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    synchronized byte[] raw() {
        return bytes.toByteArray();
    }

    synchronized int size() {
        return bytes.size();
    }

    /** The latest word of this type. */
    Optional<JsonNode> latest(String type) {
        return Optional.ofNullable(latest.get(type));
    }

    /** What is to be drawn on whichever screen to show what this one shows: all, or what came after the latest gap. */
    synchronized byte[] shown() {
        byte[] all = bytes.toByteArray();
        byte[] modes = shownAfter.getBytes(StandardCharsets.UTF_8);
        byte[] shown = Arrays.copyOf(modes, modes.length + all.length - shownFrom);
        System.arraycopy(all, shownFrom, shown, modes.length, all.length - shownFrom);
        return shown;
    }

    synchronized void read(boolean yes, WebSocket socket) {
        reading = yes;
        if (yes && unread > 0) {
            socket.request(unread);
            unread = 0;
        }
    }

    private synchronized void next(WebSocket socket) {
        if (reading) {
            socket.request(1);
        } else {
            unread++;
        }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        synchronized (this) {
            unacknowledged += data.remaining();
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
        }
        if (acknowledging) {
            acknowledge(socket);
        }
        next(socket);
        return CompletableFuture.completedStage(null);
    }

    synchronized void acknowledge(WebSocket socket) {
        if (unacknowledged > 0) {
            String message = Json.write(Map.of("type", "ack", "bytes", unacknowledged));
            outbox.send(socket, open -> open.sendText(message, true));
            unacknowledged = 0;
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            JsonNode said = Json.read(message.toString());
            message.setLength(0);
            latest.put(said.path("type").asText(), said);
            if (said.path("type").asText().equals("exited")) {
                exitCode = OptionalInt.of(said.path("exit_code").asInt());
            } else if (said.path("type").asText().equals("opened")) {
                terminalId = said.path("terminal_id").asText();
                isShown(said);
            } else if (said.path("type").asText().equals("attached")) {
                terminalId = said.path("terminal_id").asText();
                replayed = Optional.of(new TerminalClient.Replayed(
                        said.path("offset").asLong(),
                        said.path("live_from").asLong(),
                        said.path("restore").asText()));
                isShown(said);
            } else if (said.path("type").asText().equals("input_refused")) {
                refusals++;
            } else if (said.path("type").asText().equals("skipped")) {
                synchronized (this) {
                    shownFrom = bytes.size();
                    shownAfter = said.path("restore").asText();
                }
                skips++;
            }
        }
        next(socket);
        return CompletableFuture.completedStage(null);
    }

    private void isShown(JsonNode said) {
        window = OptionalInt.of(said.path("window").asInt());
        maxInput = OptionalInt.of(said.path("max_input").asInt());
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closeText = reason;
        closeCode = OptionalInt.of(code);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closeText = String.valueOf(error);
        closeCode = OptionalInt.of(1006);
    }
}
