package io.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.borealis.engine.access.SessionLimits;
import io.borealis.engine.access.request.RequestLimits;
import io.borealis.engine.access.request.WhoWidens;
import io.borealis.engine.terminal.TerminalLimits;
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

    @Test
    void asksForWhatIsConfigured() {
        assertThat(with("borealis.idle-seconds", "900").requests()).isEqualTo(RequestLimits.DEFAULT);
        assertThat(with("borealis.ports.widening", "second-person").requests().widening())
                .isEqualTo(WhoWidens.SECOND_PERSON);
        assertThat(with("borealis.access.shortest-seconds", "60").requests().shortest())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({
        "borealis.access.shortest-seconds, 0",
        // more than the longest
        "borealis.access.shortest-seconds, 28801",
        "borealis.access.longest-seconds, 604801",
        "borealis.access.longest-seconds, a day",
        "borealis.requests.life-seconds, 59",
        "borealis.ports.widening, everybody"
    })
    void refusesRequestsThatCannotBe(String property, String configured) {
        assertThatIllegalStateException()
                .isThrownBy(() -> with(property, configured))
                .withMessageStartingWith(property)
                .withMessageContaining(configured);
    }

    @Test
    void terminalsWaitAsLongAsConfigured() {
        assertThat(with("borealis.idle-seconds", "900").terminals()).isEqualTo(TerminalLimits.DEFAULT);
        assertThat(with("borealis.terminal.grace-seconds", "600").terminals().grace())
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(with("borealis.terminal.leaving-grace-seconds", "0")
                        .terminals()
                        .leavingGrace())
                .isZero();
        assertThat(with("borealis.terminal.replay-kib", "1024").terminals().replayBytes())
                .isEqualTo(1024 * 1024);
        assertThat(with("borealis.terminal.replay-kib-in-all", "1048576")
                        .terminals()
                        .replayBytesInAll())
                .isEqualTo(1024 * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource({
        "borealis.terminal.grace-seconds, 601",
        "borealis.terminal.grace-seconds, -1",
        "borealis.terminal.leaving-grace-seconds, a minute",
        "borealis.terminal.replay-kib, 15",
        "borealis.terminal.replay-kib, 4097",
        // less than what it is the sum of
        "borealis.terminal.replay-kib-per-tunnel, 255",
        "borealis.terminal.replay-kib-in-all, 4095",
        "borealis.terminal.replay-kib-in-all, 1048577",
        "borealis.terminal.spare-sessions, 10001"
    })
    void refusesWaitingAndKeepingThatCannotBe(String property, String configured) {
        assertThatIllegalStateException()
                .isThrownBy(() -> with(property, configured))
                .withMessageStartingWith("borealis.terminal.")
                .withMessageContaining(property)
                .withMessageContaining(configured);
    }
}
