package io.borealis.web.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.SessionCheck;
import io.borealis.engine.activity.live.LiveEvents;
import io.borealis.engine.activity.live.LiveEvents.Position;
import io.borealis.engine.terminal.DevicePages;
import io.borealis.engine.terminal.DevicePages.OpenPage;
import io.borealis.engine.terminal.Terminals;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.activity.PageWord;
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
 * upgrade, and this class asks the session again. A page says which devices it is at, so that what only it used ends with
 * it; nothing else is heard here.
 */
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.AUDITOR})
@ServerEndpoint(value = "/ws/events", configurator = UpgradeFacts.class)
public class EventsEndpoint {

    /** Beyond what the largest word takes. */
    private static final int LARGEST_WORD = 2048;

    private static final String NO_WORD = "not a word of a page; one who only looks on says nothing";
    private static final ObjectReader WORDS = ProtocolJson.mapper().readerFor(PageWord.class);
    private static final Pattern POSITION = Pattern.compile("([0-9a-f-]{36})\\.([0-9]{1,18})");

    @Inject
    LiveEvents events;

    @Inject
    OperatorSessions sessions;

    @Inject
    Terminals terminals;

    @Resource
    ManagedScheduledExecutorService scheduler;

    private final StringBuilder word = new StringBuilder();
    private boolean refused;
    private boolean leaving;
    private @Nullable Heartbeat heartbeat;
    private @Nullable Runnable leave;
    private @Nullable OpenPage page;

    @OnOpen
    public void opened(Session session, EndpointConfig connection) {
        session.setMaxTextMessageBufferSize(LARGEST_WORD);
        session.setMaxBinaryMessageBufferSize(LARGEST_WORD);
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
        page = terminals.pages().opened(operator.get());
        leave = events.watch(operator.get(), position, new PageScreen(session)).orElse(null);
        if (!session.isOpen()) {
            gone(false);
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
        OpenPage open = page;
        if (open == null || refused) {
            return;
        }
        if (word.length() + part.length() > LARGEST_WORD) {
            refuse(session, "a word of a page has at most " + LARGEST_WORD + " characters");
            return;
        }
        word.append(part);
        if (last) {
            obey(session, open, word.toString());
            word.setLength(0);
        }
    }

    @OnMessage
    public void said(Session session, ByteBuffer part, boolean last) {
        refuse(session, NO_WORD);
    }

    private void obey(Session session, OpenPage open, String text) {
        try {
            PageWord said = WORDS.readValue(text);
            if (said instanceof PageWord.Leaving) {
                leaving = true;
            } else if (!(said instanceof PageWord.At at)) {
                refuse(session, NO_WORD);
            } else if (at.agentIds().size() > DevicePages.MOST_OF_PAGE) {
                refuse(session, "a page is at no more than " + DevicePages.MOST_OF_PAGE + " devices");
            } else {
                leaving = false;
                open.at(at.page(), at.agentIds());
            }
        } catch (JsonProcessingException bad) {
            refuse(session, NO_WORD);
        }
    }

    private void refuse(Session session, String why) {
        if (!refused) {
            refused = true;
            SocketClosing.refuse(session, CloseReason.MALFORMED_MESSAGE, why, scheduler);
            gone(false);
        }
    }

    @OnMessage
    public void answered(PongMessage pong) {
        if (heartbeat != null) {
            heartbeat.heard();
        }
    }

    @OnClose
    public void closed(jakarta.websocket.CloseReason reason) {
        gone(leaving || reason.getCloseCode() == jakarta.websocket.CloseReason.CloseCodes.GOING_AWAY);
    }

    private void gone(boolean saidThatItLeaves) {
        if (heartbeat != null) {
            heartbeat.close();
        }
        if (leave != null) {
            leave.run();
        }
        if (page != null) {
            page.gone(saidThatItLeaves);
        }
    }

    @OnError
    public void failed(Session session, Throwable cause) {
        SocketFailures.close(session, cause);
        gone(leaving);
    }
}
