package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** The test vectors of RFC 6238 for SHA-1; of their eight digits the last six. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void agreesWithTheStandard(long seconds, String code) {
        assertThat(Totp.code(SECRET, Totp.stepAt(Instant.ofEpochSecond(seconds))))
                .isEqualTo(code);
    }

    @Test
    void takesOneStepBeforeAndAfterAndNoneThatWasTaken() {
        Instant now = Instant.ofEpochSecond(1_000_000_020);
        long step = Totp.stepAt(now);
        for (long away = -3; away <= 3; away++) {
            OptionalLong found = Totp.stepOf(SECRET, Totp.code(SECRET, step + away), now, -1);
            assertThat(found)
                    .as("%d steps away", away)
                    .isEqualTo(Math.abs(away) <= 1 ? OptionalLong.of(step + away) : OptionalLong.empty());
        }
        assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step), now, step)).isEmpty();
        assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step - 1), now, step)).isEmpty();
        assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step + 1), now, step)).hasValue(step + 1);
        assertThat(Totp.stepOf(SECRET, "", now, -1)).isEmpty();
    }

    /** The test vectors of RFC 4648, without padding. */
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void writesBase32(String text, String encoded) {
        assertThat(Totp.base32(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
    }

    @Test
    void saysToAnApplicationWhatItIs() {
        assertThat(Totp.uri("Borealis", "ada l&ö", "MZXW6"))
                .isEqualTo("otpauth://totp/Borealis:ada%20l%26%C3%B6?secret=MZXW6&issuer=Borealis"
                        + "&algorithm=SHA1&digits=6&period=30");
    }
}
