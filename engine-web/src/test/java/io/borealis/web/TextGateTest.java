package io.borealis.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is ill-formed before JSON is reached: path, query and headers. */
class TextGateTest {

    private static String words(Optional<Problem> problem) {
        return problem.map(found -> found.code() + " " + found.more().get("field") + " "
                        + found.more().getOrDefault("character", "-"))
                .orElse("passes");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/agent/enroll/%00, bad_text path nul",
        "/api/agent/enroll/a%0ab, bad_text path control_character",
        "/api/agent/enroll/%e2%80%ae, bad_text path bidi_control",
        "/api/agent/enroll/%E2%80%A8, bad_text path line_separator",
        "/api/agent/enroll/%ff, not_utf8 path -",
        "/api/agent/enroll/%c0%80, not_utf8 path -",
        "/api/agent/enroll/%ed%a0%80, not_utf8 path -",
        "/api/agent/enroll/%c3, not_utf8 path -",
    })
    void refusesAnIllFormedPath(String path, String words) {
        assertThat(words(TextGate.ofPart("path", path))).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/api/devices", "/api/x/%C3%BC%20%F0%9F%98%80", "/100%", "/%zz", "/%4"})
    void letsEveryOtherPathPass(String path) {
        assertThat(TextGate.ofPart("path", path)).isEmpty();
    }

    @Test
    void namesTheParameterOfAnIllFormedQuery() {
        assertThat(words(TextGate.ofQuery("a=1&agent_id=%00"))).isEqualTo("bad_text agent_id nul");
        assertThat(words(TextGate.ofQuery("a%00=1"))).isEqualTo("bad_text query nul");
        assertThat(words(TextGate.ofQuery("<b>=%ff"))).isEqualTo("not_utf8 ?b? -");
        assertThat(TextGate.ofQuery("a=1&all=true&&=&x")).isEmpty();
        assertThat(TextGate.ofQuery(null)).isEmpty();
    }

    @Test
    void refusesControlCharactersInHeaders() {
        assertThat(words(TextGate.ofHeader("X-Forwarded-For", "192.0.2.1\u0000")))
                .isEqualTo("bad_text X-Forwarded-For nul");
        assertThat(words(TextGate.ofHeader("Cookie", "a=\u001b[2J"))).isEqualTo("bad_text Cookie control_character");
        assertThat(TextGate.ofHeader("User-Agent", "gr\u00c3\u009f\te")).isEmpty();
    }
}
