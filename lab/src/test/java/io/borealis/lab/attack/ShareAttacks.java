package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.closed;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.Until;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who sees or shares a terminal that nobody shared with him, and who makes more of a share than it is. */
final class ShareAttacks implements Attacks {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GROUP = "share";
    private static final String SHARER = "an operator who shares the tunnel";
    private static final String GUEST = "an operator with whom it is shared";
    private static final String OUTSIDER = "an operator without a share in the tunnel";
    private static final String NAME = "operator2";
    private static final Refusal NO_TERMINAL = problem(404, "no_terminal");

    private @Nullable TerminalClient terminal;
    private @Nullable EngineClient guest;
    private String ticket = "";

    @Override
    public List<Attack> rows() {
        return List.of(
                row(
                                "share-made-by-its-guest",
                                GROUP,
                                SHARER,
                                "PUT share of another's terminal",
                                NO_TERMINAL,
                                ground -> Refusal.of(ground.stranger().share(id(), NAME, "type")))
                        .given(this::join),
                row(
                                "share-taken-by-a-stranger",
                                GROUP,
                                SHARER,
                                "DELETE share of another's",
                                NO_TERMINAL,
                                ground -> Refusal.of(ground.stranger().takeBack(id(), NAME)))
                        .given(this::shared),
                row(
                                "keyboard-taken-by-guest",
                                GROUP,
                                GUEST,
                                "PUT share with himself, to type",
                                NO_TERMINAL,
                                ground -> Refusal.of(ground.stranger().share(id(), NAME, "type")))
                        .given(this::shared),
                row(
                                "guest-ends-terminal",
                                GROUP,
                                GUEST,
                                "DELETE of the terminal",
                                NO_TERMINAL,
                                ground -> Refusal.of(ground.stranger().delete("/api/terminals/" + id())))
                        .given(this::shared),
                row(
                                "share-with-nobody",
                                GROUP,
                                "an operator",
                                "PUT share with a name that nobody has",
                                problem(409, "operator_not_in_tunnel"),
                                ground -> Refusal.of(ground.operator().share(id(), "nobody", "watch")))
                        .given(this::join),
                row(
                                "share-with-one-outside",
                                GROUP,
                                "an operator",
                                "PUT share with an operator who has no share in the tunnel",
                                problem(409, "operator_not_in_tunnel"),
                                ground -> Refusal.of(ground.operator().share(id(), NAME, "watch")))
                        .given(this::open),
                row(
                                "share-to-own-all",
                                GROUP,
                                "an operator",
                                "PUT share to do what there is not",
                                problem(400, "bad_value"),
                                ground -> Refusal.of(ground.operator().share(id(), NAME, "own")))
                        .given(this::join),
                row(
                                "share-of-nothing-said",
                                GROUP,
                                "an operator",
                                "PUT share without what is allowed",
                                problem(400, "missing_field"),
                                ground -> Refusal.of(
                                        ground.operator().put("/api/terminals/" + id() + "/shares/" + NAME, Map.of())))
                        .given(this::join),
                row(
                                "share-of-made-up",
                                GROUP,
                                "an operator",
                                "PUT share of what never was",
                                NO_TERMINAL,
                                ground -> Refusal.of(ground.operator()
                                        .share(UUID.randomUUID().toString(), NAME, "watch")))
                        .given(this::join),
                row(
                                "take-back-what-is-not-shared",
                                GROUP,
                                "an operator",
                                "DELETE share with somebody with whom it is not shared",
                                problem(404, "not_shared"),
                                ground -> Refusal.of(ground.operator().takeBack(id(), NAME)))
                        .given(this::join),
                row(
                                "share-by-auditor",
                                GROUP,
                                "an auditor",
                                "PUT share",
                                problem(403, "forbidden"),
                                ground -> Refusal.of(ground.auditor().share(id(), "auditor", "watch")))
                        .given(this::open),
                row(
                                "watch-with-old-ticket",
                                GROUP,
                                "an operator from whom it was taken back",
                                "attach with a ticket from before",
                                closed(4412),
                                ground -> attaching(ground, 0))
                        .given(ground -> {
                            withTicket(ground);
                            ground.operator().takeBack(id(), NAME).expect(204);
                        }),
                row(
                                "watch-beyond-the-end",
                                GROUP,
                                GUEST,
                                "an offset that never was",
                                closed(4416),
                                ground -> attaching(ground, Long.MAX_VALUE))
                        .given(this::withTicket),
                row(
                                "watch-before-the-beginning",
                                GROUP,
                                GUEST,
                                "an offset below zero",
                                closed(4416),
                                ground -> attaching(ground, Long.MIN_VALUE))
                        .given(this::withTicket),
                row(
                                "watch-what-ended",
                                GROUP,
                                GUEST,
                                "attach after its end",
                                closed(4413),
                                ground -> attaching(ground, 0))
                        .given(ground -> {
                            withTicket(ground);
                            ground.operator().delete("/api/terminals/" + id()).expect(204);
                        }),
                // Last: who joined for a row above has left when the next kind of attack begins
                row(
                                "terminals-of-others",
                                GROUP,
                                OUTSIDER,
                                "GET terminals of the tunnel",
                                problem(403, "not_your_tunnel"),
                                ground -> Refusal.of(ground.stranger().terminals(ground.tunnelId())))
                        .given(this::open));
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

    private void join(Ground ground) {
        open(ground);
        ground.stranger().connect(ground.agent().id()).expect(200);
        guest = ground.stranger();
    }

    private void shared(Ground ground) {
        join(ground);
        ground.operator().share(id(), NAME, "watch").expect(200);
    }

    private void withTicket(Ground ground) {
        shared(ground);
        ticket = ground.stranger().terminalTicket(ground.tunnelId(), id());
    }

    private String id() {
        return Objects.requireNonNull(terminal).terminalId();
    }

    private Refusal attaching(Ground ground, long from) {
        TerminalClient socket = ground.stranger().terminal(ground.tunnelId(), ticket, 80, 25);
        socket.sayText("{\"type\":\"attach\",\"terminal_id\":\"" + id() + "\",\"from\":" + from + "}");
        Until.holds(() -> socket.closeCode().isPresent(), SOON, () -> "the socket was not closed");
        return closed(socket.closeCode().getAsInt());
    }
}
