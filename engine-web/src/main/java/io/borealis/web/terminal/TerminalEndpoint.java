package io.borealis.web.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.terminal.AttachResult;
import io.borealis.engine.terminal.Attachment;
import io.borealis.engine.terminal.TerminalResult;
import io.borealis.engine.terminal.TerminalTickets;
import io.borealis.engine.terminal.Terminals;
import io.borealis.engine.terminal.TicketUse;
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
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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

    private static final int ATTACH_SECONDS = 10;

    /** Codes by which a browser says that it is done with the terminal, and those for which it lost it. */
    private static final Set<Integer> ENDING = Set.of(
            jakarta.websocket.CloseReason.CloseCodes.NORMAL_CLOSURE.getCode(),
            jakarta.websocket.CloseReason.CloseCodes.NO_STATUS_CODE.getCode(),
            CloseReason.MALFORMED_MESSAGE.code(),
            CloseReason.TOO_MUCH.code());

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
    private @Nullable Awaited awaited;
    private volatile @Nullable Attachment attachment;
    private volatile OptionalInt goneWith = OptionalInt.empty();
    private volatile boolean leaving;

    /** A socket whose ticket is for a terminal that runs: what it may say first, and until when. */
    private record Awaited(
            OperatorSession operator,
            TunnelId tunnel,
            String terminalId,
            TerminalSize size,
            ScheduledFuture<?> tooLate) {}

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
        Optional<TicketUse> redeemed = tickets.redeem(parameter(session, "ticket"), tunnel);
        if (redeemed.isEmpty()) {
            SocketClosing.close(session, CloseReason.UNAUTHORIZED, "the ticket is missing, wrong, used or too old");
            return;
        }
        TicketUse use = redeemed.get();
        TerminalSize size = new TerminalSize(number(session, "columns"), number(session, "rows"));
        Heartbeat beating = new Heartbeat(session, scheduler);
        Intake reading = Intake.of(session, beating);
        BrowserScreen browser = new BrowserScreen(session, reading);
        heartbeat = beating;
        intake = reading;
        screen = browser;
        if (use.terminalId().isPresent()) {
            awaited = new Awaited(use.operator(), tunnel, use.terminalId().get(), size, closeUnlessAttached(session));
            return;
        }
        TerminalResult result = terminals.open(use.operator(), tunnel, size, browser);
        // Nothing was heard of while this opened, by whose fault ever
        beating.heard();
        if (result instanceof TerminalResult.Opened opened) {
            hold(opened.attachment());
        } else {
            TerminalRefusals.close(session, result);
        }
    }

    private ScheduledFuture<?> closeUnlessAttached(Session session) {
        return scheduler.schedule(
                () -> SocketClosing.close(
                        session,
                        CloseReason.MALFORMED_MESSAGE,
                        "the ticket is for a terminal that runs; say attach within " + ATTACH_SECONDS + " seconds"),
                ATTACH_SECONDS,
                TimeUnit.SECONDS);
    }

    @OnMessage
    public void typed(byte[] part, boolean last) {
        heard();
        keystrokes.add(part, last).ifPresent(whole -> {
            Attachment open = attachment;
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
            BrowserScreen browser = screen;
            if (browser == null || (attachment == null && awaited == null)) {
                return;
            }
            if (whole instanceof Message.Whole.Taken taken) {
                obey(session, browser, taken.bytes());
            } else if (whole instanceof Message.Whole.TooLarge large) {
                browser.refuse(FromTerminal.Input.WORD, large.most());
            }
        });
    }

    private void obey(Session session, BrowserScreen browser, byte[] text) {
        try {
            ToTerminal said = JSON.readValue(text, ToTerminal.class);
            Awaited first = awaited;
            Attachment open = attachment;
            if (first != null && said instanceof ToTerminal.Attach attach) {
                attach(session, browser, first, attach);
            } else if (open != null && said instanceof ToTerminal.Resize resize) {
                open.resize(new TerminalSize(resize.columns(), resize.rows()));
            } else if (open != null && said instanceof ToTerminal.Acknowledge drawn && drawn.bytes() >= 0) {
                open.acknowledge(drawn.bytes());
            } else if (said instanceof ToTerminal.Leaving) {
                leaving = true;
            } else {
                SocketClosing.close(session, CloseReason.MALFORMED_MESSAGE, NO_WORD);
            }
        } catch (IOException bad) {
            SocketClosing.close(session, CloseReason.MALFORMED_MESSAGE, NO_WORD);
        }
    }

    private void attach(Session session, BrowserScreen browser, Awaited first, ToTerminal.Attach attach) {
        first.tooLate().cancel(false);
        awaited = null;
        if (!attach.terminalId().equals(first.terminalId())) {
            SocketClosing.close(session, CloseReason.UNAUTHORIZED, "the ticket is for another terminal");
            return;
        }
        AttachResult result = terminals.attach(
                first.operator(), first.tunnel(), attach.terminalId(), attach.from(), first.size(), browser);
        if (result instanceof AttachResult.Attached attached) {
            hold(attached.attachment());
        } else {
            TerminalRefusals.close(session, result);
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
    public void closed(Session session, jakarta.websocket.CloseReason reason) {
        gone(SocketClosing.codeOf(session, reason));
    }

    @OnError
    public void failed(Session session, Throwable cause) {
        SocketFailures.close(session, cause);
        gone(jakarta.websocket.CloseReason.CloseCodes.CLOSED_ABNORMALLY.getCode());
    }

    private void gone(int code) {
        if (heartbeat != null) {
            heartbeat.close();
        }
        if (intake != null) {
            intake.close();
        }
        if (awaited != null) {
            awaited.tooLate().cancel(false);
        }
        goneWith = OptionalInt.of(code);
        letGoWhenGone();
    }

    /** The socket may have gone while this was opened: then its end means what it means at any other time. */
    private void hold(Attachment fresh) {
        attachment = fresh;
        letGoWhenGone();
    }

    // Each of two threads writes its own before it reads the other's: whoever is second sees both
    private void letGoWhenGone() {
        Attachment open = attachment;
        OptionalInt gone = goneWith;
        if (open == null || gone.isEmpty()) {
            return;
        }
        int code = gone.getAsInt();
        if (ENDING.contains(code)) {
            open.close();
        } else {
            open.detach(leaving || code == jakarta.websocket.CloseReason.CloseCodes.GOING_AWAY.getCode());
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
