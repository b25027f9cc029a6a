package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalModesTest {
    private static final String FRESH = new TerminalModes().restore();

    private static TerminalModes after(String output) {
        TerminalModes modes = new TerminalModes();
        byte[] bytes = output.replace("ESC", "\u001b").getBytes(StandardCharsets.UTF_8);
        modes.feed(bytes, 0, bytes.length);
        return modes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ESC[?2004h",
                "ESC[?1h",
                "ESC[?25l",
                "ESC[?7l",
                "ESC[?1004h",
                "ESC[?9001h",
                "ESC[?1049h",
                "ESC[?1002h",
                "ESC[?1006h",
                "ESC[4h",
                "ESC[20h",
                "ESC=",
                "ESC(0",
                "ESC[5;20r",
                "ESC[?6h",
                "ESC[31m",
                "ESC[1;4;7m",
                "ESC[38;2;1;2;3m",
                "ESC[48:5:9m",
                "ESC[4:3m",
                "ESC[2 q",
                "\u009b?2004h",
                "ESC[?1;2004h"
            })
    void tellsWhatWasLeftOn(String output) {
        TerminalModes modes = after(output);

        assertThat(modes.restore()).isNotEqualTo(FRESH);
        assertThat(after(modes.restore()).restore())
                .as("brings another terminal to the same")
                .isEqualTo(modes.restore());
        assertThat(after(output + "ESCc").restore()).as("a reset ends it").isEqualTo(FRESH);
    }

    @ParameterizedTest
    @CsvSource({
        "ESC[?2004h, ESC[?2004l",
        "ESC[?1049h, ESC[?1049l",
        "ESC[?47h, ESC[?47l",
        "ESC[?1002h, ESC[?1000l",
        "ESC[?1006h, ESC[?1006l",
        "ESC[5;20r, ESC[r",
        "ESC[1;2;31;44m, ESC[m",
        "ESC[1;2m, ESC[22m",
        "ESC[7;8;9m, ESC[27;28;29m",
        "ESC[38;5;9;4m, ESC[39;24m",
        "ESC(0, ESC(B",
        "ESC[?25l, ESC[!p"
    })
    void forgetsWhatWasTurnedOff(String on, String off) {
        assertThat(after(on + "text" + off).restore()).isEqualTo(FRESH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ESC[>4;2m",
                "ESC[?m",
                "ESC]0;[?2004h\u0007",
                "ESC]0;[31m",
                "ESCPq[31mESC\\",
                "ESC[31\u0018m",
                "ESC[1$r",
                "ESC[?99999h",
                "ESC[31;;",
                "ESC_x[31m"
            })
    void isNotToldOfModesByWhatIsNone(String output) {
        assertThat(after(output + "ESC\\\u0018").restore()).isEqualTo(FRESH);
    }

    @Test
    void takesColoursFromTheCursorThatWasSaved() {
        assertThat(after("ESC[31mESC7ESC[0mESC8").restore()).contains("\u001b[0;31m");
        assertThat(after("ESC[31mESC[?1049hESC[0;44mESC[?1049l").restore()).endsWith("\u001b[0;31m");
    }

    @Test
    void knowsBetweenWhichBytesItMayBeCut() {
        for (String whole :
                new String[] {"日", "😀", "é", "\u001b[38;5;9m", "\u001b]0;x\u0007", "\u001b(0", "\u001bP1q\u001b\\"}) {
            byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
            TerminalModes modes = new TerminalModes();
            for (int i = 0; i < bytes.length; i++) {
                assertThat(modes.isBetweenCharacters()).as(whole + " at " + i).isEqualTo(i == 0);
                modes.feed(bytes[i]);
            }
            assertThat(modes.isBetweenCharacters()).isTrue();
        }
    }

    /** Whatever comes, what is remembered stays small and sound. */
    @Test
    void staysSmallUnderHostileOutput() {
        Random random = new Random(2004);
        byte[] alphabet =
                "\u001b\u001b[[]?;:0123456789hlmrpqsuP^_X()\u0007\u0018é\u009b!$ ".getBytes(StandardCharsets.UTF_8);
        for (int run = 0; run < 200; run++) {
            TerminalModes modes = new TerminalModes();
            for (int i = 0; i < 5_000; i++) {
                modes.feed(
                        random.nextInt(20) == 0
                                ? (byte) random.nextInt(256)
                                : alphabet[random.nextInt(alphabet.length)]);
            }
            TerminalModes again = after(modes.restore());
            assertThat(modes.restore()).hasSizeLessThan(800);
            assertThat(modes.restore().chars()).allMatch(character -> character < 0x7f);
            assertThat(again.restore()).isEqualTo(modes.restore());
        }
        assertThat(after("ESC[" + "1;".repeat(1_000_000) + "31m").restore()).isEqualTo(FRESH);
        assertThat(after("ESC[" + "4".repeat(1_000_000) + "h").restore()).isEqualTo(FRESH);
    }
}
