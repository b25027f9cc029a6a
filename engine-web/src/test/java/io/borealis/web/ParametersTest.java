package io.borealis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "7", "00000000-0000-4000-8000-00000000000g", "../../etc/passwd"})
    void refusesWhatIsNoId(String text) {
        assertThatThrownBy(() -> Parameters.agentId(text)).isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> Parameters.tunnelId(text)).isInstanceOf(MalformedRequestException.class);
    }

    @Test
    void readsFlagsWithoutGuessing() {
        assertThat(Parameters.flag("all", null)).isFalse();
        assertThat(Parameters.flag("all", "true")).isTrue();
        assertThatThrownBy(() -> Parameters.flag("all", "yes")).isInstanceOf(MalformedRequestException.class);
    }

    @Test
    void takesTextToLookForWithinBounds() {
        assertThat(Parameters.search(null)).isEmpty();
        assertThat(Parameters.search("  ")).isEmpty();
        assertThat(Parameters.search(" Kasse 3 ")).contains("Kasse 3");
        assertThatThrownBy(() -> Parameters.search("x".repeat(129))).isInstanceOf(MalformedRequestException.class);
        assertThatThrownBy(() -> Parameters.search("a\u0000b")).isInstanceOf(MalformedRequestException.class);
    }
}
