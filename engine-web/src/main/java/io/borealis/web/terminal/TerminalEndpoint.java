package io.borealis.web.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.terminal.Terminal;
import io.borealis.engine.terminal.TerminalResult;
import io.borealis.engine.terminal.TerminalTickets;
import io.borealis.engine.terminal.Terminals;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.ProtocolJson;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.terminal.FromTerminal;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.terminal.ToTerminal;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.web.Heartbeat;
import io.borealis.web.SocketClosing;
import io.borealis.web.SocketFailures;
import io.borealis.web.UpgradeFacts;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A terminal in a browser. Open to everybody at the door, since a browser sends no token here: the single-use ticket
 * in the address says who it is, and without a good one the socket closes before anything else happens.
 */
@PermitAll
@ServerEndpoint(value = "/ws/terminal/{tunnel_id}", configurator = UpgradeFacts.class)
public class TerminalEndpoint {

    private static final ObjectMapper JSON = ProtocolJson.mapper();
    private static final String NO_WORD = "not a word of the terminal";
    private static final int LARGEST_WORD = 1024;
    /** Whatever the container's default: {@link Message} bounds what is kept, and a large message ends nothing. */
    private static final int NO_BOUND = 0;

    @Inject
    TerminalTickets tickets;

    @Inject
    Terminals terminals;

    @Resource
    ManagedScheduledExecutorService scheduler;

    private final Message keystrokes = new Message(FromTerminal.MAX_INPUT_BYTES);
    private final Message word = new Message(LARGEST_WORD);
    private @Nullable Heartbeat heartbeat;
    private @Nullable Intake intake;
    private @Nullable BrowserScreen screen;
    private @Nullable Terminal terminal;

    @OnOpen
    public void opened(Session session, @PathParam("tunnel_id") String tunnelId) {
        session.setMaxBinaryMessageBufferSize(NO_BOUND);
        session.setMaxTextMessageBufferSize(NO_BOUND);
        TunnelId tunnel;
        try {
            tunnel = TunnelId.parse(tunnelId);
        } catch (MalformedValueException bad) {
            SocketClosing.close(session, CloseReason.NO_TUNNEL, String.valueOf(bad.getMessage()));
            return;
        }
        Optional<OperatorSession> operator = tickets.redeem(parameter(session, "ticket"), tunnel);
        if (operator.isEmpty()) {
            SocketClosing.close(session, CloseReason.UNAUTHORIZED, "the ticket is missing, wrong, used or too old");
            return;
        }
        TerminalSize size = new TerminalSize(number(session, "columns"), number(session, "rows"));
        Heartbeat beating = new Heartbeat(session, scheduler);
        Intake reading = Intake.of(session, beating);
        BrowserScreen browser = new BrowserScreen(session, reading);
        heartbeat = beating;
        intake = reading;
        screen = browser;
        TerminalResult result = terminals.open(operator.get(), tunnel, size, browser);
        // Nothing was heard of while this opened, by whose fault ever
        beating.heard();
        if (result instanceof TerminalResult.Opened opened) {
            terminal = opened.terminal();
            if (!session.isOpen()) {
                opened.terminal().close();
            }
        } else {
            refuse(session, result);
        }
    }

    @OnMessage
    public void typed(byte[] part, boolean last) {
        heard();
        keystrokes.add(part, last).ifPresent(whole -> {
            Terminal open = terminal;
            BrowserScreen browser = screen;
            if (open == null || browser == null) {
                return;
            }
            if (whole instanceof Message.Whole.Taken taken) {
                open.input(taken.bytes());
            } else if (whole instanceof Message.Whole.TooLarge large) {
                browser.refuse(FromTerminal.Input.KEYSTROKES, large.most());
            }
        });
    }

    @OnMessage
    public void said(Session session, String part, boolean last) {
        heard();
        word.add(part.getBytes(StandardCharsets.UTF_8), last).ifPresent(whole -> {
            Terminal open = terminal;
            BrowserScreen browser = screen;
            if (open == null || browser == null) {
                return;
            }
            if (whole instanceof Message.Whole.Taken taken) {
                obey(session, open, taken.bytes());
            } else if (whole instanceof Message.Whole.TooLarge large) {
                browser.refuse(FromTerminal.Input.WORD, large.most());
            }
        });
    }

    private static void obey(Session session, Terminal open, byte[] text) {
        try {
            ToTerminal word = JSON.readValue(text, ToTerminal.class);
            if (word instanceof ToTerminal.Resize resize) {
                open.resize(new TerminalSize(resize.columns(), resize.rows()));
            } else if (word instanceof ToTerminal.Acknowledge drawn && drawn.bytes() >= 0) {
                open.acknowledge(drawn.bytes());
            } else {
                SocketClosing.close(session, CloseReason.MALFORMED_MESSAGE, NO_WORD);
            }
        } catch (IOException bad) {
            SocketClosing.close(session, CloseReason.MALFORMED_MESSAGE, NO_WORD);
        }
    }

    @OnMessage
    public void answered(PongMessage pong) {
        heard();
    }

    private void heard() {
        if (heartbeat != null) {
            heartbeat.heard();
        }
    }

    @OnClose
    public void closed() {
        if (heartbeat != null) {
            heartbeat.close();
        }
        if (intake != null) {
            intake.close();
        }
        Terminal open = terminal;
        if (open != null) {
            open.close();
        }
    }

    @OnError
    public void failed(Session session, Throwable cause) {
        SocketFailures.close(session, cause);
        closed();
    }

    private static void refuse(Session session, TerminalResult result) {
        if (result instanceof TerminalResult.NotYours) {
            SocketClosing.close(session, CloseReason.FORBIDDEN, "this session does not share the tunnel");
        } else if (result instanceof TerminalResult.TooMany many) {
            SocketClosing.close(
                    session, CloseReason.TOO_MUCH, "the tunnel has " + many.most() + " terminals; close one");
        } else if (result instanceof TerminalResult.Failed failed) {
            SocketClosing.close(session, CloseReason.FAILED, failed.detail());
        } else {
            SocketClosing.close(session, CloseReason.NO_TUNNEL, "the tunnel is not up");
        }
    }

    private static String parameter(Session session, String name) {
        List<String> values = session.getRequestParameterMap().getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    /** A size that is no number is like none: {@link TerminalSize} knows what to do with 0. */
    private static int number(Session session, String name) {
        String text = parameter(session, name);
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }
}
