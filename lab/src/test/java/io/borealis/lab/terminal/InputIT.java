package io.borealis.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.Leg;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Input never ends a session by being large: it arrives, waits, or is refused. */
class InputIT extends LabCase {

    private static final String RAW =
            "a shell of the Windows leg has no word for a terminal that takes every byte as it is";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int EIGHT_MEGABYTES = 8 * 1024 * 1024;

    private String tunnel;

    @BeforeEach
    void connect() {
        tunnel = up(operator, first).path("tunnel_id").asText();
    }

    @Test
    void takesAHundredThousandPastedCharacters() {
        Legs.only(Leg.QUICK, RAW);
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            letItCount(terminal, 100_000);
            terminal.type("x".repeat(100_000));
            terminal.awaitOutput("got-100000", LONG);
            assertAlive(terminal);
        }
    }

    @Test
    void takesTwoHundredThousandCharactersInOneFrame() {
        Legs.only(Leg.QUICK, RAW);
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            letItCount(terminal, 200_000);
            terminal.typeAtOnce("x".repeat(200_000).getBytes(StandardCharsets.UTF_8));
            terminal.awaitOutput("got-200000", LONG);
            assertAlive(terminal);
        }
    }

    @Test
    void holdsBackWhatABusyShellDoesNotTakeAndLosesNothing() throws NoSuchAlgorithmException {
        Legs.only(Leg.QUICK, RAW);
        byte[] typed = new byte[EIGHT_MEGABYTES];
        new Random(7).nextBytes(typed);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(typed));
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.type("stty raw -echo; echo ready-$((6*7)); sleep 5; echo digest-$(head -c " + EIGHT_MEGABYTES
                    + " | sha256sum); stty sane\r");
            terminal.awaitOutput("ready-42", SOON);
            terminal.type(typed);
            terminal.awaitOutput("digest-" + digest, LONG);
            assertAlive(terminal);
        }
    }

    @Test
    void refusesAMessageBeyondItsBoundAndTheShellLives() {
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.terminalId();
            int most = terminal.maxInput().getAsInt();
            assertThat(most).isEqualTo(512 * 1024);
            terminal.type("echo begun-");
            terminal.typeAtOnce(new byte[most + 1]);
            await().atMost(SOON).until(() -> terminal.refusals() == 1);
            terminal.type("$((6*7))\r");

            terminal.awaitOutput("begun-42", SOON);
            assertThat(terminal.closeCode()).isEmpty();
        }
    }

    /** Lets the shell count what is typed from now on. */
    private static void letItCount(TerminalClient terminal, int bytes) {
        terminal.type("stty raw -echo; echo ready-$((6*7)); echo got-$(head -c " + bytes + " | wc -c); stty sane\r");
        terminal.awaitOutput("ready-42", SOON);
    }

    private static void assertAlive(TerminalClient terminal) {
        terminal.type("echo alive-$((6*7))\r");
        terminal.awaitOutput("alive-42", SOON);
        assertThat(terminal.closeCode()).isEmpty();
    }
}
