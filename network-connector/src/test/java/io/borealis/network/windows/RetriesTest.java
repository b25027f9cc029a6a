package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Bounded patience. */
final class RetriesTest {

    private final Retries three = new Retries(3, Duration.ofMillis(1), Duration.ofMillis(2));
    private final AtomicInteger tried = new AtomicInteger();

    @Test
    void givesUpWithTheLastFailure() {
        assertThatExceptionOfType(HostNetworkException.class)
                .isThrownBy(() -> three.run(Step.BRING_UP, code -> true, this::fail))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(3));
        assertThat(tried).hasValue(3);
    }

    @Test
    void doesNotRetryWhatWaitingCannotCure() {
        assertThatExceptionOfType(HostNetworkException.class)
                .isThrownBy(() -> three.run(Step.BRING_UP, code -> code != 1, this::fail))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(1));
        assertThat(tried).hasValue(1);
    }

    @Test
    void stopsAtTheFirstSuccess() throws HostNetworkException {
        three.run(Step.BRING_UP, code -> true, () -> {
            if (tried.get() == 0) {
                fail();
            }
        });
        assertThat(tried).hasValue(1);
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(HostNetworkException.class)
                .isThrownBy(() -> three.run(Step.CREATE_ADAPTER, code -> true, this::fail))
                .withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private void fail() throws HostNetworkException {
        throw new HostNetworkException(Step.BRING_UP, tried.incrementAndGet(), "the test says so");
    }
}
