package io.borealis.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SocketClosingTest {

    @Test
    void cutsTheReasonToWhatAControlFrameHoldsAndNeverInsideACharacter() {
        String cut = SocketClosing.cut("ä😀".repeat(50));
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
        assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(cut)
                .doesNotContain("�");
        assertThat(SocketClosing.cut("short")).isEqualTo("short");
    }
}
