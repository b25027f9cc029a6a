package io.borealis.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.host.Dialect;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalIT extends LabCase {

    private String tunnel;
    private Dialect shell;

    @BeforeEach
    void connect() {
        tunnel = up(operator, first).path("tunnel_id").asText();
        shell = first.host().dialect();
    }

    @Test
    void echoesAndRunsCommands() {
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.type("echo result-$((6*7))\r");
            terminal.awaitOutput("result-42", SOON);
            assertThat(terminal.output()).as("the shell echoes what is typed").contains("echo result-$((6*7))");
        }
    }

    @Test
    void runsOnTheDevice() {
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.type(shell.tellHostName() + "\r");
            terminal.awaitOutput("host=" + shell.hostName(first.hostname()), SOON);
        }
    }

    @Test
    void startsInTheGivenSizeAndFollowsTheWindow() {
        try (TerminalClient terminal = operator.terminal(tunnel, operator.terminalTicket(tunnel), 91, 33)) {
            terminal.type(shell.tellSize() + "\r");
            terminal.awaitOutput("size=33 91=", SOON);
            terminal.resize(120, 40);
            terminal.type(shell.tellSize() + "\r");
            terminal.awaitOutput("size=40 120=", SOON);
        }
    }

    @Test
    void tellsTheExitCode() {
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.type("exit 42\r");
            await().atMost(SOON).until(() -> terminal.exitCode().isPresent());
            assertThat(terminal.exitCode()).hasValue(42);
            await().atMost(SOON).until(() -> terminal.closeCode().isPresent());
        }
    }

    @Test
    void showsTheLastWordsOfAShellThatExits() {
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.type("echo last-$((6*7)); exit 5\r");
            await().atMost(SOON).until(() -> terminal.closeCode().isPresent());
            assertThat(terminal.output()).contains("last-42");
            assertThat(terminal.exitCode()).hasValue(5);
        }
    }

    @Test
    void stopsAFloodAtOnceWithControlC() {
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.type(shell.flood() + "\r");
            await().atMost(SOON).until(() -> terminal.outputBytes() > shell.floodBytes());

            terminal.type(new byte[] {3});
            terminal.type("echo stopped-$((6*7))\r");

            terminal.awaitOutput("stopped-42", Duration.ofSeconds(5));
        }
    }

    @Test
    void stopsReadingWhenTheBrowserIsBehindAndControlCWorksThen() {
        Legs.only(
                Leg.QUICK,
                "the runtime of PowerShell ends under Wine now and then in a flood that stands still (Internal CLR error);"
                        + " who stops reading is the Engine's and the agent's Java, the same on both legs");
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            await().atMost(SOON).until(() -> terminal.window().isPresent());
            int window = terminal.window().getAsInt();
            terminal.fallBehind();
            terminal.type(shell.flood() + "\r");
            long flooded = Math.min(window / 2, shell.floodBytes());
            await().atMost(SOON).until(() -> terminal.outputBytes() >= flooded);
            await().during(Duration.ofSeconds(1))
                    .atMost(SOON)
                    .until(() -> terminal.outputBytes() <= window + 64 * 1024);

            terminal.type(new byte[] {3});
            terminal.catchUp();
            terminal.type("echo stopped-$((6*7))\r");

            terminal.awaitOutput("stopped-42", SOON);
        }
    }

    @Test
    void carriesUtf8SplitAnywhere() {
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            for (byte part : (shell.tellBytes("Grüße 日本") + "\r").getBytes(StandardCharsets.UTF_8)) {
                terminal.type(new byte[] {part});
            }
            terminal.awaitOutput("4772c3bcc39f6520e697a5e69cac=end", SOON);
            terminal.type(shell.printCharacterInTwoParts() + "\r");
            terminal.awaitOutput("日=whole", SOON);
        }
    }

    @Test
    void takesALongPaste() {
        String pasted = "x".repeat(3000);
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.type(shell.tellLength(pasted) + "\r");
            terminal.awaitOutput("length=3000=", SOON);
        }
    }

    @Test
    void holdsSeveralTerminalsInOneTunnel() {
        try (TerminalClient one = operator.terminal(tunnel);
                TerminalClient two = operator.terminal(tunnel);
                TerminalClient three = operator.terminal(tunnel)) {
            one.type(shell.setThenShow("mine", "one") + "\r");
            two.type(shell.setThenShow("mine", "two") + "\r");
            three.type("echo \"[none$mine]\"\r");
            one.awaitOutput("[one]", SOON);
            two.awaitOutput("[two]", SOON);
            three.awaitOutput("[none]", SOON);
            one.type("exit 0\r");
            await().atMost(SOON).until(() -> one.exitCode().isPresent());
            two.type("echo \"still [$mine$mine]\"\r");
            two.awaitOutput("still [twotwo]", SOON);
        }
    }

    @Test
    void serveTwoOperatorsOfOneTunnel() {
        EngineClient other = lab.session("operator2");
        other.connect(first.id()).expect(200);
        try (TerminalClient mine = operator.terminal(tunnel);
                TerminalClient theirs = other.terminal(tunnel)) {
            mine.type("echo mine-$((1+1))\r");
            theirs.type("echo theirs-$((1+1))\r");
            mine.awaitOutput("mine-2", SOON);
            theirs.awaitOutput("theirs-2", SOON);
            assertThat(mine.output()).doesNotContain("theirs");
        }
    }

    @Test
    void refusesATicketThatNobodyIssued() {
        refused(tunnel, "not-a-ticket-" + UUID.randomUUID());
        refused(tunnel, "");
    }

    @Test
    void refusesATicketThatWasUsed() {
        String ticket = operator.terminalTicket(tunnel);
        try (TerminalClient terminal = operator.terminal(tunnel, ticket, 80, 25)) {
            terminal.type("echo used-$((1+1))\r");
            terminal.awaitOutput("used-2", SOON);
            refused(tunnel, ticket);
        }
    }

    @Test
    void refusesATicketOfAnotherTunnel() {
        String other = up(operator, second).path("tunnel_id").asText();

        refused(tunnel, operator.terminalTicket(other));
    }

    private void refused(String wanted, String ticket) {
        try (TerminalClient terminal = operator.terminal(wanted, ticket, 80, 25)) {
            await().atMost(SOON).until(() -> terminal.closeCode().isPresent());
            assertThat(terminal.closeCode()).hasValue(4401);
            assertThat(terminal.outputBytes()).isZero();
        } catch (LabException notUpgraded) {
            assertThat(notUpgraded).hasMessageContaining("no terminal");
        }
    }

    @Test
    void givesNoTicketToWhoDoesNotShareTheTunnel() {
        EngineReply reply = lab.session("operator2").post("/api/terminal/tickets", Map.of("tunnel_id", tunnel));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(lab.session("auditor")
                        .post("/api/terminal/tickets", Map.of("tunnel_id", tunnel))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void endsWithItsTunnel() {
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.type("echo here-$((1+1))\r");
            terminal.awaitOutput("here-2", SOON);

            operator.disconnect(first.id()).expect(200);

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> terminal.closeCode().isPresent());
            assertThat(terminal.closeCode()).hasValue(4410);
        }
        assertThatThrownBy(() -> operator.terminalTicket(tunnel)).isInstanceOf(LabException.class);
    }

    @Test
    void endsWithItsLeaseAndLeavesThoseOfOthers() {
        EngineClient other = lab.session("operator2");
        other.connect(first.id()).expect(200);
        try (TerminalClient mine = operator.terminal(tunnel);
                TerminalClient theirs = other.terminal(tunnel)) {
            mine.type("echo mine-$((1+1))\r");
            mine.awaitOutput("mine-2", SOON);
            String ticket = operator.terminalTicket(tunnel);

            operator.disconnect(first.id()).expect(200);

            await().atMost(Duration.ofSeconds(5)).until(() -> mine.closeCode().isPresent());
            assertThat(mine.closeCode()).hasValue(4411);
            assertThat(mine.closeText()).isEqualTo("this session left the tunnel");
            refused(tunnel, ticket);
            theirs.type("echo theirs-$((1+1))\r");
            theirs.awaitOutput("theirs-2", SOON);
            assertThat(theirs.closeCode()).isEmpty();
        }
    }

    @Test
    void endsWhenTheSamePersonLeavesFromAnotherSession() {
        EngineClient laptop = lab.engine().client().login(lab.account("operator"));
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.terminalId();

            laptop.disconnect(first.id()).expect(200);

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> terminal.closeCode().isPresent());
            assertThat(statusOf(first)).isEqualTo("down");
        }
    }
}
