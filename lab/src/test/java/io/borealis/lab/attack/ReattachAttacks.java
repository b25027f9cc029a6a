package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.closed;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.Until;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who goes on with a terminal that is not his, or not there. */
final class ReattachAttacks implements Attacks {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GROUP = "reattach";
    private static final String SHARER = "an operator who shares the tunnel";
    private static final Refusal NO_TERMINAL = problem(404, "no_terminal");

    /** The honest operator's terminal, and one more of his. */
    private @Nullable TerminalClient terminal;

    private @Nullable EngineClient guest;
    private String other = "";

    @Override
    public List<Attack> rows() {
        return List.of(
                row(
                                "ticket-for-terminal-of-another",
                                GROUP,
                                SHARER,
                                "a request for a ticket to another's terminal",
                                NO_TERMINAL,
                                ground -> asking(ground.stranger(), ground, id()))
                        .given(this::withStranger),
                row(
                                "ticket-for-terminal-of-another-sign-in",
                                GROUP,
                                "the same operator, signed in elsewhere",
                                "a request for a ticket to his own terminal",
                                NO_TERMINAL,
                                ground -> asking(Objects.requireNonNull(guest), ground, id()))
                        .given(ground -> {
                            open(ground);
                            join(ground, ground.nobody().login(ground.lab().account("operator")));
                        }),
                row(
                                "ticket-for-terminal-made-up",
                                GROUP,
                                "an operator",
                                "a request for a ticket to a terminal that never was",
                                NO_TERMINAL,
                                ground -> asking(
                                        ground.operator(),
                                        ground,
                                        UUID.randomUUID().toString()))
                        .given(this::open),
                row(
                                "ticket-for-ended-terminal",
                                GROUP,
                                "an operator",
                                "a request for a ticket to a terminal that he ended",
                                problem(410, "terminal_ended"),
                                ground -> asking(ground.operator(), ground, id()))
                        .given(ground -> {
                            open(ground);
                            ground.operator().delete("/api/terminals/" + id()).expect(204);
                        }),
                row(
                                "end-terminal-of-another",
                                GROUP,
                                SHARER,
                                "DELETE of another's terminal",
                                NO_TERMINAL,
                                ground -> Refusal.of(ground.stranger().delete("/api/terminals/" + id())))
                        .given(this::withStranger),
                row(
                                "attach-to-another-than-its-ticket",
                                GROUP,
                                "an operator",
                                "the ticket for one terminal and the name of another",
                                closed(4401),
                                ground -> attaching(ground, id(), other, 0))
                        .given(ground -> {
                            open(ground);
                            TerminalClient second = ground.operator().terminal(ground.tunnelId());
                            ground.owns(second);
                            other = second.terminalId();
                        }),
                row(
                                "attach-beyond-the-end",
                                GROUP,
                                "an operator",
                                "an offset that never was",
                                closed(4416),
                                ground -> attaching(ground, id(), id(), Long.MAX_VALUE))
                        .given(this::open),
                row(
                                "attach-before-the-beginning",
                                GROUP,
                                "an operator",
                                "an offset below zero",
                                closed(4416),
                                ground -> attaching(ground, id(), id(), Long.MIN_VALUE))
                        .given(this::open),
                row(
                                "attach-on-an-open-terminal",
                                GROUP,
                                "an operator",
                                "attach on the socket of a terminal that runs",
                                closed(4400),
                                ground -> {
                                    TerminalClient own = Objects.requireNonNull(terminal);
                                    own.sayText("{\"type\":\"attach\",\"terminal_id\":\"" + id() + "\",\"from\":0}");
                                    return closing(own);
                                })
                        .given(this::open),
                row(
                                "resize-instead-of-attach",
                                GROUP,
                                "an operator",
                                "a resize before attach, on a socket for a terminal that runs",
                                closed(4400),
                                ground -> {
                                    TerminalClient socket = socketFor(ground, id());
                                    socket.resize(80, 25);
                                    return closing(socket);
                                })
                        .given(this::open));
    }

    private void withStranger(Ground ground) {
        open(ground);
        join(ground, ground.stranger());
    }

    private void join(Ground ground, EngineClient who) {
        who.connect(ground.agent().id()).expect(200);
        guest = who;
    }

    /** One terminal at a time; whoever shared the tunnel for the row before leaves it. */
    private void open(Ground ground) {
        if (guest != null) {
            guest.disconnect(ground.agent().id()).expect(200);
            guest = null;
        }
        if (terminal != null) {
            terminal.close();
        }
        TerminalClient opened = ground.operator().terminal(ground.tunnelId());
        ground.owns(opened);
        terminal = opened;
    }

    private String id() {
        return Objects.requireNonNull(terminal).terminalId();
    }

    private static Refusal asking(EngineClient who, Ground ground, String terminalId) {
        EngineReply reply = who.askForTicket(ground.tunnelId(), terminalId);
        return Refusal.of(reply);
    }

    private static TerminalClient socketFor(Ground ground, String terminalId) {
        EngineClient operator = ground.operator();
        return operator.terminal(ground.tunnelId(), operator.terminalTicket(ground.tunnelId(), terminalId), 80, 25);
    }

    private static Refusal attaching(Ground ground, String ticketFor, String named, long from) {
        TerminalClient socket = socketFor(ground, ticketFor);
        socket.sayText("{\"type\":\"attach\",\"terminal_id\":\"" + named + "\",\"from\":" + from + "}");
        return closing(socket);
    }

    private static Refusal closing(TerminalClient socket) {
        Until.holds(() -> socket.closeCode().isPresent(), SOON, () -> "the socket was not closed");
        return closed(socket.closeCode().getAsInt());
    }
}
