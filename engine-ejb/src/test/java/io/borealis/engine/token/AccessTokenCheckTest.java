package io.borealis.engine.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineHome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
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
                        .encodeToString("{\"alg\":\"EdDSA\",\"kid\":\"nobody\"}".getBytes(UTF_8))
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
    void refusesAnAlteredTokenWhoseTrueFormItKnows() {
        String token = valid();
        assertThat(check.prove(token)).isPresent();
        String[] parts = token.split("\\.");
        String raised = parts[0] + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)
                                .replace("operator", "admin")
                                .getBytes(UTF_8))
                + "." + parts[2];

        assertThat(check.prove(raised)).isEmpty();
        assertThat(check.prove(parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length())))
                .isEmpty();
        assertThat(check.prove(token)).isPresent();
    }

    @Test
    void forgetsTheTokenThatWasNotSeenForLongestAndVerifiesItAgain() {
        AccessTokenCheck small = new AccessTokenCheck(keys, clock, 1);
        String one = valid();
        String other = tokens.forAgent("device", "agent", Duration.ofMinutes(5));

        for (String token : List.of(one, other, one)) {
            assertThat(small.prove(token)).isPresent();
            assertThat(small.prove(token.substring(0, token.length() - 10) + "A".repeat(10)))
                    .isEmpty();
        }
    }

    @Test
    void refusesAKnownTokenOnceItExpired() {
        String brief = tokens.forOperator("ada", "session", List.of("operator"), Duration.ofSeconds(2));
        assertThat(check.prove(brief)).isPresent();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(check.prove(brief)).isEmpty());
    }

    @Test
    void tellsWhatAProvenTokenSaysEachTimeAnew() {
        String token = valid();

        for (int i = 0; i < 2; i++) {
            assertThat(check.claimsOf(token).orElseThrow())
                    .containsEntry("upn", "ada")
                    .containsEntry("sid", "session")
                    .containsEntry("groups", List.of("operator"));
        }
        assertThat(check.claimsOf(token + "x")).isEmpty();
    }

    @Test
    void refusesATokenOfItsOwnKeyThatIsForSomebodyElse() throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(AccessTokens.ISSUER);
        claims.setSubject("ada");
        claims.setExpirationTimeMinutesInTheFuture(5);
        assertThat(check.prove(signed(claims))).isEmpty();

        claims.setAudience("somebody-else");
        assertThat(check.prove(signed(claims))).isEmpty();

        claims.setAudience(AccessTokens.AUDIENCE);
        assertThat(check.prove(signed(claims))).isPresent();
    }

    private String signed(JwtClaims claims) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue("EdDSA");
        signature.setKeyIdHeaderValue(keys.current().keyId());
        signature.setPayload(claims.toJson());
        signature.setKey(keys.current().privateKey());
        return signature.getCompactSerialization();
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
