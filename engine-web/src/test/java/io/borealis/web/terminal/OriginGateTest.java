package io.borealis.web.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginGateTest {

    @Test
    void letsProgramsAndItsOwnPagesIn() {
        assertThat(OriginGate.isAllowed(null, "engine.example:8443")).isTrue();
        assertThat(OriginGate.isAllowed("https://engine.example:8443", "engine.example:8443"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://engine.example:8443",
                "https://engine.example",
                "https://engine.example:8443.evil.example",
                "null",
                ""
            })
    void keepsForeignPagesOut(String origin) {
        assertThat(OriginGate.isAllowed(origin, "engine.example:8443")).isFalse();
    }

    @Test
    void keepsPagesOutWhenTheRequestNamesNoHost() {
        assertThat(OriginGate.isAllowed("https://engine.example", null)).isFalse();
    }
}
