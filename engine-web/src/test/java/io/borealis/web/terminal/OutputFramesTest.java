package io.borealis.web.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputFramesTest {

    private final List<String> given = new ArrayList<>();
    private final Deque<Runnable> untaken = new ArrayDeque<>();
    private final OutputFrames frames = new OutputFrames((message, sent) -> {
        given.add(US_ASCII.decode(message).toString());
        untaken.add(sent);
    });

    @Test
    void theFirstBytesGoAtOnce() {
        print("a");

        assertThat(given).containsExactly("a");
    }

    @Test
    void whatIsPrintedMeanwhileGoesTogether() {
        print("a");
        print("b");
        print("c");
        assertThat(given).containsExactly("a");

        taken();

        assertThat(given).containsExactly("a", "bc");
    }

    @Test
    void goAtOnceAgainWhenNothingIsOnItsWay() {
        print("a");
        taken();
        print("b");
        print("c");
        taken();
        taken();
        print("d");

        assertThat(given).containsExactly("a", "b", "c", "d");
    }

    @Test
    void oneMessageHasItsBoundAndNothingIsLost() {
        String piece = "x".repeat(24 * 1024);
        print("a");
        for (int i = 0; i < 4; i++) {
            print(piece);
        }
        taken();
        assertThat(given).containsExactly("a", piece + piece);

        taken();

        assertThat(given).containsExactly("a", piece + piece, piece + piece);
    }

    @Test
    void aPieceThatIsLargerGoesWhole() {
        String large = "x".repeat(100_000);
        print("a");
        print(large);
        taken();

        assertThat(given).containsExactly("a", large);
    }

    @Test
    void aWordComesBehindAllThatWasPrintedAndDoesNotWait() {
        print("a");
        print("b");
        print("c");

        frames.behind(() -> given.add("exited"));

        assertThat(given).containsExactly("a", "bc", "exited");
        print("d");
        taken();
        assertThat(given).containsExactly("a", "bc", "exited");
        taken();
        assertThat(given).containsExactly("a", "bc", "exited", "d");
    }

    @Test
    void aSocketThatTakesAtOnceIsGivenEachByItself() {
        OutputFrames direct = new OutputFrames((ByteBuffer message, Runnable sent) -> {
            given.add(US_ASCII.decode(message).toString());
            sent.run();
        });
        direct.print("a".getBytes(US_ASCII));
        direct.print("b".getBytes(US_ASCII));

        assertThat(given).containsExactly("a", "b");
    }

    private void print(String text) {
        frames.print(text.getBytes(US_ASCII));
    }

    private void taken() {
        untaken.remove().run();
    }
}
