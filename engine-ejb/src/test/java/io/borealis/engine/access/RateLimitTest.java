package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.TestClock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final TestClock clock = new TestClock();
    private final RateLimit limit = new RateLimit(3, Duration.ofSeconds(60), clock);

    @Test
    void allowsABurstAndThenOnePerInterval() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.take("a")).isTrue();
        }
        assertThat(limit.take("a")).isFalse();
        assertThat(limit.take("b")).isTrue();
        clock.advance(Duration.ofSeconds(60));
        assertThat(limit.take("a")).isTrue();
        assertThat(limit.take("a")).isFalse();
    }

    @Test
    void countsTimeThatPassesWhateverTheClockOnTheWallSays() {
        for (int i = 0; i < 3; i++) {
            limit.take("a");
        }
        clock.step(Duration.ofHours(2));
        assertThat(limit.take("a")).isFalse();
        clock.step(Duration.ofHours(-4));
        clock.advance(Duration.ofSeconds(60));
        assertThat(limit.take("a")).isTrue();
    }

    @Test
    void forgivesAKeyThatProvedItself() {
        for (int i = 0; i < 3; i++) {
            limit.take("a");
        }
        limit.forgive("a");
        assertThat(limit.take("a")).isTrue();
    }

    @Test
    void refusesNewKeysWhenItIsFullUntilSomeAreForgotten() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(limit.take("key " + i)).isTrue();
        }
        assertThat(limit.take("one more")).isFalse();
        assertThat(limit.take("key 7")).isTrue();
        clock.advance(Duration.ofSeconds(121));
        assertThat(limit.take("one more")).isTrue();
    }

    @Test
    void hashesPasswordsWithSaltAndChecksThem() {
        Passwords passwords = new Passwords();
        String first = passwords.hash("grüße");
        assertThat(first).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(passwords.hash("grüße"));
        assertThat(passwords.matches("grüße", first)).isEqualTo(Passwords.Match.YES);
        assertThat(passwords.matches("grusse", first)).isEqualTo(Passwords.Match.NO);
    }

    @Test
    void checksNoPasswordWhileThereIsNoRoom() {
        Semaphore room = new Semaphore(1, true);
        Passwords passwords = new Passwords(room, Duration.ZERO, TestPasswords.CHEAP);
        String hash = passwords.hash("right");
        room.acquireUninterruptibly();
        assertThat(passwords.matches("right", hash)).isEqualTo(Passwords.Match.NOT_CHECKED);
        assertThat(passwords.matchNobody("right")).isEqualTo(Passwords.Match.NOT_CHECKED);
        room.release();
        assertThat(passwords.matches("right", hash)).isEqualTo(Passwords.Match.YES);
    }
}
