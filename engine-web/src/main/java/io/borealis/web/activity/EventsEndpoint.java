package io.borealis.web.activity;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.SessionCheck;
import io.borealis.engine.activity.live.LiveEvents;
import io.borealis.engine.activity.live.LiveEvents.Position;
import io.borealis.protocol.control.CloseReason;
import io.borealis.web.Heartbeat;
import io.borealis.web.Roles;
import io.borealis.web.SocketClosing;
import io.borealis.web.SocketFailures;
import io.borealis.web.UpgradeFacts;
import io.borealis.web.access.CurrentOperator;
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
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * What happens, for a page that shows it. The door is guarded twice: the deployment descriptor asks for a role at the
 * upgrade, and this class asks the session again. Nothing is heard here: looking on is all that it is for.
 */
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
@ServerEndpoint(value = "/ws/events", configurator = UpgradeFacts.class)
public class EventsEndpoint {

    private static final int SHORTEST_BUFFER = 64;
    private static final Pattern POSITION = Pattern.compile("([0-9a-f-]{36})\\.([0-9]{1,18})");

    @Inject
    LiveEvents events;

    @Inject
    OperatorSessions sessions;

    @Resource
    ManagedScheduledExecutorService scheduler;

    private boolean refused;
    private @Nullable Heartbeat heartbeat;
    private @Nullable Runnable leave;

    @OnOpen
    public void opened(Session session, EndpointConfig connection) {
        session.setMaxTextMessageBufferSize(SHORTEST_BUFFER);
        session.setMaxBinaryMessageBufferSize(SHORTEST_BUFFER);
        Optional<OperatorSession> operator = operatorOf(session, UpgradeFacts.remoteAddress(connection));
        if (operator.isEmpty()) {
            SocketClosing.close(session, CloseReason.UNAUTHORIZED, "an operator's access token is required");
            return;
        }
        SessionCheck check = sessions.use(operator.get().sessionId());
        if (check instanceof SessionCheck.Over over) {
            SocketClosing.close(
                    session,
                    CloseReason.UNAUTHORIZED,
                    "the operator session ended"
                            + over.reason().map(why -> ": " + why).orElse(""));
            return;
        }
        if (check instanceof SessionCheck.Obliged obliged) {
            SocketClosing.close(
                    session, CloseReason.FORBIDDEN, "first: " + obliged.duty().wireName());
            return;
        }
        List<String> after = session.getRequestParameterMap().getOrDefault("after", List.of());
        Optional<Position> position = after.stream().findFirst().flatMap(EventsEndpoint::positionIn);
        if (position.isEmpty() && !after.isEmpty()) {
            SocketClosing.close(
                    session,
                    CloseReason.MALFORMED_MESSAGE,
                    "after is the run and the number of an event with a dot between; leave it out to begin now");
            return;
        }
        heartbeat = new Heartbeat(session, scheduler);
        leave = events.watch(operator.get(), position, new PageScreen(session)).orElse(null);
        if (!session.isOpen()) {
            closed();
        }
    }

    private static Optional<OperatorSession> operatorOf(Session session, String remoteAddress) {
        return session.getUserPrincipal() instanceof JsonWebToken token
                ? CurrentOperator.of(token, remoteAddress)
                : Optional.empty();
    }

    private static Optional<Position> positionIn(String text) {
        Matcher parts = POSITION.matcher(text);
        return parts.matches()
                ? Optional.of(new Position(parts.group(1), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    @OnMessage
    public void said(Session session, String part, boolean last) {
        refuse(session);
    }

    @OnMessage
    public void said(Session session, ByteBuffer part, boolean last) {
        refuse(session);
    }

    private void refuse(Session session) {
        if (!refused) {
            refused = true;
            SocketClosing.refuse(
                    session, CloseReason.MALFORMED_MESSAGE, "nothing is said to the Engine here", scheduler);
            closed();
        }
    }

    @OnMessage
    public void answered(PongMessage pong) {
        if (heartbeat != null) {
            heartbeat.heard();
        }
    }

    @OnClose
    public void closed() {
        if (heartbeat != null) {
            heartbeat.close();
        }
        if (leave != null) {
            leave.run();
        }
    }

    @OnError
    public void failed(Session session, Throwable cause) {
        SocketFailures.close(session, cause);
        closed();
    }
}
