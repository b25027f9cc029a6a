package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayRingTest {
    private static final int BOUND = 40 * 1024;
    private static final int RUNS = 300;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ReplayRing ring() {
        return new ReplayRing(BOUND, more -> true);
    }

    @Test
    void givesBackEveryByteFromEveryOffsetThatItKeeps() {
        Random random = new Random(18);
        ReplayRing ring = ring();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int run = 0; run < RUNS; run++) {
            byte[] piece = new byte[random.nextInt(run % 10 == 0 ? 60_000 : 3_000)];
            random.nextBytes(piece);
            ring.append(piece);
            all.writeBytes(piece);

            assertThat(ring.end()).isEqualTo(all.size());
            assertThat(ring.end() - ring.begin()).isLessThanOrEqualTo(BOUND);
            long from = ring.begin() + random.nextInt((int) (ring.end() - ring.begin()) + 1);
            assertThat(ring.replayFrom(from)).isEqualTo(new Replay(from, ring.end(), false, ""));
            assertThat(ring.since(from)).isEqualTo(Arrays.copyOfRange(all.toByteArray(), (int) from, all.size()));
        }
        assertThat(ring.begin()).isGreaterThan(0);
    }

    @Test
    void growsWithWhatItIsGivenAndNoFurther() {
        int[] granted = new int[1];
        ReplayRing ring = new ReplayRing(BOUND, more -> {
            granted[0] += more;
            return true;
        });
        assertThat(ring.capacity())
                .as("a terminal that said nothing costs nothing")
                .isZero();
        ring.append(bytes("hello"));
        assertThat(ring.capacity()).isEqualTo(16 * 1024);
        ring.append(new byte[5 * BOUND]);
        assertThat(ring.capacity()).isEqualTo(BOUND).isEqualTo(granted[0]);
        ring.clear();
        assertThat(ring.capacity()).isZero();
    }

    @Test
    void keepsNothingWithoutMemoryAndStillKnowsTheModes() {
        ReplayRing ring = new ReplayRing(BOUND, more -> false);
        ring.append(bytes("lost\u001b[?2004h"));

        Replay replay = ring.replayFrom(0);

        assertThat(replay.offset()).isEqualTo(ring.end()).isEqualTo(replay.liveFrom());
        assertThat(replay.cut()).isTrue();
        assertThat(replay.restore()).contains("\u001b[?2004h");
        assertThat(ring.since(replay.offset())).isEmpty();
    }

    @Test
    void goesOnAtALineStartWhenTheOffsetIsLost() {
        ReplayRing ring = ring();
        for (int line = 0; line < 10_000; line++) {
            ring.append(bytes("line " + line + " grüße\r\n"));
        }
        Replay replay = ring.replayFrom(17);

        assertThat(replay.cut()).isTrue();
        assertThat(new String(ring.since(replay.offset()), StandardCharsets.UTF_8))
                .startsWith("line ");
        assertThat(replay.offset() - ring.begin()).as("as much as there is").isLessThan(30);
    }

    /** Nothing in it is a line start: a character, a colour, a title, a title without an end. */
    @ParameterizedTest
    @ValueSource(strings = {"日", "\u001b[38;5;123m", "x\u001b]0;a title\u0007", "😀\u001b[1;1H\u001b[0K"})
    void neverBeginsWithinACharacterOrASequence(String unit) {
        Random random = new Random(unit.hashCode());
        for (int run = 0; run < 50; run++) {
            ReplayRing ring = ring();
            byte[] many = bytes(unit.repeat(2 * BOUND / unit.length()));
            for (int at = 0; at < many.length; ) {
                int piece = Math.min(many.length - at, 1 + random.nextInt(5_000));
                ring.append(Arrays.copyOfRange(many, at, at + piece));
                at += piece;
            }
            ring.append(bytes("!".repeat(random.nextInt(60))));
            Replay replay = ring.replayFrom(0);

            String replayed = new String(ring.since(replay.offset()), StandardCharsets.UTF_8);
            assertThat(unit + "!").contains(replayed.substring(0, 1).equals("!") ? "!" : replayed.substring(0, 1));
            assertThat(replayed)
                    .doesNotStartWith("\ufffd")
                    .doesNotStartWith("[")
                    .doesNotStartWith("3");
            assertThat(replay.offset() - ring.begin()).isLessThan(bytes(unit).length);
        }
    }

    @Test
    void goesOnWithinATitleThatHasNoEnd() {
        ReplayRing ring = ring();
        ring.append(bytes("\u001b]0;"));
        ring.append(bytes("never ".repeat(BOUND)));

        Replay replay = ring.replayFrom(0);

        assertThat(replay.offset()).isEqualTo(ring.end());
        assertThat(replay.restore()).endsWith("\u001b]");
    }
}
