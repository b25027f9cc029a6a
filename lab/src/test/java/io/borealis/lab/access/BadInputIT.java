package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.lab.LabCase;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputIT extends LabCase {

    /** Every refusal is a problem document with a stable code, and never shows the inside of the Engine. */
    private static EngineReply problem(EngineReply reply, int status) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.contentType()).startsWith("application/problem+json");
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.field("code")).isNotBlank();
        assertThat(reply.field("title")).isNotBlank();
        noInsides(reply);
        return reply;
    }

    private static void noInsides(EngineReply reply) {
        assertThat(reply.text()).doesNotContain("Exception", "\tat ", "io.borealis.", "org.jboss", "undertow", "java.");
    }

    @Test
    void anUnknownAgentIs404() {
        String unknown = UUID.randomUUID().toString();

        problem(operator.connect(unknown), 404);
        problem(operator.status(unknown), 404);
        problem(operator.disconnect(unknown), 404);
        problem(operator.get("/api/devices/" + unknown), 404);
        problem(operator.permit(unknown, List.of()), 404);
    }

    @Test
    void anAgentThatIsNotConnectedIs409WithATextThatSaysSo() {
        second.service().stop();
        try {
            org.awaitility.Awaitility.await().atMost(SOON).until(() -> !admin.get("/api/devices/" + second.id())
                    .json()
                    .path("connected")
                    .asBoolean());
            EngineReply reply = problem(operator.connect(second.id()), 409);
            assertThat(reply.field("code")).isEqualTo("agent_not_connected");
            assertThat(reply.field("detail")).containsIgnoringCase("not connected");
        } finally {
            second.service().start();
        }
    }

    @Test
    void aWrongRoleIs403() {
        EngineClient auditor = lab.session("auditor");

        problem(auditor.connect(first.id()), 403);
        problem(auditor.disconnect(first.id()), 403);
        problem(auditor.permit(first.id(), List.of()), 403);
        problem(auditor.post("/api/enrollment/codes", Map.of()), 403);
        problem(operator.post("/api/enrollment/codes", Map.of()), 403);
        problem(operator.get("/api/enrollment/requests"), 403);
        auditor.status(first.id()).expect(200);
        auditor.get("/api/tunnel/active").expect(200);
        auditor.get("/api/devices").expect(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/devices", "GET, /api/tunnel/active", "GET, /api/tunnel/status?agent_id=x",
        "POST, /api/tunnel/connect", "DELETE, /api/tunnel/disconnect?agent_id=x", "POST, /api/terminal/tickets",
        "POST, /api/enrollment/codes", "GET, /api/enrollment/requests", "POST, /api/tunnel/activity"
    })
    void noTokenIs401(String method, String path) {
        EngineClient nobody = lab.engine().client();
        Map<String, String> json = method.equals("POST") ? Map.of("Content-Type", "application/json") : Map.of();

        problem(nobody.send(method, path, BodyPublishers.ofString(method.equals("POST") ? "{}" : ""), json), 401);
        noInsides(nobody.withToken("no.such.token").send(method, path, BodyPublishers.ofString("{}"), json));
        assertThat(nobody.withToken("no.such.token")
                        .send(method, path, BodyPublishers.ofString("{}"), json)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aWrongPasswordIs401AndSaysNotWhichHalfWasWrong() {
        EngineClient nobody = lab.engine().client();

        EngineReply wrongPassword = problem(nobody.tryLogin("auditor", "wrong"), 401);
        EngineReply wrongName = problem(nobody.tryLogin("nobody", "wrong"), 401);

        assertThat(wrongPassword.field("detail")).isEqualTo(wrongName.field("detail"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                        | ",
                "not json                                 | ",
                "null                                     | ",
                "[]                                       | ",
                "{}                                       | agent_id",
                "{\"agent_id\":null}                      | agent_id",
                "{\"agent_id\":7}                         | agent_id",
                "{\"agent_id\":\"not-a-uuid\"}            | agent_id",
                "{\"agent_id\":{\"a\":1}}                 | agent_id",
                "{\"agent_id\":\"00000000-0000-4000-8000-000000000000\",\"extra\":1}     | extra",
                "{\"agent_id\":\"a\",\"agent_id\":\"b\"}  | ",
            })
    void aMalformedBodyIs400NamingTheField(String body, String field) {
        EngineReply reply = problem(operator.postText("/api/tunnel/connect", body), 400);

        if (field != null && !field.isBlank()) {
            assertThat(reply.text()).contains(field.strip());
        }
    }

    @Test
    void aMissingOrMalformedParameterIs400NamingIt() {
        assertThat(problem(operator.get("/api/tunnel/status"), 400).text()).contains("agent_id");
        assertThat(problem(operator.get("/api/tunnel/status?agent_id=x"), 400).text())
                .contains("agent_id");
        assertThat(problem(operator.delete("/api/tunnel/disconnect"), 400).text())
                .contains("agent_id");
        assertThat(problem(operator.permit(first.id(), List.of("tcp/0")), 400).text())
                .contains("port");
        assertThat(problem(operator.permit(first.id(), List.of("icmp/1")), 400).text())
                .contains("port");
    }

    @Test
    void aBodyAboveItsBoundIs413() {
        String large = "{\"agent_id\":\"" + "x".repeat(65 * 1024) + "\"}";

        problem(operator.postText("/api/tunnel/connect", large), 413);
        problem(lab.engine().client().postText("/api/auth/login", large), 413);
    }

    @Test
    void noPathShowsTheInsides() {
        for (String path : List.of(
                "/api/nothing",
                "/nothing",
                "/api/",
                "/api/tunnel",
                "/ws/agent",
                "/ws/terminal/x",
                "/api/devices/%00",
                "/api/devices/..%2f..",
                "/api/agent/enroll/none",
                "/WEB-INF/web.xml")) {
            EngineReply reply = operator.get(path);
            assertThat(reply.status()).as(path).isBetween(300, 499);
            noInsides(reply);
        }
        for (String method : List.of("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS")) {
            EngineReply reply = operator.send(method, "/api/tunnel/connect", BodyPublishers.noBody(), Map.of());
            assertThat(reply.status()).as(method).isLessThan(500);
            noInsides(reply);
        }
        EngineReply wrongType = operator.send(
                "POST", "/api/tunnel/connect", BodyPublishers.ofString("x"), Map.of("Content-Type", "text/plain"));
        problem(wrongType, 415);
    }

    @Test
    void anEnrollmentWithAForgedSignatureIs400AndAnUnknownCode403() {
        EngineReply reply = lab.engine().client().post("/api/agent/enroll", Map.of());
        problem(reply, 400);
        problem(lab.engine().client().post("/api/agent/token", Map.of("client_assertion", "a.b.c")), 401);
    }
}
