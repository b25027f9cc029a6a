package io.borealis.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.web.access.LoginRequest;
import io.borealis.web.access.PortsResource.NewPorts;
import io.borealis.web.tunnel.TunnelsResource.ConnectRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller is told about a body that could not be read. */
class ProblemTest {

    @Test
    void isAProblemDocumentWithItsOwnMembersBesideTheFixedOnes() {
        JsonNode json = JsonMappers.MAPPER.valueToTree(
                Problem.conflict("tunnel_already_open", "open already").with("tunnel_id", "t"));
        assertThat(json.get("status").asInt()).isEqualTo(409);
        assertThat(json.get("title").asText()).isEqualTo("Conflict");
        assertThat(json.get("type").asText()).isEqualTo("urn:borealis:problem:tunnel_already_open");
        assertThat(json.get("code").asText()).isEqualTo("tunnel_already_open");
        assertThat(json.get("tunnel_id").asText()).isEqualTo("t");
        assertThat(json.has("more")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|missing_field|agent_id",
                "{\"agent_id\":null}|missing_field|agent_id",
                "{\"agent_id\":\"x\"}|bad_value|agent_id",
                "{\"agent_id\":7}|bad_value|agent_id",
                "{\"agent_id\":{}}|bad_value|agent_id",
                "{\"agent_id\":\"00000000-0000-4000-8000-000000000000\",\"agent\":1}|unknown_field|agent",
                "{\"agent_id\":\"00000000-0000-4000-8000-000000000000\",\"<b>\":1}|unknown_field|?b?",
                "[]|bad_value|body",
                "7|bad_value|body",
            })
    void namesTheFieldOfABadBody(String body, String code, String field) {
        JsonNode problem = problemOf(body, ConnectRequest.class);
        assertThat(problem.get("status").asInt()).isEqualTo(400);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|malformed_json",
                "x|malformed_json",
            })
    void saysWhenItIsNotJson(String body, String code) {
        assertThat(problemOf(body, ConnectRequest.class).get("code").asText()).isEqualTo(code);
    }

    @Test
    void saysWhichFieldIsThereTwiceAndWhichCharacterMustGo() {
        JsonNode twice = problemOf("{\"username\":\"a\",\"password\":\"b\",\"username\":\"c\"}", LoginRequest.class);
        assertThat(twice.get("code").asText()).isEqualTo("duplicate_key");
        assertThat(twice.get("field").asText()).isEqualTo("username");
        JsonNode nul = problemOf("{\"username\":\"a\\u0000\",\"password\":\"b\"}", LoginRequest.class);
        assertThat(nul.get("code").asText()).isEqualTo("bad_text");
        assertThat(nul.get("field").asText()).isEqualTo("username");
        assertThat(nul.get("character").asText()).isEqualTo("nul");
        JsonNode bidi = problemOf("{\"username\":\"a\\u202eb\",\"password\":\"b\"}", LoginRequest.class);
        assertThat(bidi.get("code").asText()).isEqualTo("bad_text");
        assertThat(bidi.get("character").asText()).isEqualTo("bidi_control");
    }

    @Test
    void saysThatABodyIsNotUtf8() {
        JsonNode problem =
                problemOf(() -> JsonMappers.MAPPER.readValue(new byte[] {'"', (byte) 0xff, '"'}, String.class));
        assertThat(problem.get("code").asText()).isEqualTo("not_utf8");
    }

    @Test
    void keepsThePreciseWordsOfTheRequestItself() {
        JsonNode password = problemOf("{\"username\":\"a\",\"password\":\"\"}", LoginRequest.class);
        assertThat(password.get("field").asText()).isEqualTo("password");
        JsonNode ports = problemOf("{\"ports\":[null]}", NewPorts.class);
        assertThat(ports.get("field").asText()).isEqualTo("ports");
    }

    @Test
    void neverTellsWhatWentWrongInside() {
        JsonNode problem = json(new IllegalStateException("secret of the house"));
        assertThat(problem.get("status").asInt()).isEqualTo(500);
        assertThat(problem.toString()).doesNotContain("secret", "Exception").contains("incident");
    }

    @Test
    void saysThatTheDatabaseIsOutHoweverDeepTheServerWrappedIt() {
        JsonNode problem = json(new IllegalStateException(
                new IllegalStateException(new DatabaseUnavailableException("host and port of the house"))));
        assertThat(problem.get("status").asInt()).isEqualTo(503);
        assertThat(problem.get("code").asText()).isEqualTo("database_unavailable");
        assertThat(problem.toString()).doesNotContain("of the house");
    }

    @Test
    void answersTooLargeHoweverDeepTheReaderWrappedIt() {
        assertThat(json(new IOException(new IOException(new BodyTooLargeException())))
                        .get("status")
                        .asInt())
                .isEqualTo(413);
    }

    private static JsonNode problemOf(String body, Class<?> type) {
        return problemOf(() -> JsonMappers.MAPPER.readValue(body, type));
    }

    private interface Reading {
        Object read() throws IOException;
    }

    private static JsonNode problemOf(Reading reading) {
        try {
            throw new AssertionError("was read: " + reading.read());
        } catch (IOException bad) {
            return json(bad);
        }
    }

    private static JsonNode json(Throwable thrown) {
        return JsonMappers.MAPPER.valueToTree(ProblemMapper.problemOf(thrown));
    }
}
