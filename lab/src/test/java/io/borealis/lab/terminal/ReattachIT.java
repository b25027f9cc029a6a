package io.borealis.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.Dialect;
import io.borealis.lab.host.Usage;
import io.borealis.lab.run.Leg;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A terminal outlives its socket; what its screen shows afterwards is what a screen shows that was never cut. */
class ReattachIT extends LabCase {

    private static final Duration LONG = Duration.ofSeconds(90);
    /** On Windows a console prints as fast as its screen is read: some 30 lines a second. */
    private static final int NUMBERS = Leg.ofThisProcess() == Leg.QUICK ? 40_000 : 200;

    private static final int CYCLES = Integer.getInteger("borealis.reattach-cycles", 200);

    private static final Pattern PROMPT = Pattern.compile("[#$>]");

    private final Set<TerminalClient> opened = ConcurrentHashMap.newKeySet();
    private String tunnel;
    private Dialect shell;

    @BeforeEach
    void connect() {
        tunnel = up(operator, first).path("tunnel_id").asText();
        shell = first.host().dialect();
    }

    @AfterEach
    void endWhatIsOpen() {
        opened.forEach(TerminalClient::close);
    }

    private TerminalClient open() {
        TerminalClient terminal = operator.terminal(tunnel);
        opened.add(terminal);
        // What is typed before the prompt is shown twice, and that depends on the moment
        await().atMost(SOON).until(() -> PROMPT.matcher(terminal.output()).find());
        return terminal;
    }

    private TerminalClient attach(TerminalClient before, long from) {
        TerminalClient again = operator.attach(tunnel, before.terminalId(), from);
        opened.add(again);
        await().atMost(SOON).until(() -> again.replayed().isPresent());
        return again;
    }

    private static String picture(byte[] drawn, TerminalClient then) {
        EmulatedScreen screen = new EmulatedScreen().draw(drawn);
        then.replayed().ifPresent(replayed -> screen.draw(replayed.restore()));
        return screen.draw(then.rawOutput()).picture();
    }

    /** What the terminal shows equals what another one shows that did the same without a cut. */
    private void awaitSamePicture(byte[] drawn, TerminalClient terminal, TerminalClient uncut) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(picture(drawn, terminal)).isEqualTo(picture(new byte[0], uncut)));
    }

    private TerminalClient uncut(String typed, String shown) {
        TerminalClient terminal = open();
        terminal.type(typed);
        terminal.awaitOutput(shown, LONG);
        return terminal;
    }

    @Test
    void goesOnInTheMiddleOfAFlood() {
        String typed = shell.countTo(NUMBERS) + "; echo end-$((6*7))\r";
        TerminalClient uncut = uncut(typed, "end-42");
        TerminalClient cut = open();
        // It is more than may be on its way: what is not acknowledged holds it before its end
        cut.fallBehind();
        cut.type(typed);
        await().atMost(SOON).until(() -> cut.outputBytes() > shell.floodBytes() / 100);
        cut.drop();
        byte[] drawn = cut.rawOutput();

        TerminalClient again = attach(cut, drawn.length);
        // A console of Windows prints only what its screen showed, so all of it may have been drawn before
        await().atMost(LONG)
                .until(() -> cut.output().contains("end-42") || again.output().contains("end-42"));

        awaitSamePicture(drawn, again, uncut);
    }

    @Test
    void goesOnAfterSoMuchWasPrintedThatSomeIsLost() {
        Legs.only(Leg.QUICK, "a console under Wine prints so slowly that nothing is lost in any time that a test has");
        TerminalClient terminal = open();
        terminal.type(shell.flood() + "\r");
        await().atMost(SOON).until(() -> terminal.outputBytes() > shell.floodBytes() / 10);
        terminal.drop();
        TerminalClient[] again = {terminal};
        await().atMost(LONG).until(() -> {
            again[0] = attach(terminal, 1);
            boolean lost = !again[0].replayed().orElseThrow().restore().isEmpty();
            if (!lost) {
                again[0].drop();
            }
            return lost;
        });
        assertThat(again[0].replayed().orElseThrow().offset()).isGreaterThan(1);
        again[0].type(new byte[] {3});
        again[0].type("clear; echo end-$((6*7))\r");
        again[0].awaitOutput("end-42", SOON);

        awaitSamePicture(terminal.rawOutput(), again[0], uncut("clear; echo end-$((6*7))\r", "end-42"));
    }

    @Test
    void goesOnInTheMiddleOfAProgramThatFillsTheScreen() {
        Legs.only(
                Leg.QUICK,
                "Wine brings no program that fills a console, and there every screen is drawn by cursor movements anyway");
        String edit = "vim -u NONE -i NONE -N -n -R /etc/passwd\r";
        String rest = ":set number\rGzt:echo 'end-' . 6*7\r";
        TerminalClient uncut = uncut(edit, "root:x:0:0");
        uncut.type(rest);
        uncut.awaitOutput("end-42", SOON);
        TerminalClient cut = uncut(edit, "root:x:0:0");

        cut.drop();
        TerminalClient anew = attach(cut, 0);
        anew.type(rest);
        anew.awaitOutput("end-42", SOON);

        awaitSamePicture(new byte[0], anew, uncut);
        anew.type(":q!\r");
        uncut.type(":q!\r");
        awaitSamePicture(new byte[0], anew, uncut);
    }

    @Test
    void goesOnInTheMiddleOfACharacter() {
        String typed = shell.printCharacterInTwoParts() + "\r";
        TerminalClient uncut = uncut(typed, "日=whole");
        TerminalClient cut = uncut(typed, "日=whole");
        String text = cut.output();
        int character = text.substring(0, text.indexOf("日=whole")).getBytes(StandardCharsets.UTF_8).length;
        byte[] drawn = Arrays.copyOf(cut.rawOutput(), character + 1);

        TerminalClient again = attach(cut, drawn.length);

        awaitSamePicture(drawn, again, uncut);
        await().atMost(SOON).until(() -> cut.closeCode().isPresent());
        assertThat(cut.closeCode()).as("a reload that raced its predecessor").hasValue(4414);
    }

    @Test
    void tellsTheExitOfAShellThatNobodySaw() {
        TerminalClient terminal = open();
        terminal.type("sleep 1; exit 42\r");
        terminal.awaitOutput("exit 42", SOON);
        terminal.drop();
        awaitWritten("terminal_ended", terminal, "exit code 42");

        TerminalClient again = attach(terminal, 0);

        await().atMost(SOON).until(() -> again.closeCode().isPresent());
        assertThat(again.exitCode()).hasValue(42);
        assertThat(again.closeCode()).hasValue(4410);
        assertThat(operator.askForTicket(tunnel, terminal.terminalId())
                        .expect(410)
                        .field("code"))
                .isEqualTo("terminal_ended");
    }

    @Test
    void waitsLessForAPageThatSaysThatItLeaves() {
        TerminalClient terminal = open();
        terminal.terminalId();
        terminal.leave();
        terminal.drop();

        awaitWritten("terminal_detached", terminal, "waits for 5 seconds");
        awaitWritten("terminal_ended", terminal, "nobody came back within 5 seconds");
    }

    @Test
    void endsAtOnceByRequest() {
        TerminalClient terminal = open();
        terminal.type("echo here-$((1+1))\r");
        terminal.awaitOutput("here-2", SOON);
        terminal.drop();
        awaitWritten("terminal_detached", terminal, "waits for 60 seconds");

        operator.delete("/api/terminals/" + terminal.terminalId()).expect(204);

        awaitWritten("terminal_ended", terminal, "the terminal was closed");
        assertThat(operator.delete("/api/terminals/" + terminal.terminalId())
                        .expect(410)
                        .field("code"))
                .isEqualTo("terminal_ended");
    }

    @Test
    void isNobodyElsesAndEndsWithTheRightOfWhoeverOpenedIt() {
        EngineClient elsewhere = lab.engine().client().login(lab.account("operator"));
        elsewhere.connect(first.id()).expect(200);
        EngineClient other = lab.session("operator2");
        other.connect(first.id()).expect(200);
        EngineClient worker = lab.engine().client().login(lab.account("operator"));
        worker.connect(first.id()).expect(200);
        try (TerminalClient terminal = worker.terminal(tunnel)) {
            terminal.terminalId();
            terminal.drop();
            awaitWritten("terminal_detached", terminal, "waits for 60 seconds");
            for (EngineClient who : new EngineClient[] {elsewhere, other}) {
                assertThat(who.askForTicket(tunnel, terminal.terminalId())
                                .expect(404)
                                .field("code"))
                        .isEqualTo("no_terminal");
            }
            try (TerminalClient beyond = worker.attach(tunnel, terminal.terminalId(), 1L << 40)) {
                await().atMost(SOON).until(() -> beyond.closeCode().isPresent());
                assertThat(beyond.closeCode()).hasValue(4416);
            }

            worker.post("/api/auth/logout", Map.of()).expect(204);

            // Its lease ends with the session, and whichever is told first is the reason
            awaitWritten("terminal_ended", terminal, "");
        } finally {
            other.disconnect(first.id()).expect(200);
        }
    }

    @Test
    void costsTheEngineNothingToComeBackAgainAndAgain() {
        TerminalClient terminal = open();
        terminal.type(shell.countTo(NUMBERS) + "; echo end-$((6*7))\r");
        terminal.awaitOutput("end-42", LONG);
        long end = terminal.outputBytes();
        TerminalClient last = cycle(terminal, end, CYCLES / 4);
        Usage before = Usage.of(lab.engine().process());

        last = cycle(last, end, CYCLES);

        Usage after = Usage.of(lab.engine().process());
        System.out.println(CYCLES + " times attached: " + before + " became " + after);
        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 20);
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 10);
        assertThat(after.residentMiB()).isLessThan(before.residentMiB() + 48);
        last.type("echo alive-$((6*7))\r");
        last.awaitOutput("alive-42", SOON);
    }

    private TerminalClient cycle(TerminalClient terminal, long end, int times) {
        TerminalClient latest = terminal;
        for (int i = 0; i < times; i++) {
            latest.drop();
            // Mostly where it was, as after a drop; sometimes all of it, as after a reload
            latest = attach(terminal, i % 10 == 0 ? 0 : end);
        }
        return latest;
    }

    // Under Wine no socket hears of a connection that is reset: then the heartbeat finds it, within a minute
    private void awaitWritten(String event, TerminalClient terminal, String detail) {
        await().atMost(LONG).untilAsserted(() -> assertThat(activity())
                .anyMatch(line -> line.contains(" " + event + " ")
                        && line.contains("terminal " + terminal.terminalId())
                        && line.contains(detail)));
    }
}
