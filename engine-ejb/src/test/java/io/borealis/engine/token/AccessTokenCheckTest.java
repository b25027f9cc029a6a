package io.borealis.engine.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineHome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokenCheckTest {

    @TempDir
    Path root;

    private RotatingKey<SigningKey> keys;
    private AccessTokens tokens;
    private AccessTokenCheck check;
    private final SetClock clock = new SetClock();

    @BeforeEach
    void haveAKey() {
        keys = EngineKeys.at(new EngineHome(root)).accessKey();
        tokens = new AccessTokens(keys::current, Clock.systemUTC());
        check = new AccessTokenCheck(keys, clock);
    }

    private String valid() {
        return tokens.forOperator("ada", "session", List.of("operator"), Duration.ofMinutes(5));
    }

    @Test
    void knowsWhomItsOwnTokenStandsFor() {
        assertThat(check.prove(valid()).map(AccessTokenCheck.Proof::subject)).contains("ada");
    }

    @Test
    void refusesWhatIsNoTokenOfTheEngine() {
        String token = valid();
        String rest = token.substring(token.indexOf('.'));
        String unknownKey = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"EdDSA\",\"kid\":\"nobody\"}"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + rest;

        assertThat(List.of("", ".", "..", "a.b.c", token + "x", rest, unknownKey, "x".repeat(10_000)))
                .allMatch(bad ->
                        check.prove(bad).map(AccessTokenCheck.Proof::subject).isEmpty());
    }

    @Test
    void refusesATokenThatExpired() {
        String expired = tokens.forOperator("ada", "session", List.of("operator"), Duration.ofMinutes(-5));

        assertThat(check.prove(expired)).map(AccessTokenCheck.Proof::subject).isEmpty();
    }

    @Test
    void refusesATokenOfAnotherKey() {
        byte[] seed = new byte[SigningKey.SEED_LENGTH];
        seed[0] = 1;
        String foreign = new AccessTokens(() -> SigningKey.ofSeed(seed), Clock.systemUTC())
                .forOperator("ada", "session", List.of("admin"), Duration.ofMinutes(5));

        assertThat(check.prove(foreign)).map(AccessTokenCheck.Proof::subject).isEmpty();
    }

    @Test
    void knowsTokensOfTheKeyBeforeUntilTheOverlapEndsAndThoseOfTheNewKeyAtOnce() {
        String old = valid();
        keys.rotate(clock.instant(), Duration.ofHours(8));
        String fresh = valid();

        assertThat(check.prove(old)).map(AccessTokenCheck.Proof::subject).contains("ada");
        assertThat(check.keyNamedBy(old)).isPresent();
        assertThat(check.prove(fresh)).map(AccessTokenCheck.Proof::subject).contains("ada");

        clock.forward(Duration.ofHours(8));

        assertThat(check.prove(old)).map(AccessTokenCheck.Proof::subject).isEmpty();
        assertThat(check.keyNamedBy(old)).isEmpty();
        assertThat(check.prove(fresh)).map(AccessTokenCheck.Proof::subject).contains("ada");
    }

    /** The time of day moved by hand. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.now();

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
