package io.borealis.web;

import io.borealis.protocol.control.CloseReason;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Closes WebSockets with a reason of the protocol. */
public final class SocketClosing {

    private static final Logger LOG = Logger.getLogger(SocketClosing.class.getName());

    /** RFC 6455: a control frame has at most 125 bytes, two of them are the code. */
    private static final int LONGEST_TEXT = 123;

    private static final int GOODBYE_SECONDS = 5;

    private SocketClosing() {}

    /** Closes the socket; does nothing when it is closed. A peer that is gone already is no failure. */
    public static void close(Session session, CloseReason reason, String text) {
        if (!session.isOpen()) {
            return;
        }
        try {
            session.close(new jakarta.websocket.CloseReason(
                    jakarta.websocket.CloseReason.CloseCodes.getCloseCode(reason.code()), cut(text)));
        } catch (IOException gone) {
            LOG.log(Level.FINE, "the peer was gone before the close frame", gone);
        }
    }

    /**
     * The code with which a socket was closed. One that breaks at the moment at which the Engine closes it is told by the
     * container as closed in order; it is taken for that when the other end said goodbye.
     */
    public static int codeOf(Session session, jakarta.websocket.CloseReason told) {
        int code = told.getCloseCode().getCode();
        boolean inOrder = code == jakarta.websocket.CloseReason.CloseCodes.NORMAL_CLOSURE.getCode()
                || code == jakarta.websocket.CloseReason.CloseCodes.NO_STATUS_CODE.getCode();
        boolean heard = !(session instanceof UndertowSession socket)
                || socket.getWebSocketChannel().isCloseFrameReceived();
        return inOrder && !heard ? jakarta.websocket.CloseReason.CloseCodes.CLOSED_ABNORMALLY.getCode() : code;
    }

    /**
     * Closes the socket of somebody who says what he must not. Whoever goes on sending is cut off soon after: no answer of
     * his is waited for.
     */
    public static void refuse(
            Session session, CloseReason reason, String text, ManagedScheduledExecutorService scheduler) {
        close(session, reason, text);
        if (session instanceof UndertowSession open) {
            scheduler.schedule(open::forceClose, GOODBYE_SECONDS, TimeUnit.SECONDS);
        }
    }

    static String cut(String text) {
        String shorter = text;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
            shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
        }
        return shorter;
    }
}
