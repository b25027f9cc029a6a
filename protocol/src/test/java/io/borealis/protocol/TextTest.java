package io.borealis.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @Test
    void refusesWhatNoTextMayHold() {
        assertThat(Text.faultIn("a\u0000b")).contains(Text.Fault.NUL);
        assertThat(Text.faultIn("a\u001bb")).contains(Text.Fault.CONTROL_CHARACTER);
        assertThat(Text.faultIn("a\u0085b")).contains(Text.Fault.CONTROL_CHARACTER);
        assertThat(Text.faultIn("a\ud800b")).contains(Text.Fault.LONE_SURROGATE);
        assertThat(Text.faultIn("a\udc00")).contains(Text.Fault.LONE_SURROGATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "grüße", "日本語", "😀", "two\r\nlines\tand a tab", "שלום", "\u200fשלום", "a\ufffeb"})
    void takesEveryOtherText(String text) {
        assertThat(Text.faultIn(text)).isEmpty();
    }

    @Test
    void refusesInANameWhatMakesItReadAsAnother() {
        for (String bidi : "\u061c \u200e \u200f \u202a \u202e \u2066 \u2069".split(" ")) {
            assertThat(Text.faultInName("pc" + bidi)).contains(Text.Fault.BIDI_CONTROL);
        }
        assertThat(Text.faultInName("pc\n2")).contains(Text.Fault.CONTROL_CHARACTER);
        assertThat(Text.faultInName("pc\u2028")).contains(Text.Fault.LINE_SEPARATOR);
        assertThat(Text.isName("שלום 日本語 😀", 255)).isTrue();
        assertThat(Text.isName(" ", 255)).isFalse();
        assertThat(Text.isName("abc", 2)).isFalse();
    }

    @Test
    void writesOneLineThatHidesNothing() {
        assertThat(Text.readable("a\nb\ud800c\u202ed\u2028e\ufefff\ue000g\u00a0h"))
                .isEqualTo("a\\u000ab\\ud800c\\u202ed\\u2028e\\ufefff\\ue000g\\u00a0h");
        assertThat(Text.readable("grüße 日本語 😀 C:\\Temp \"x\"")).isEqualTo("grüße 日本語 😀 C:\\Temp \"x\"");
        assertThat(Text.readable("\udbff\udfff")).as("beyond what is assigned").isEqualTo("\\u{10ffff}");
        assertThat(Text.quoted("a\"b\\c\n")).isEqualTo("\"a\\\"b\\\\c\\u000a\"");
    }

    @Test
    void everyCharacterComesOutAsOneThatUtf8CarriesAndNoLineEndsIn() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String line = Text.readable(Character.toString(c));
            if (new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(line)
                    && line.lines().count() == 1
                    && Text.faultInName(line).isEmpty()) {
                continue;
            }
            assertThat(line).as("U+%x", c).isEqualTo("one harmless line");
        }
    }

    @Test
    void neverCutsACharacterInTwo() {
        assertThat(Text.cut("a😀b", 2)).isEqualTo("a");
        assertThat(Text.cut("a😀b", 3)).isEqualTo("a😀");
        assertThat(Text.cut("abc", 3)).isEqualTo("abc");
        assertThat(Text.cut("abc", 0)).isEmpty();
    }
}
