package io.borealis.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.EventsClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.Dialect;
import io.borealis.lab.run.Leg;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One terminal on several people's screens, over the wire. */
class SharedTerminalIT extends LabCase {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Pattern PROMPT = Pattern.compile("[#$>]");
    private static final String BOB = "operator2";
    private static final int TERMINAL_ENDED = 4413;
    private static final int SHARE_ENDED = 4415;
    private static final int LEFT_THE_TUNNEL = 4411;
    private static final int SESSION_OVER = 4401;

    private final Set<TerminalClient> opened = ConcurrentHashMap.newKeySet();
    private String tunnel;
    private Dialect shell;
    private EngineClient bob;
    private TerminalClient own;

    @BeforeEach
    void openForTwo() {
        Legs.only(Leg.QUICK, "who watches a shell is decided by the Engine's own Java; the device knows one terminal");
        tunnel = up(operator, first).path("tunnel_id").asText();
        shell = first.host().dialect();
        bob = lab.as(BOB);
        bob.connect(first.id()).expect(200);
        own = operator.terminal(tunnel);
        opened.add(own);
        await().atMost(SOON).until(() -> PROMPT.matcher(own.output()).find());
    }

    @AfterEach
    void endWhatIsOpen() {
        opened.forEach(TerminalClient::close);
    }

    private TerminalClient watch(EngineClient who) {
        TerminalClient socket = who.attach(tunnel, own.terminalId(), 0);
        opened.add(socket);
        await().atMost(SOON).until(() -> socket.latest("watching").isPresent());
        return socket;
    }

    private EngineClient anotherOfBob() {
        EngineClient another = lab.as(BOB);
        another.connect(first.id()).expect(200);
        return another;
    }

    private static String picture(TerminalClient terminal) {
        return new EmulatedScreen().draw(terminal.shown()).picture();
    }

    private static String may(TerminalClient terminal) {
        return terminal.latest("watching").orElseThrow().path("may").asText();
    }

    private void awaitClosed(TerminalClient terminal, int code) {
        await().atMost(AT_ONCE).pollInterval(Duration.ofMillis(10)).until(() -> terminal.closeCode()
                .isPresent());
        assertThat(terminal.closeCode()).hasValue(code);
    }

    private void awaitWritten(String event, String detail) {
        await().atMost(SOON).untilAsserted(() -> assertThat(activity())
                .anyMatch(line -> line.contains(" " + event + " ")
                        && line.contains("terminal " + own.terminalId())
                        && line.contains(detail)));
    }

    @Test
    void showsTheSameOnEveryScreenAndEveryStepIsWrittenAndTold() {
        try (EventsClient events = bob.events(Optional.empty())) {
            await().atMost(SOON).until(() -> !events.words().isEmpty());
            operator.share(own.terminalId(), BOB, "watch").expect(200);
            TerminalClient screen = watch(bob);
            assertThat(may(screen)).isEqualTo("watch");
            own.type("echo both-$((6*7))\r");
            screen.awaitOutput("both-42", SOON);
            await().atMost(SOON).untilAsserted(() -> assertThat(picture(screen)).isEqualTo(picture(own)));

            screen.type("echo nobody\r");
            await().atMost(SOON).until(() -> screen.latest("keyboard_refused")
                    .filter(word -> word.path("reason").asText().equals("watching"))
                    .isPresent());
            operator.share(own.terminalId(), BOB, "type").expect(200);
            await().atMost(SOON).until(() -> may(screen).equals("type"));
            screen.type("echo bob-$((6*7))\r");
            own.awaitOutput("bob-42", SOON);
            assertThat(own.output()).doesNotContain("nobody");
            await().atMost(SOON).untilAsserted(() -> assertThat(picture(screen)).isEqualTo(picture(own)));

            assertSeenByItsOwner();
            operator.takeBack(own.terminalId(), BOB).expect(204);
            awaitClosed(screen, SHARE_ENDED);
            own.type("echo alone-$((6*7))\r");
            own.awaitOutput("alone-42", SOON);
            assertThat(screen.output()).doesNotContain("alone");

            await().atMost(SOON).untilAsserted(() -> assertThat(events.happenedOn(first.id()))
                    .contains(
                            "terminal_shared",
                            "terminal_watch_began",
                            "terminal_keyboard_given",
                            "terminal_watch_ended",
                            "terminal_share_ended"));
        }
        awaitWritten("terminal_shared", "with " + BOB + ", who may watch");
        awaitWritten("terminal_watch_began", "of operator");
        awaitWritten("terminal_keyboard_given", "to " + BOB);
        awaitWritten("terminal_watch_ended", "its owner took the terminal back");
        awaitWritten("terminal_share_ended", "with " + BOB);
    }

    private void assertSeenByItsOwner() {
        JsonNode guest = own.latest("audience").orElseThrow().path("guests").path(0);
        assertThat(guest.path("operator").asText()).isEqualTo(BOB);
        assertThat(guest.path("may").asText()).isEqualTo("type");
        assertThat(guest.path("screens").asInt()).isEqualTo(1);
        JsonNode mine = operator.terminals(tunnel).expect(200).json().path(0);
        assertThat(mine.path("may").asText()).isEqualTo("own");
        assertThat(mine.path("guests").path(0).path("screens").asInt()).isEqualTo(1);
        JsonNode shared = bob.terminals(tunnel).expect(200).json().path(0);
        assertThat(shared.path("may").asText()).isEqualTo("type");
        assertThat(shared.path("operator").asText()).isEqualTo("operator");
        assertThat(shared.path("guests")).isEmpty();
    }

    @Test
    void aStalledWatcherHoldsUpNobodyAndIsToldWhatItMissed() {
        operator.share(own.terminalId(), BOB, "watch").expect(200);
        TerminalClient quick = watch(bob);
        TerminalClient silent = watch(anotherOfBob());
        TerminalClient deaf = watch(anotherOfBob());
        silent.fallBehind();
        int drawn = silent.outputBytes();
        deaf.read(false);

        own.type(shell.countTo(400_000) + "; echo end-$((6*7))\r");
        own.awaitOutput("end-42", LONG);
        long typed = System.nanoTime();
        own.type("echo echo-$((6*7))\r");
        own.awaitOutput("echo-42", SOON);
        System.out.println("an echo beside two stalled screens came after "
                + Duration.ofNanos(System.nanoTime() - typed).toMillis() + " ms");

        quick.awaitOutput("echo-42", SOON);
        assertThat(silent.outputBytes())
                .isLessThanOrEqualTo(drawn + silent.window().orElseThrow());
        assertThat(silent.output()).doesNotContain("end-42");
        silent.catchUp();
        deaf.read(true);
        for (TerminalClient screen : new TerminalClient[] {quick, silent, deaf}) {
            screen.awaitOutput("echo-42", LONG);
            await().atMost(SOON).untilAsserted(() -> assertThat(picture(screen)).isEqualTo(picture(own)));
        }
        assertThat(silent.skips()).isPositive();
        assertThat(own.closeCode()).isEmpty();
    }

    @Test
    void endsWithTheLeaseOfWhoWatchesWithinASecond() {
        operator.share(own.terminalId(), BOB, "type").expect(200);
        TerminalClient screen = watch(bob);

        bob.disconnect(first.id()).expect(200);

        awaitClosed(screen, LEFT_THE_TUNNEL);
        awaitWritten("terminal_watch_ended", "this session left the tunnel");
        own.type("echo alive-$((6*7))\r");
        own.awaitOutput("alive-42", SOON);
    }

    @Test
    void endsWithTheSessionOfWhoWatchesWithinASecond() {
        operator.share(own.terminalId(), BOB, "watch").expect(200);
        TerminalClient screen = watch(bob);

        bob.post("/api/auth/logout", java.util.Map.of()).expect(204);

        await().atMost(AT_ONCE).pollInterval(Duration.ofMillis(10)).until(() -> screen.closeCode()
                .isPresent());
        // Its lease ends with the session, and whichever is told first is the reason
        assertThat(screen.closeCode().getAsInt()).isIn(SESSION_OVER, LEFT_THE_TUNNEL);
    }

    @Test
    void endsWithTheTerminalWithinASecond() {
        operator.share(own.terminalId(), BOB, "watch").expect(200);
        TerminalClient screen = watch(bob);

        operator.delete("/api/terminals/" + own.terminalId()).expect(204);

        awaitClosed(screen, TERMINAL_ENDED);
        assertThat(bob.askForTicket(tunnel, own.terminalId()).expect(410).field("code"))
                .isEqualTo("terminal_ended");
    }

    @Test
    void theSmallestScreenDecides() {
        operator.share(own.terminalId(), BOB, "type").expect(200);
        TerminalClient screen = watch(bob);
        screen.resize(70, 20);
        await().atMost(SOON)
                .until(() ->
                        own.latest("audience").orElseThrow().path("columns").asInt() == 70);
        own.resize(100, 18);
        await().atMost(SOON)
                .until(() ->
                        screen.latest("watching").orElseThrow().path("rows").asInt() == 18);
        JsonNode now = operator.terminals(tunnel).expect(200).json().path(0);
        assertThat(now.path("columns").asInt()).isEqualTo(70);
        assertThat(now.path("rows").asInt()).isEqualTo(18);
    }

    @Test
    void comesBackWhereItWasAndRefusesByCode() {
        assertThat(codeOf(bob.askForTicket(tunnel, own.terminalId()), 404)).isEqualTo("no_terminal");
        operator.share(own.terminalId(), BOB, "watch").expect(200);
        TerminalClient before = watch(bob);
        own.type("echo one-$((6*7))\r");
        before.awaitOutput("one-42", SOON);
        before.drop();
        long drawn = before.outputBytes();
        own.type("echo two-$((6*7))\r");
        own.awaitOutput("two-42", SOON);

        TerminalClient again = bob.attach(tunnel, own.terminalId(), drawn);
        opened.add(again);
        again.awaitOutput("two-42", SOON);
        assertThat(again.replayed().orElseThrow().offset()).isEqualTo(drawn);
        TerminalClient beyond = bob.attach(tunnel, own.terminalId(), 1L << 40);
        opened.add(beyond);
        await().atMost(SOON).until(() -> beyond.closeCode().isPresent());
        assertThat(beyond.closeCode()).hasValue(4416);
        assertThat(again.closeCode()).as("nothing changed").isEmpty();
        assertThat(codeOf(operator.share(own.terminalId(), "nobody", "watch"), 409))
                .isEqualTo("operator_not_in_tunnel");
        assertThat(codeOf(bob.share(own.terminalId(), BOB, "type"), 404)).isEqualTo("no_terminal");
        assertThat(codeOf(bob.delete("/api/terminals/" + own.terminalId()), 404))
                .isEqualTo("no_terminal");
        assertThat(codeOf(operator.takeBack(own.terminalId(), "nobody"), 404)).isEqualTo("not_shared");
        assertThat(may(again)).isEqualTo("watch");
    }

    private static String codeOf(EngineReply reply, int status) {
        return reply.expect(status).field("code");
    }
}
