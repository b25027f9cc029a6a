package io.borealis.engine.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessTokenCheckTest {

    private static final SigningKey KEY = SigningKey.ofSeed(new byte[SigningKey.SEED_LENGTH]);
    private final AccessTokens tokens = new AccessTokens(KEY, Clock.systemUTC());
    private final AccessTokenCheck check = new AccessTokenCheck(KEY.publicKey(), KEY.keyId());

    private String valid() {
        return tokens.forOperator("ada", "session", List.of("operator"), Duration.ofMinutes(5));
    }

    @Test
    void knowsWhomItsOwnTokenStandsFor() {
        assertThat(check.subjectOf(valid())).contains("ada");
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
                .allMatch(bad -> check.subjectOf(bad).isEmpty());
    }

    @Test
    void refusesATokenThatExpired() {
        String expired = tokens.forOperator("ada", "session", List.of("operator"), Duration.ofMinutes(-5));

        assertThat(check.subjectOf(expired)).isEmpty();
    }

    @Test
    void refusesATokenOfAnotherKey() {
        byte[] seed = new byte[SigningKey.SEED_LENGTH];
        seed[0] = 1;
        String foreign = new AccessTokens(SigningKey.ofSeed(seed), Clock.systemUTC())
                .forOperator("ada", "session", List.of("admin"), Duration.ofMinutes(5));

        assertThat(check.subjectOf(foreign)).isEmpty();
    }
}
