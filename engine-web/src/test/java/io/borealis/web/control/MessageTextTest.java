package io.borealis.web.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageTextTest {

    private final MessageText message = new MessageText(10);

    @Test
    void joinsPartsAndBeginsAnewAfterEachMessage() {
        assertThat(message.add("hel")).isTrue();
        assertThat(message.add("lo")).isTrue();
        assertThat(message.take()).isEqualTo("hello");
        assertThat(message.add("again")).isTrue();
        assertThat(message.take()).isEqualTo("again");
    }

    @Test
    void refusesThePartThatIsTooMuchAndKeepsNothing() {
        assertThat(message.add("0123456789")).isTrue();
        assertThat(message.add("x")).isFalse();
        assertThat(message.take()).isEmpty();
    }
}
