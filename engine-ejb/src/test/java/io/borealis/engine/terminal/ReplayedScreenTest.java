package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A screen that was given a replay shows what a screen shows that was never cut. */
class ReplayedScreenTest {
    private static final int BOUND = 16 * 1024;
    private static final int RUNS = 150;

    private static final List<String> TEXTS =
            List.of("plain words ", "grüße ", "日本語 ", "😀 ", "lqqk", "\t", "long ".repeat(30), "\r");
    private static final List<String> PENS = List.of(
            "[0m",
            "[1m",
            "[4m",
            "[7m",
            "[24;27m",
            "[31m",
            "[44m",
            "[38;5;123m",
            "[48;5;77m",
            "[39m",
            "[49m",
            "[1;33;41m");
    private static final List<String> MODES = List.of(
            "[?25l",
            "[?25h",
            "[?2004h",
            "[?2004l",
            "[?1h",
            "(0",
            "(B",
            "[5;20r",
            "[r",
            "[?1049h",
            "[?1049l",
            "[?1002h",
            "[?1006h",
            "[?1000l",
            "]0;a title\u0007",
            "]2;x\u001b\\",
            "7\u001b[32mx\u001b8");

    private static String one(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** At least so many bytes, of everything that programs print. */
    private static String output(Random random, int bytes) {
        StringBuilder all = new StringBuilder();
        while (all.length() < bytes) {
            int kind = random.nextInt(12);
            if (kind < 6) {
                all.append(one(random, TEXTS));
            } else if (kind < 8) {
                all.append('\u001b').append(one(random, PENS));
            } else if (kind < 9) {
                all.append('\u001b').append(one(random, MODES));
            } else {
                all.append("\r\n");
            }
        }
        return all.toString();
    }

    private static void inPieces(Random random, byte[] bytes, Consumer<byte[]> each) {
        for (int at = 0; at < bytes.length; ) {
            int piece = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 7 : 3_000));
            each.accept(Arrays.copyOfRange(bytes, at, at + piece));
            at += piece;
        }
    }

    /** A socket drops at any byte, and comes back with the offset that it has drawn. */
    @Test
    void goesOnAtTheByteWhereItWasCut() {
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(run);
            byte[] bytes = output(random, 4_000).getBytes(StandardCharsets.UTF_8);
            int cut = random.nextInt(bytes.length);
            ReplayRing ring = new ReplayRing(BOUND, more -> true);
            EmulatedScreen uncut = new EmulatedScreen();
            EmulatedScreen dropped = new EmulatedScreen().draw(Arrays.copyOf(bytes, cut));
            inPieces(random, bytes, piece -> {
                ring.append(piece);
                uncut.draw(piece);
            });

            assertThat(ring.replayFrom(cut).cut()).isFalse();
            assertThat(dropped.draw(ring.since(cut)).picture()).as("run " + run).isEqualTo(uncut.picture());
            assertThat(new EmulatedScreen().draw(ring.since(0)).picture())
                    .as("a page that was loaded anew, run " + run)
                    .isEqualTo(uncut.picture());
        }
    }

    /** What was lost had turned modes and colours on; the program draws its screen anew, as on every change of its size. */
    @Test
    void showsWhatIsDrawnAfterAnOverflowAsIfNothingWasLost() {
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(run);
            String lost = output(random, 2 * BOUND);
            // Of a terminal that was left in an alternate screen nobody knows any more what the other one showed
            String kept = "\r\n" + output(random, 3_000) + "\u001b[H\u001b[2J"
                    + output(random, 1_000).replace("\u001b[?1049h", "").replace("\u001b[?1049l", "");
            byte[] bytes = (lost + kept).getBytes(StandardCharsets.UTF_8);
            ReplayRing ring = new ReplayRing(BOUND, more -> true);
            EmulatedScreen uncut = new EmulatedScreen();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            inPieces(random, bytes, piece -> {
                ring.append(piece);
                uncut.draw(piece);
                all.writeBytes(piece);
            });
            // A screen that is in whatever state an earlier drop left it
            EmulatedScreen stale = new EmulatedScreen().draw(Arrays.copyOf(all.toByteArray(), random.nextInt(BOUND)));

            Replay replay = ring.replayFrom(1);

            assertThat(replay.cut()).isTrue();
            byte[] rest = ring.since(replay.offset());
            assertThat(new EmulatedScreen().draw(replay.restore()).draw(rest).picture())
                    .as("run " + run + " " + replay.restore().replace('\u001b', '^'))
                    .isEqualTo(uncut.picture());
            assertThat(stale.draw(replay.restore()).draw(rest).picture()).isEqualTo(uncut.picture());
            assertThat(modesAfter(replay.restore().getBytes(StandardCharsets.US_ASCII), rest))
                    .isEqualTo(modesAfter(bytes));
        }
    }

    /** A flood of lines needs no program that draws anew. */
    @Test
    void showsTheEndOfAFloodAfterAnOverflow() {
        StringBuilder flood = new StringBuilder("\u001b[32m\u001b[?2004h");
        for (int line = 0; line < 20_000; line++) {
            flood.append("\u001b[3").append(line % 8).append('m').append(line).append(" grüße 日本\r\n");
        }
        byte[] bytes = flood.append("$ ").toString().getBytes(StandardCharsets.UTF_8);
        ReplayRing ring = new ReplayRing(BOUND, more -> true);
        inPieces(new Random(7), bytes, ring::append);
        Replay replay = ring.replayFrom(0);

        EmulatedScreen replayed = new EmulatedScreen().draw(replay.restore()).draw(ring.since(replay.offset()));

        assertThat(replayed.picture())
                .isEqualTo(new EmulatedScreen().draw(bytes).picture());
    }

    private static String modesAfter(byte[]... parts) {
        TerminalModes modes = new TerminalModes();
        for (byte[] part : parts) {
            modes.feed(part, 0, part.length);
        }
        return modes.restore();
    }
}
