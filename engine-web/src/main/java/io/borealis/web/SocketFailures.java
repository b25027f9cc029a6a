package io.borealis.web;

import io.borealis.engine.DatabaseOutage;
import io.borealis.protocol.control.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What happens when a WebSocket fails: a vanished peer is everyday, everything else is a bug and logged once. */
public final class SocketFailures {

    private static final Logger LOG = Logger.getLogger(SocketFailures.class.getName());

    private SocketFailures() {}

    /** Logs by blame and closes the socket; the other end is told a number, never the cause. */
    public static void close(Session session, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.log(Level.FINE, "a socket broke", cause);
            SocketClosing.close(session, CloseReason.FAILED, "the socket broke");
            return;
        }
        if (DatabaseOutage.isBehind(cause)) {
            SocketClosing.close(session, CloseReason.TRY_AGAIN, "the Engine's database is out; try again");
            return;
        }
        String incident = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, "a socket's message failed, incident " + incident, cause);
        SocketClosing.close(session, CloseReason.FAILED, "the Engine failed, incident " + incident);
    }
}
