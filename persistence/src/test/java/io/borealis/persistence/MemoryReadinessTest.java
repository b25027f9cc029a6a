package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryReadinessTest {

    @Test
    void isShortOfNothingWhileThereIsRoom() {
        assertThat(MemoryReadiness.shortage()).isEmpty();
    }

    @Test
    void isFullAboveNinetyFivePercentAndNeverWithoutALimit() {
        assertThat(MemoryReadiness.isFull(951, 1000)).isTrue();
        assertThat(MemoryReadiness.isFull(940, 1000)).isFalse();
        assertThat(MemoryReadiness.isFull(Long.MAX_VALUE, -1)).isFalse();
    }
}
