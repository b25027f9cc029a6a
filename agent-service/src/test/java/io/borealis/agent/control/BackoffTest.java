package io.borealis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));

    @Test
    void growsFromOneSecondToAMinuteAndStaysThere() {
        assertThat(backoff.next()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(60));
        }
        assertThat(backoff.next()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        backoff.exhaust();
        assertThat(backoff.next()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void restsLongerThanAnyOtherWait() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(3));
        assertThat(backoff.rest()).isEqualTo(Duration.ofMinutes(5));
        assertThat(backoff.next()).as("a rest is no attempt").isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void spreadsAFleet() {
        long different = java.util.stream.IntStream.range(0, 1000)
                .mapToObj(seed -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(seed)).next())
                .distinct()
                .count();
        assertThat(different).isGreaterThan(400);
    }
}
