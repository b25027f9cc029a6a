package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.closed;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Until;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who opens or uses a terminal without the right to, and what is said on one that must not be said. */
final class TerminalAttacks implements Attacks {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GROUP = "terminal";
    private static final Refusal UNAUTHORIZED = closed(4401);
    private static final Refusal REFUSED_ALIVE = Refusal.because("input_refused, and the shell lives");

    /** What a row prepared for its attack. */
    private String ticket = "";

    private @Nullable TerminalClient terminal;

    @Override
    public List<Attack> rows() {
        return Stream.of(ofWhoLeft(), tickets(), words(), sizes())
                .flatMap(List::stream)
                .toList();
    }

    private List<Attack> ofWhoLeft() {
        return List.of(
                row(
                                "type-after-leaving",
                                GROUP,
                                "an operator who left",
                                "keystrokes on the terminal that he had",
                                closed(4411),
                                ground -> after(own(), used -> used.type("echo too-late-$((6*7))\r")))
                        .given(ground -> {
                            join(ground);
                            openOwn(ground, ground.stranger());
                            leave(ground);
                        }),
                row(
                                "ticket-after-leaving",
                                GROUP,
                                "an operator who left",
                                "a ticket from before",
                                UNAUTHORIZED,
                                ground -> opening(ground.stranger(), ground.tunnelId(), ticket))
                        .given(ground -> {
                            join(ground);
                            ticket = ground.stranger().terminalTicket(ground.tunnelId());
                            leave(ground);
                        }),
                row(
                                "new-ticket-after-leaving",
                                GROUP,
                                "an operator who left",
                                "a request for a ticket",
                                problem(403, "not_your_tunnel"),
                                ground -> Refusal.of(ground.stranger()
                                        .post("/api/terminal/tickets", Map.of("tunnel_id", ground.tunnelId()))))
                        .given(ground -> {
                            join(ground);
                            leave(ground);
                        }),
                row(
                        "leave-for-somebody-else",
                        GROUP,
                        "an operator who does not share the tunnel",
                        "DELETE disconnect",
                        problem(403, "not_your_tunnel"),
                        ground -> Refusal.of(
                                ground.stranger().disconnect(ground.agent().id()))));
    }

    private List<Attack> tickets() {
        return List.of(
                row(
                                "ticket-used-twice",
                                GROUP,
                                "whoever saw a ticket",
                                "the ticket once more",
                                UNAUTHORIZED,
                                ground -> opening(ground.nobody(), ground.tunnelId(), ticket))
                        .given(ground -> {
                            ticket = ground.operator().terminalTicket(ground.tunnelId());
                            try (TerminalClient used = ground.operator().terminal(ground.tunnelId(), ticket, 80, 25)) {
                                ground.owns(used);
                            }
                        }),
                row(
                                "ticket-for-another-tunnel",
                                GROUP,
                                "whoever saw a ticket",
                                "the ticket with the id of another tunnel",
                                UNAUTHORIZED,
                                ground -> opening(
                                        ground.nobody(), UUID.randomUUID().toString(), ticket))
                        .given(ground -> ticket = ground.operator().terminalTicket(ground.tunnelId())),
                row(
                        "ticket-made-up",
                        GROUP,
                        "nobody",
                        "a ticket that nobody issued",
                        UNAUTHORIZED,
                        ground -> opening(ground.nobody(), ground.tunnelId(), "A".repeat(43))),
                row(
                        "no-ticket",
                        GROUP,
                        "nobody",
                        "no ticket",
                        UNAUTHORIZED,
                        ground -> opening(ground.nobody(), ground.tunnelId(), "")),
                row(
                        "no-tunnel-id",
                        GROUP,
                        "nobody",
                        "the address of a tunnel that is no id",
                        closed(4404),
                        ground -> opening(ground.nobody(), "1-2-3-4-", "")),
                row(
                        "binary-before-open",
                        GROUP,
                        "nobody",
                        "a command right behind the upgrade",
                        UNAUTHORIZED,
                        ground -> after(
                                ground.nobody().terminal(ground.tunnelId(), "nothing", 80, 25),
                                used -> used.type("echo too-late-$((6*7))\r"))),
                row(
                        "ticket-by-auditor",
                        GROUP,
                        "an auditor",
                        "a request for a ticket",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.auditor()
                                .post("/api/terminal/tickets", Map.of("tunnel_id", ground.tunnelId())))));
    }

    private List<Attack> words() {
        return List.of(
                word("word-of-no-kind", "a word that there is none of", "{\"type\":\"reboot\"}"),
                word("word-that-is-no-json", "text that is no JSON", "resize 80 25"),
                word(
                        "forged-resize",
                        "a window larger than any number",
                        "{\"type\":\"resize\",\"columns\":99999999999,\"rows\":25}"),
                word(
                        "acknowledge-less-than-nothing",
                        "an acknowledgement that opens the window for ever",
                        "{\"type\":\"ack\",\"bytes\":-2147483648}"),
                word(
                        "word-with-a-foreign-field",
                        "a word with a field that it has not",
                        "{\"type\":\"ack\",\"bytes\":1,\"exit_code\":0}"));
    }

    private Attack word(String id, String sent, String text) {
        return row(id, GROUP, "an operator", sent, closed(4400), ground -> after(own(), used -> used.sayText(text)))
                .given(this::openOwn);
    }

    private List<Attack> sizes() {
        return List.of(
                row(
                                "oversized-keystrokes",
                                GROUP,
                                "an operator",
                                "a frame of a megabyte",
                                REFUSED_ALIVE,
                                ground -> refusedAlive(used -> used.typeAtOnce(new byte[1024 * 1024])))
                        .given(this::openOwn),
                row(
                                "oversized-word",
                                GROUP,
                                "an operator",
                                "a word of 200,000 characters",
                                REFUSED_ALIVE,
                                ground -> refusedAlive(used -> used.sayText(" ".repeat(200_000))))
                        .given(this::openOwn));
    }

    private static void join(Ground ground) {
        ground.stranger().connect(ground.agent().id()).expect(200);
    }

    private static void leave(Ground ground) {
        ground.stranger().disconnect(ground.agent().id()).expect(200);
    }

    private void openOwn(Ground ground) {
        openOwn(ground, ground.operator());
    }

    private void openOwn(Ground ground, EngineClient who) {
        TerminalClient opened = who.terminal(ground.tunnelId());
        ground.owns(opened);
        terminal = opened;
    }

    private TerminalClient own() {
        return Objects.requireNonNull(terminal);
    }

    private static Refusal opening(EngineClient who, String tunnel, String ticket) {
        return after(who.terminal(tunnel, ticket, 80, 25), used -> {});
    }

    private static Refusal after(TerminalClient used, Consumer<TerminalClient> attack) {
        try (used) {
            say(used, attack);
            // our own goodbye would overtake the Engine's
            Until.holds(() -> used.closeCode().isPresent(), SOON, () -> "the terminal was not closed");
            return used.output().contains("too-late-42")
                    ? Refusal.because("the shell obeyed")
                    : closed(used.closeCode().getAsInt());
        }
    }

    private static void say(TerminalClient used, Consumer<TerminalClient> attack) {
        try {
            attack.accept(used);
        } catch (LabException shut) {
            // the close code says it
        }
    }

    private Refusal refusedAlive(Consumer<TerminalClient> attack) {
        try (TerminalClient used = own()) {
            attack.accept(used);
            Until.holds(() -> used.refusals() == 1, SOON, () -> "nothing was refused");
            used.type("echo alive-$((6*7))\r");
            used.awaitOutput("alive-42", SOON);
            return REFUSED_ALIVE;
        }
    }
}
