package io.borealis.protocol.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalSizeTest {

    @Test
    void bringsEverySizeIntoTheRangeThatTerminalsBear() {
        assertThat(new TerminalSize(0, 0)).isEqualTo(TerminalSize.DEFAULT);
        assertThat(new TerminalSize(-1, 30)).isEqualTo(TerminalSize.DEFAULT);
        assertThat(new TerminalSize(1, 1)).isEqualTo(new TerminalSize(2, 2));
        assertThat(new TerminalSize(9999, 40)).isEqualTo(new TerminalSize(1000, 40));
    }
}
