package io.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.borealis.engine.access.SessionLimits;
import io.borealis.protocol.tunnel.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSettingsTest {
    private static EngineSettings with(String property, String value) {
        Map<String, String> properties = Map.of("borealis.home", "home", property, value);
        return EngineSettings.from(name -> Optional.ofNullable(properties.get(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1:30000",
        "fd00:0:0:0:0:0:0:1, [fd00:0:0:0:0:0:0:1]:30000",
        // what a zone names, only this machine knows
        "fe80:0:0:0:0:0:0:1%eth0, [fe80:0:0:0:0:0:0:1]:30000",
        "2001:db8::7%12, [2001:db8::7]:30000"
    })
    void takesTheAddressOnWhichTheAgentArrived(String arrivedOn, String endpoint) {
        EngineSettings settings = with("borealis.idle-seconds", "900");
        assertThat(new Endpoint(settings.endpointHostFor(arrivedOn), 30000)).hasToString(endpoint);
        assertThat(Endpoint.parse(endpoint)).hasToString(endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "engine.example.com, engine.example.com:30000",
        "2001:db8::7, [2001:db8::7]:30000",
        "[2001:db8::7], [2001:db8::7]:30000"
    })
    void takesTheHostThatIsConfigured(String configured, String endpoint) {
        EngineSettings settings = with("borealis.endpoint.host", configured);
        assertThat(new Endpoint(settings.endpointHostFor("192.0.2.1"), 30000)).hasToString(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine.example.com:30000", "[2001:db8::7]:30000", "[", "a b", "-x", "[engine]x"})
    void refusesAHostThatIsNone(String configured) {
        assertThatIllegalStateException()
                .isThrownBy(() -> with("borealis.endpoint.host", configured))
                .withMessageStartingWith("borealis.endpoint.host")
                .withMessageContaining(configured);
    }

    @Test
    void bracketsAreNoPartOfTheHost() {
        assertThat(with("borealis.endpoint.host", "[::1]").endpointHost()).contains("::1");
    }

    @Test
    void sessionsLiveAsLongAsConfigured() {
        assertThat(with("borealis.idle-seconds", "900").sessions()).isEqualTo(SessionLimits.DEFAULT);
        assertThat(with("borealis.session.idle-seconds", "60").sessions())
                .isEqualTo(new SessionLimits(Duration.ofMinutes(1), Duration.ofHours(8)));
        assertThat(with("borealis.session.longest-life-seconds", "86400").sessions())
                .isEqualTo(new SessionLimits(Duration.ofMinutes(30), Duration.ofDays(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "borealis.session.idle-seconds, 59",
        "borealis.session.idle-seconds, 86401",
        "borealis.session.idle-seconds, -1800",
        "borealis.session.idle-seconds, half an hour",
        // more than the longest life
        "borealis.session.idle-seconds, 28801",
        "borealis.session.longest-life-seconds, 0",
        "borealis.session.longest-life-seconds, 99999999999"
    })
    void refusesALifeOfSessionsThatCannotBe(String property, String configured) {
        assertThatIllegalStateException()
                .isThrownBy(() -> with(property, configured))
                .withMessageStartingWith("borealis.session.")
                .withMessageContaining(property)
                .withMessageContaining(configured);
    }
}
