package io.borealis.lab.bench;

import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.Outbox;
import io.borealis.lab.run.LabException;
import java.net.URLEncoder;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A terminal of the Engine as a browser holds it: a ticket, a socket, output acknowledged by amount as xterm draws it. */
final class ConsoleShell implements FarShell, WebSocket.Listener {

    private static final int ACKNOWLEDGED_BYTES = 64 * 1024;

    private final Printed printed = new Printed();
    private final Outbox outbox = new Outbox();
    private final WebSocket socket;
    private int unacknowledged;

    ConsoleShell(EngineClient operator, String tunnelId) {
        String ticket = operator.terminalTicket(tunnelId);
        try {
            socket = operator.http()
                    .newWebSocketBuilder()
                    .buildAsync(
                            operator.webSocket("/ws/terminal/" + tunnelId + "?ticket="
                                    + URLEncoder.encode(ticket, StandardCharsets.UTF_8) + "&columns=80&rows=25"),
                            this)
                    .join();
        } catch (CompletionException refused) {
            throw new LabException("no terminal: " + refused.getCause(), refused);
        }
    }

    @Override
    public void type(String text) {
        outbox.send(socket, open -> open.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true));
    }

    @Override
    public Printed printed() {
        return printed;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        printed.add(bytes, 0, bytes.length);
        unacknowledged += bytes.length;
        if (unacknowledged >= ACKNOWLEDGED_BYTES) {
            String word = "{\"type\":\"ack\",\"bytes\":" + unacknowledged + "}";
            unacknowledged = 0;
            outbox.send(from, open -> open.sendText(word, true));
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {
        outbox.send(socket, open -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                .join();
    }
}
