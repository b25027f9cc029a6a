package io.borealis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.protocol.control.CloseReason;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TurnedAwayTest {

    @Test
    void knowsTheWordsOfTheEngine() {
        assertThat(TurnedAway.byClosing(CloseReason.DEVICE_CLONED.code())).contains(TurnedAway.CLONE);
        assertThat(TurnedAway.byClosing(CloseReason.DEVICE_DISABLED.code())).contains(TurnedAway.DISABLED);
        assertThat(TurnedAway.byClosing(CloseReason.DEVICE_REMOVED.code())).contains(TurnedAway.REMOVED);
        assertThat(TurnedAway.byClosing(CloseReason.FAILED.code())).isEmpty();
        assertThat(TurnedAway.byProblem(refused("device_disabled"))).contains(TurnedAway.DISABLED);
        assertThat(TurnedAway.byProblem(refused("device_removed"))).contains(TurnedAway.REMOVED);
        assertThat(TurnedAway.byProblem(refused("assertion_refused"))).isEmpty();
        assertThat(TurnedAway.byProblem(refused(""))).isEmpty();
    }

    private static EngineRefusedException refused(String code) {
        return new EngineRefusedException(403, code, "the Engine's own sentence");
    }

    @Test
    void doesNotHammerTheEngine() {
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(TurnedAway.DISABLED.pause(backoff())).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
            assertThat(TurnedAway.REMOVED.pause(backoff())).isEqualTo(Duration.ofMinutes(5));
            assertThat(TurnedAway.CLONE.pause(backoff())).isEqualTo(Duration.ofMinutes(5));
        }
    }

    private static Backoff backoff() {
        return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(7));
    }

    @Test
    void saysTheCure() {
        assertThat(TurnedAway.CLONE.sentence()).contains("must be enrolled anew");
        assertThat(TurnedAway.DISABLED.sentence()).contains("enables it again");
        assertThat(TurnedAway.REMOVED.sentence()).contains("readmits it", "enrolled anew");
    }
}
