package io.borealis.web.control;

import io.borealis.engine.control.AgentLink;
import io.borealis.protocol.control.CloseReason;
import io.borealis.web.SocketClosing;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An agent's channel over its WebSocket. A frame that is not taken within seconds ends the link. */
final class WebSocketLink implements AgentLink {

    private static final Logger LOG = Logger.getLogger(WebSocketLink.class.getName());
    private static final int LONGEST_WAIT_SECONDS = 5;

    private final Session session;
    private final String localAddress;
    private final String remoteAddress;

    WebSocketLink(Session session, String localAddress, String remoteAddress) {
        this.session = session;
        this.localAddress = localAddress;
        this.remoteAddress = remoteAddress;
    }

    @Override
    public void send(String text) {
        if (!session.isOpen()) {
            return;
        }
        try {
            session.getAsyncRemote().sendText(text).get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException broken) {
            LOG.log(Level.FINE, "an agent does not take its frames", broken);
            close(CloseReason.FAILED, "a frame was not taken in time");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            close(CloseReason.FAILED, "the Engine is stopping");
        }
    }

    @Override
    public void ping() {
        try {
            session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | IllegalStateException gone) {
            // No answer is the answer
            LOG.log(Level.FINE, "no ping could be sent", gone);
        }
    }

    @Override
    public void close(CloseReason reason, String text) {
        SocketClosing.close(session, reason, text);
    }

    @Override
    public String localAddress() {
        return localAddress;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }
}
