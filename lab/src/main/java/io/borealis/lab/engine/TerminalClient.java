package io.borealis.lab.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.run.Json;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Until;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A terminal as a browser holds it: binary frames are bytes, text frames are JSON, output is acknowledged as it is
 * drawn. Thread-safe.
 */
public final class TerminalClient implements AutoCloseable {

    /** Small enough to be sent before the Engine told its bound. */
    private static final int ALWAYS_TAKEN = 16 * 1024;

    private final Outbox outbox = new Outbox();
    private final TerminalReception received = new TerminalReception(outbox);
    private final WebSocket socket;

    private TerminalClient(HttpClient http, URI address) {
        socket = http.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(address, received)
                .join();
    }

    /** @throws LabException when the Engine does not upgrade the connection */
    static TerminalClient open(HttpClient http, URI address) {
        try {
            return new TerminalClient(http, address);
        } catch (CompletionException refused) {
            throw new LabException("no terminal: " + refused.getCause(), refused);
        }
    }

    /** Types the text; Enter is {@code \r}. */
    public void type(String text) {
        type(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Types the bytes, in as many messages as the Engine's bound asks for. */
    public void type(byte[] bytes) {
        int most = bytes.length <= ALWAYS_TAKEN ? ALWAYS_TAKEN : awaitMaxInput();
        for (int from = 0; from < bytes.length; from += most) {
            typeAtOnce(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + most)));
        }
    }

    /** Types the bytes in one message, however many they are. */
    public void typeAtOnce(byte[] bytes) {
        send(open -> open.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    /** Says a word as it stands. */
    public void sayText(String word) {
        send(open -> open.sendText(word, true));
    }

    private int awaitMaxInput() {
        Until.holds(
                () -> maxInput().isPresent(), Duration.ofSeconds(20), () -> "the terminal did not open" + closing());
        return maxInput().getAsInt();
    }

    /** How many bytes one message may have, once the shell runs. */
    public OptionalInt maxInput() {
        return received.maxInput;
    }

    /** The Engine's name for this terminal; waits until it is open. */
    public String terminalId() {
        awaitMaxInput();
        return received.terminalId;
    }

    /** Where the Engine went on with a terminal that runs since before. */
    public Optional<Replayed> replayed() {
        return received.replayed;
    }

    /**
     * The Engine's answer to {@link #attach}.
     *
     * @param offset of the first byte of {@link #outputBytes()}
     * @param liveFrom where the replay ends
     * @param restore to be drawn before; empty when nothing was lost
     */
    public record Replayed(long offset, long liveFrom, String restore) {}

    /** Says that it goes on with a terminal, at this offset of its output. */
    void attach(String terminalId, long from) {
        say(Map.of("type", "attach", "terminal_id", terminalId, "from", from));
    }

    /** Says that its page goes away. */
    public void leave() {
        say(Map.of("type", "leaving"));
    }

    /** Is gone without a word, as a machine that lost its network, but found out at once. */
    public void drop() {
        socket.abort();
    }

    /** How many messages were refused for their size. */
    public int refusals() {
        return received.refusals;
    }

    public void resize(int columns, int rows) {
        say(Map.of("type", "resize", "columns", columns, "rows", rows));
    }

    private void say(Map<String, Object> message) {
        send(open -> open.sendText(Json.write(message), true));
    }

    private void send(Function<WebSocket, CompletableFuture<WebSocket>> message) {
        try {
            outbox.send(socket, message).join();
        } catch (CompletionException shut) {
            throw new LabException("the terminal takes nothing: " + shut.getCause() + closing(), shut);
        }
    }

    /** The Engine's latest word of this type, such as {@code watching} or {@code audience}. */
    public Optional<JsonNode> latest(String type) {
        return received.latest(type);
    }

    /** How often it was told that output is lost to it. */
    public int skips() {
        return received.skips;
    }

    /** What any screen draws to show what this one shows. */
    public byte[] shown() {
        return received.shown();
    }

    /** Reads nothing more from the socket, or reads on. */
    public void read(boolean yes) {
        received.read(yes, socket);
    }

    /** Stops acknowledging output, as a browser that cannot keep up. */
    public void fallBehind() {
        received.acknowledging = false;
    }

    /** Acknowledges everything so far, and all that comes. */
    public void catchUp() {
        received.acknowledging = true;
        received.acknowledge(socket);
    }

    /** All output so far. */
    public String output() {
        return received.text();
    }

    public int outputBytes() {
        return received.size();
    }

    /** The same as it came: cut anywhere. */
    public byte[] rawOutput() {
        return received.raw();
    }

    /** Waits until the output holds the text. */
    public void awaitOutput(String text, Duration longest) {
        Until.holds(
                () -> output().contains(text),
                longest,
                () -> "the terminal did not show '" + text + "' but '" + tail() + "'" + closing());
    }

    /** The exit code of the shell, once it ended. */
    public OptionalInt exitCode() {
        return received.exitCode;
    }

    /** The size of the window of unacknowledged output, once the shell runs. */
    public OptionalInt window() {
        return received.window;
    }

    /** The code that the Engine closed with. */
    public OptionalInt closeCode() {
        return received.closeCode;
    }

    public String closeText() {
        return received.closeText;
    }

    private String tail() {
        String text = output();
        return text.substring(Math.max(0, text.length() - 400));
    }

    private String closing() {
        return closeCode().isPresent() ? "; closed with " + closeCode().getAsInt() + " " + closeText() : "";
    }

    @Override
    public void close() {
        outbox.send(socket, open -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }
}
