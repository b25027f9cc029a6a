package io.borealis.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownDevicesTest {
    private final TestClock clock = new TestClock();
    private final KnownDevices devices = new KnownDevices(() -> List.of(key("ours")), clock);

    private static SecretKeySpec key(String text) {
        return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    @Test
    void knowsItsOwnMarkForItsNameUntilItEnds() {
        String mark = devices.markFor("olga");
        assertThat(devices.recognize(mark, "olga")).isPresent();
        assertThat(devices.recognize(mark, "admin")).isEmpty();
        clock.advance(KnownDevices.LIFE.minus(Duration.ofMinutes(1)));
        assertThat(devices.recognize(mark, "olga")).isPresent();
        clock.advance(Duration.ofMinutes(2));
        assertThat(devices.recognize(mark, "olga")).isEmpty();
    }

    @Test
    void knowsNoMarkOfAnotherEngineAndNoneWithALongerLife() {
        assertThat(devices.recognize(new KnownDevices(() -> List.of(key("theirs")), clock).markFor("olga"), "olga"))
                .isEmpty();
        String[] parts = devices.markFor("olga").split("\\.");
        assertThat(devices.recognize(String.join(".", parts[0], parts[1], "99999999999", parts[3]), "olga"))
                .isEmpty();
    }

    @Test
    void namesNobodyInAMark() {
        String mark = devices.markFor("olga");
        assertThat(mark).doesNotContain("olga");
        String[] parts = mark.split("\\.");
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.ISO_8859_1))
                .doesNotContain("olga");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v1...", "v1.AAAAAAAAAAAAAAAAAAAAAA.1.x", "v2.x.y.z", "\u0000", "v1.\ud800.1.z"})
    void takesNothingElseForAMark(String text) {
        assertThat(devices.recognize(text, "olga")).isEmpty();
    }
}
