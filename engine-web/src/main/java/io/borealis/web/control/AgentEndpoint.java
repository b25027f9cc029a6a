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

    /** Four bytes for each character that a control message may have. */
    private static final int LARGEST_FRAME = 4 * ControlCodec.MAX_MESSAGE_CHARS;

    @Inject
    AgentSwitchboard switchboard;

    @Resource
    ManagedScheduledExecutorService scheduler;

    private @Nullable AgentChannel channel;
    private @Nullable Heartbeat heartbeat;

    @OnOpen
    public void opened(Session session, EndpointConfig connection) {
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

    @OnMessage(maxMessageSize = LARGEST_FRAME)
    public void received(String text) {
        heard();
        AgentChannel open = channel;
        if (open != null) {
            open.received(text);
        }
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
