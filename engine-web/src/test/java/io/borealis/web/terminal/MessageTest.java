package io.borealis.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageTest {
    private final Message message = new Message(8);

    private byte[] taken(int part, boolean last) {
        return ((Message.Whole.Taken) message.add(new byte[part], last).orElseThrow()).bytes();
    }

    @Test
    void joinsPartsUpToItsBound() {
        assertThat(message.add(new byte[] {1, 2}, false)).isEmpty();
        assertThat(message.add(new byte[] {3}, false)).isEmpty();
        assertThat(((Message.Whole.Taken) message.add(new byte[] {4}, true).orElseThrow()).bytes())
                .containsExactly(1, 2, 3, 4);
        assertThat(taken(8, true)).hasSize(8);
        assertThat(taken(0, true)).isEmpty();
    }

    @Test
    void letsALargerOneGoAsAWholeAndTakesTheNext() {
        assertThat(message.add(new byte[6], false)).isEmpty();
        assertThat(message.add(new byte[3], false)).isEmpty();
        assertThat(message.add(new byte[1], false))
                .as("what comes behind belongs to it")
                .isEmpty();
        assertThat(message.add(new byte[0], true)).isEqualTo(Optional.of(new Message.Whole.TooLarge(8)));
        assertThat(taken(5, true)).hasSize(5);
    }
}
