package io.borealis.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.borealis.protocol.IllFormedJsonException.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text is valid before anything else looks at it, by whatever way it comes in. */
class ProtocolJsonTest {

    private final ObjectMapper json = ProtocolJson.mapper();

    record Letter(String name, Optional<String> note, List<String> lines, Map<String, String> more) {}

    private static String letter(String name, String note, String line, String key) {
        return "{\"name\":\"" + name + "\",\"note\":\"" + note + "\",\"lines\":[\"" + line + "\"],\"more\":{\"" + key
                + "\":\"v\"}}";
    }

    /** However deep the library wrapped it. */
    private static IllFormedJsonException fault(ThrowingRead read) {
        try {
            throw new AssertionError("was read: " + read.read());
        } catch (IllFormedJsonException illFormed) {
            return illFormed;
        } catch (IOException other) {
            if (other.getCause() instanceof IllFormedJsonException wrapped) {
                return wrapped;
            }
            throw new AssertionError(other);
        }
    }

    private interface ThrowingRead {
        Object read() throws IOException;
    }

    @ParameterizedTest
    @CsvSource({
        "\\u0000, NUL",
        "\\u0007, CONTROL_CHARACTER",
        "\\u009b, CONTROL_CHARACTER",
        "\\ud800, LONE_SURROGATE",
        "\\udc00\\ud800, LONE_SURROGATE",
    })
    void refusesIllFormedTextAnywhere(String text, Text.Fault why) {
        for (String body : List.of(
                letter(text, "n", "l", "k"),
                letter("n", text, "l", "k"),
                letter("n", "n", text, "k"),
                letter("n", "n", "l", text))) {
            IllFormedJsonException fault = fault(() -> json.readValue(body, Letter.class));
            assertThat(fault.rule()).isEqualTo(Rule.TEXT);
            assertThat(fault.fault()).contains(why);
            IllFormedJsonException bytes =
                    fault(() -> json.readValue(body.getBytes(StandardCharsets.UTF_8), Letter.class));
            assertThat(bytes.fault()).contains(why);
        }
        assertThat(fault(() -> json.readValue(letter(text, "n", "l", "k"), Letter.class))
                        .field())
                .isEqualTo("name");
        assertThat(fault(() -> json.readValue("\"" + text + "\"", String.class)).field())
                .isEqualTo("body");
        assertThat(fault(() -> json.readTree("{\"name\":\"" + text + "\"}")).fault())
                .contains(why);
    }

    @Test
    void takesTextOfManyKinds() throws IOException {
        Letter read = json.readValue(
                letter("grüße 日本語 \\ud83d\\ude00", "-----BEGIN\\nA\\r\\n\\t-----END", "\u200fשלום", "k")
                        .getBytes(StandardCharsets.UTF_8),
                Letter.class);
        assertThat(read.name()).isEqualTo("grüße 日本語 😀");
        assertThat(read.note()).contains("-----BEGIN\nA\r\n\t-----END");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff", // no UTF-8 at all
                "c3", // an end is missing
                "c0a2", // an overlong quotation mark
                "c080", // an overlong NUL
                "eda080", // an encoded surrogate
                "f4908080", // beyond Unicode
            })
    void saysWhenTheBytesAreNotUtf8(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        byte[] before = "{\"name\":\"".getBytes(StandardCharsets.UTF_8);
        byte[] after = "\",\"lines\":[],\"more\":{}}".getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(before, before.length + bad.length + after.length);
        System.arraycopy(bad, 0, body, before.length, bad.length);
        System.arraycopy(after, 0, body, before.length + bad.length, after.length);

        assertThat(fault(() -> json.readValue(body, Letter.class)).rule()).isEqualTo(Rule.UTF_8);
        assertThat(fault(() -> json.readValue(new ByteArrayInputStream(body), Letter.class))
                        .rule())
                .isEqualTo(Rule.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void guessesNoOtherEncoding(String charset) {
        byte[] body = "[\"a\"]".getBytes(Charset.forName(charset));
        assertThatThrownBy(() -> json.readValue(body, List.class)).isInstanceOf(IOException.class);
    }

    @Test
    void saysWhichFieldIsThereTwice() {
        IllFormedJsonException twice =
                fault(() -> json.readValue("{\"name\":\"a\",\"lines\":[],\"more\":{},\"name\":\"b\"}", Letter.class));
        assertThat(twice.rule()).isEqualTo(Rule.ONE_KEY_ONCE);
        assertThat(twice.field()).isEqualTo("name");
        IllFormedJsonException deeper =
                fault(() -> json.readTree("{\"a\":{\"b\":1},\"c\":[{\"b\":1,\"x\":2,\"b\":3}]}"));
        assertThat(deeper.field()).isEqualTo("b");
        IllFormedJsonException escaped = fault(() -> json.readTree("{\"ab\":1,\"\\u0061b\":2}"));
        assertThat(escaped.field()).isEqualTo("ab");
    }

    @Test
    void sameNameInDifferentObjectsIsNoDuplicate() throws IOException {
        assertThat(json.readTree("{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}]}")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void neverRepeatsTheText() {
        assertThat(catchThrowableOfType(
                        IOException.class, () -> json.readValue("{\"name\":\"s3cret\\u0000\"}", Letter.class)))
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void readsTheSameThroughACopy() {
        ObjectMapper copy = json.copy();
        assertThat(fault(() -> copy.readTree("[\"\\u0000\"]")).rule()).isEqualTo(Rule.TEXT);
    }
}
