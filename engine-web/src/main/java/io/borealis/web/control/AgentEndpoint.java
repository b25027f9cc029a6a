package io.borealis.web.control;

import io.borealis.engine.control.AgentChannel;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.device.DeviceId;
import io.borealis.web.Heartbeat;
import io.borealis.web.Roles;
import io.borealis.web.SocketClosing;
import io.borealis.web.SocketFailures;
import io.borealis.web.UpgradeFacts;
import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The control channel of one agent. The door is guarded twice: the deployment descriptor asks for the role at the
 * upgrade, and this class asks the token again.
 */
@RolesAllowed(Roles.AGENT)
@ServerEndpoint(value = "/ws/agent", configurator = UpgradeFacts.class)
public class AgentEndpoint {

    private static final Logger LOG = Logger.getLogger(AgentEndpoint.class.getName());

    /** What the container may keep of a message by itself, in bytes. */
    private static final int LARGEST_PART = 4 * ControlCodec.MAX_MESSAGE_CHARS;

    @Inject
    AgentSwitchboard switchboard;

    @Resource
    ManagedScheduledExecutorService scheduler;

    private final MessageText message = new MessageText(ControlCodec.MAX_MESSAGE_CHARS);
    private boolean refused;
    private @Nullable AgentChannel channel;
    private @Nullable Heartbeat heartbeat;

    @OnOpen
    public void opened(Session session, EndpointConfig connection) {
        session.setMaxTextMessageBufferSize(LARGEST_PART);
        session.setMaxBinaryMessageBufferSize(LARGEST_PART);
        Optional<DeviceId> device = deviceOf(session);
        if (device.isEmpty()) {
            SocketClosing.close(session, CloseReason.UNAUTHORIZED, "an agent's access token is required");
            return;
        }
        heartbeat = new Heartbeat(session, scheduler);
        channel = switchboard.connected(
                device.get(),
                new WebSocketLink(
                        session, UpgradeFacts.localAddress(connection), UpgradeFacts.remoteAddress(connection)));
    }

    /**
     * A part of a message. Parts, because the container does not count a whole message that arrives bit by bit, and would
     * keep all of it.
     */
    @OnMessage
    public void received(Session session, String part, boolean last) {
        heard();
        if (refused) {
            return;
        }
        if (!message.add(part)) {
            refuse(
                    session,
                    CloseReason.TOO_MUCH,
                    "a message has at most " + ControlCodec.MAX_MESSAGE_CHARS + " characters");
            return;
        }
        AgentChannel open = channel;
        if (last && open != null) {
            open.received(message.take());
        }
    }

    /** No message of the protocol is binary: not even its first bytes are kept. */
    @OnMessage
    public void receivedBinary(Session session, ByteBuffer part, boolean last) {
        refuse(session, CloseReason.MALFORMED_MESSAGE, "the control channel speaks text alone");
    }

    private void refuse(Session session, CloseReason reason, String text) {
        if (refused) {
            return;
        }
        refused = true;
        SocketClosing.refuse(session, reason, text, scheduler);
        closed();
    }

    @OnMessage
    public void answered(PongMessage pong) {
        heard();
    }

    @OnClose
    public void closed() {
        if (heartbeat != null) {
            heartbeat.close();
        }
        if (channel != null) {
            channel.closed();
        }
    }

    @OnError
    public void failed(Session session, Throwable cause) {
        SocketFailures.close(session, cause);
        closed();
    }

    private void heard() {
        if (heartbeat != null) {
            heartbeat.heard();
        }
        if (channel != null) {
            channel.heard();
        }
    }

    private static Optional<DeviceId> deviceOf(Session session) {
        if (session.getUserPrincipal() instanceof JsonWebToken token
                && token.getGroups().contains(Roles.AGENT)
                && token.getSubject() != null) {
            try {
                return Optional.of(DeviceId.parse(token.getSubject()));
            } catch (MalformedValueException notADevice) {
                LOG.log(Level.WARNING, "an agent's token names no device", notADevice);
            }
        }
        return Optional.empty();
    }
}
