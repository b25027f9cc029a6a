package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.EngineEar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Engine's HTTP interface from outside: who may what, and what a refusal looks like on every path. */
@ExtendWith(ArquillianExtension.class)
class HttpIT {

    private static final List<String> ROLES = List.of("admin", "operator", "auditor", "agent");
    private static @Nullable EngineHttp engine;

    @Deployment(testable = false)
    static EnterpriseArchive engine() {
        return EngineEar.asBuilt();
    }

    // Not @BeforeAll: the EAR is deployed after it
    private static synchronized EngineHttp http() throws Exception {
        EngineHttp open = engine;
        if (open == null) {
            open = new EngineHttp();
            engine = open;
        }
        return open;
    }

    @Test
    void everyMethodAdmitsExactlyTheRolesThatItStates() throws Exception {
        List<ResourceMethods.Call> calls = ResourceMethods.all(http().agentId());
        assertThat(calls).hasSizeGreaterThanOrEqualTo(18);
        SoftAssertions all = new SoftAssertions();
        for (ResourceMethods.Call call : calls) {
            if (call.roles().isPresent()) {
                all.assertThat(status("none", call))
                        .as("%s without a token", call)
                        .isEqualTo(401);
                all.assertThat(status("forged", call))
                        .as("%s with a forged token", call)
                        .isEqualTo(401);
            }
            for (String role : ROLES) {
                int status = status(role, call);
                if (call.takesForms()) {
                    all.assertThat(status).as("%s as %s", call, role).isEqualTo(415);
                } else if (call.admits(role)) {
                    all.assertThat(status).as("%s as %s", call, role).isNotIn(403, 405, 415, 500);
                } else {
                    all.assertThat(status).as("%s as %s", call, role).isEqualTo(403);
                }
            }
        }
        all.assertAll();
    }

    private static int status(String role, ResourceMethods.Call call) throws Exception {
        int status = http().send(role, call.method(), call.path(), call.body()).statusCode();
        if (call.signsOut() && EngineHttp.PEOPLE.contains(role)) {
            http().signIn(role);
        }
        return status;
    }

    @Test
    void readersReadAndOperatorsAct() throws Exception {
        assertThat(EngineHttp.json(http().send("auditor", "GET", "/api/devices", Optional.empty()))
                        .findValuesAsText("agent_id"))
                .contains(http().agentId().toString());
        String ports = "/api/devices/" + http().agentId() + "/ports";
        assertThat(http().send("operator", "PUT", ports, Optional.of("{\"ports\":[\"tcp/3389\"]}"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(EngineHttp.json(http().send("auditor", "GET", ports, Optional.empty()))
                        .get("ports")
                        .get(0)
                        .asText())
                .isEqualTo("tcp/3389");
        assertThat(EngineHttp.json(http().send(
                                        "auditor",
                                        "GET",
                                        "/api/tunnel/status?agent_id=" + http().agentId(),
                                        Optional.empty()))
                        .get("status")
                        .asText())
                .isEqualTo("down");
        assertThat(http().send("auditor", "GET", "/api/tunnel/active", Optional.empty())
                        .body())
                .isEqualTo("[]");
    }

    @Test
    void administratorsSettleWhatADeviceMay() throws Exception {
        String device = "/api/devices/" + http().agentId();
        assertThat(EngineHttp.json(admin("PUT", device + "/name", "{\"name\":\"Kasse 3\",\"reason\":\"moved\"}"))
                        .get("name")
                        .asText())
                .isEqualTo("Kasse 3");
        assertThat(EngineHttp.json(admin("PUT", device + "/state", "{\"state\":\"quarantined\",\"reason\":\"odd\"}"))
                        .get("state_reason")
                        .asText())
                .isEqualTo("odd");
        refused(connect("{\"agent_id\":\"" + http().agentId() + "\"}"), 409, "device_quarantined");
        refused(admin("PUT", device + "/state", "{\"state\":\"burnt\"}"), 400, "bad_value", "field", "state");
        refused(admin("PUT", device + "/state", "{\"state\":\"removed\"}"), 400, "bad_value", "field", "state");
        refused(admin("PUT", device + "/name", "{\"name\":\" \"}"), 400, "bad_value", "field", "name");
        refused(
                admin("PUT", device + "/state", "{\"state\":\"active\",\"reason\":\"" + "x".repeat(501) + "\"}"),
                400,
                "bad_value",
                "field",
                "reason");
        assertThat(EngineHttp.json(admin("PUT", device + "/state", "{\"state\":\"active\"}"))
                        .get("state")
                        .asText())
                .isEqualTo("active");
        assertThat(http().send("admin", "DELETE", device + "/name", Optional.empty())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRemovedDeviceIsListedApartAndComesBackByReadmission() throws Exception {
        String device = "/api/devices/" + http().agentId();
        assertThat(http().send("admin", "DELETE", device + "?reason=sold", Optional.empty())
                        .statusCode())
                .isEqualTo(204);
        assertThat(listed("")).doesNotContain(http().agentId().toString());
        assertThat(listed("?removed=true")).contains(http().agentId().toString());
        refused(connect("{\"agent_id\":\"" + http().agentId() + "\"}"), 409, "device_removed");
        refused(admin("PUT", device + "/state", "{\"state\":\"active\"}"), 409, "device_removed");
        assertThat(admin("POST", device + "/readmit", "{}").statusCode()).isEqualTo(200);
        assertThat(listed("?limit=500")).contains(http().agentId().toString());
        refused(http().send("auditor", "GET", "/api/devices?limit=501", Optional.empty()), 400, "bad_value");
    }

    @Test
    void administratorsKeepSitesWithWhatBelongsToThem() throws Exception {
        JsonNode made = EngineHttp.json(admin("POST", "/api/sites", "{\"name\":\"Kiel\",\"reason\":\"new\"}"));
        String site = "/api/sites/" + made.get("site_id").asText();
        String device = "/api/devices/" + http().agentId();
        String move = "{\"site_id\":" + made.get("site_id") + ",\"reason\":\"sent there\"}";
        assertThat(EngineHttp.json(admin("PUT", device + "/site", move))
                        .get("site")
                        .get("name")
                        .asText())
                .isEqualTo("Kiel");
        assertThat(EngineHttp.json(admin("PUT", device + "/tags", "{\"tags\":[\"pos\",\"de\",\"pos\"]}"))
                        .get("tags"))
                .hasToString("[\"de\",\"pos\"]");
        HttpResponse<String> page = http().send("admin", "GET", site + "/devices?limit=1", Optional.empty());
        assertThat(EngineHttp.json(page).findValuesAsText("agent_id"))
                .containsExactly(http().agentId().toString());
        refused(admin("PUT", site + "/name", "{\"name\":\"default\"}"), 409, "site_name_taken", "field", "name");
        refused(http().send("admin", "DELETE", site, Optional.empty()), 409, "site_in_use", "devices", "1");

        assertThat(EngineHttp.json(admin("PUT", site + "/ports", "{\"ports\":[\"tcp/3389\"]}"))
                        .get("ports"))
                .hasToString("[\"tcp/3389\"]");
        refused(
                http().send("operator", "PUT", device + "/ports", Optional.of("{\"ports\":[\"tcp/3388-3389\"]}")),
                403,
                "ports_beyond_ceiling");
        assertThat(http().send("admin", "DELETE", site + "/ports", Optional.empty())
                        .statusCode())
                .isEqualTo(200);

        admin("PUT", device + "/site", "{\"site_id\":\"00000000-0000-0000-0000-000000000001\"}");
        admin("PUT", device + "/tags", "{\"tags\":[]}");
        assertThat(http().send("admin", "DELETE", site + "?reason=closed", Optional.empty())
                        .statusCode())
                .isEqualTo(204);
        refused(http().send("admin", "GET", site, Optional.empty()), 404, "unknown_site");
        refused(admin("PUT", device + "/site", move), 404, "unknown_site");
        refused(admin("PUT", device + "/tags", "{\"tags\":[\"POS\"]}"), 400, "bad_value", "field", "tags");
        refused(admin("POST", "/api/sites", "{\"name\":\"default\"}"), 409, "site_name_taken");
    }

    @Test
    void administratorsLimitWhatAnAccountReaches() throws Exception {
        String scope = "/api/accounts/olga/scope";
        assertThat(EngineHttp.json(admin("PUT", scope, "{\"sites\":[],\"tags\":[\"pos\"]}"))
                        .get("tags"))
                .hasToString("[\"pos\"]");
        assertThat(EngineHttp.json(http().send("admin", "GET", scope, Optional.empty()))
                        .get("set_by")
                        .asText())
                .isEqualTo("anna");
        refused(admin("PUT", scope, "{}"), 400, "bad_value", "field", "all_devices");
        refused(admin("PUT", scope, "{\"all_devices\":true,\"tags\":[]}"), 400, "bad_value");
        refused(admin("PUT", scope, "{\"sites\":[\"00000000-0000-4000-8000-000000000000\"]}"), 404, "unknown_site");
        refused(admin("PUT", "/api/accounts/anna/scope", "{\"tags\":[]}"), 409, "account_is_administrator");
        refused(admin("PUT", "/api/accounts/nobody/scope", "{\"tags\":[]}"), 404, "unknown_account");
        assertThat(EngineHttp.json(admin("PUT", scope, "{\"all_devices\":true}"))
                        .get("all_devices")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whatARoleDoesNotAllowIsWrittenDownAndBounded() throws Exception {
        for (int i = 0; i < 30; i++) {
            refused(http().send("auditor", "GET", "/api/keys?limit=" + (i + 1), Optional.empty()), 403, "forbidden");
        }

        JsonNode rows = EngineHttp.json(
                http().send("admin", "GET", "/api/activity?event=role_refused&limit=500", Optional.empty()));

        assertThat(rows).isNotEmpty();
        int ofKeys = 0;
        for (JsonNode row : rows) {
            assertThat(row.get("detail").asText()).matches("[A-Z]+ /api/[^?]*|[0-9]+ more from .*");
            ofKeys += row.get("detail").asText().equals("GET /api/keys") ? 1 : 0;
        }
        // ten a minute for each person; the others are counted
        assertThat(ofKeys).isLessThan(30);
    }

    @Test
    void codesAreListedWithoutTheirSecretAndRevoked() throws Exception {
        JsonNode made = EngineHttp.json(admin("POST", "/api/enrollment/codes", "{\"uses\":2,\"label\":\"shop 12\"}"));
        String path = "/api/enrollment/codes/" + made.get("id").asText();

        HttpResponse<String> page = http().send("admin", "GET", "/api/enrollment/codes?limit=1", Optional.empty());
        JsonNode listed = EngineHttp.json(page).get(0);
        assertThat(listed.get("id")).isEqualTo(made.get("id"));
        assertThat(listed.get("label").asText()).isEqualTo("shop 12");
        assertThat(listed.get("created_by").asText()).isEqualTo("anna");
        assertThat(listed.get("uses_left").asInt()).isEqualTo(2);
        assertThat(page.body()).doesNotContain(made.get("code").asText()).doesNotContain("hash");
        assertThat(page.headers().firstValue("Link").orElseThrow()).contains("rel=\"next\"", "limit=1");

        assertThat(http().send("admin", "DELETE", path + "?reason=leaked", Optional.empty())
                        .statusCode())
                .isEqualTo(204);
        assertThat(EngineHttp.json(http().send("admin", "GET", "/api/enrollment/codes", Optional.empty()))
                        .get(0)
                        .get("revoke_reason")
                        .asText())
                .isEqualTo("leaked");
        String nobody = "00000000-0000-4000-8000-000000000000";
        refused(
                http().send("admin", "DELETE", "/api/enrollment/codes/" + nobody, Optional.empty()),
                404,
                "unknown_code");
        refused(
                http().send("admin", "GET", "/api/enrollment/codes?after=" + nobody, Optional.empty()),
                404,
                "unknown_code");
        refused(http().send("admin", "DELETE", "/api/enrollment/codes/x", Optional.empty()), 400, "bad_value");
    }

    private static List<String> listed(String query) throws Exception {
        return EngineHttp.json(http().send("auditor", "GET", "/api/devices" + query, Optional.empty()))
                .findValuesAsText("agent_id");
    }

    private static HttpResponse<String> admin(String method, String path, String body) throws Exception {
        return http().send("admin", method, path, Optional.of(body));
    }

    @Test
    void refusalsNameCauseByCode() throws Exception {
        refused(connect("{\"agent_id\":\"" + http().agentId() + "\"}"), 409, "agent_not_connected");
        refused(connect("{\"agent_id\":\"00000000-0000-4000-8000-000000000000\"}"), 404, "unknown_agent");
        refused(connect("{\"agent_id\":\"x\"}"), 400, "bad_value");
        refused(connect("{\"agent_id\":\"x\",\"agent\":1}"), 400, "bad_value");
        refused(
                connect("{\"agent_id\":\"" + http().agentId() + "\",\"agent\":1}"),
                400,
                "unknown_field",
                "field",
                "agent");
        refused(connect("{}"), 400, "missing_field", "field", "agent_id");
        refused(connect("{"), 400, "malformed_json");
        refused(connect(""), 400, "missing_field");
        refused(connect("{\"agent_id\":\"" + "x".repeat(70_000) + "\"}"), 413, "body_too_large");
        refused(connect("x".repeat(5_000_000)), 413, "body_too_large");
        refused(
                http().send(
                                "none",
                                "POST",
                                "/api/auth/login",
                                Optional.of("{\"username\":\"anna\",\"password\":\"no\"}")),
                401,
                "login_refused");
    }

    @Test
    void endedSessionIsRefusedEverywhereAtOnce() throws Exception {
        String own = current("operator");
        http().signIn("operator");
        String other = current("operator");
        assertThat(other).isNotEqualTo(own);

        // An auditor does not even learn that it is there
        refused(http().send("auditor", "DELETE", "/api/sessions/" + own, Optional.empty()), 404, "unknown_session");
        assertThat(http().send("operator", "DELETE", "/api/sessions/" + own, Optional.empty())
                        .statusCode())
                .isEqualTo(204);
        refused(http().send("operator", "DELETE", "/api/sessions/" + own, Optional.empty()), 404, "unknown_session");
        refused(http().send("operator", "GET", "/api/sessions?all=true", Optional.empty()), 403, "forbidden");
        refused(
                http().send("operator", "GET", "/api/sessions?after=" + "x".repeat(300), Optional.empty()),
                404,
                "unknown_session");
        assertThat(EngineHttp.json(http().send("admin", "GET", "/api/sessions?all=true&ended=true", Optional.empty()))
                        .findValuesAsText("session_id"))
                .contains(own, other);

        assertThat(http().send("admin", "DELETE", "/api/sessions/" + other, Optional.empty())
                        .statusCode())
                .isEqualTo(204);
        for (String path : List.of("/api/devices", "/api/sessions", "/api/tunnel/active")) {
            refused(
                    http().send("operator", "GET", path, Optional.empty()),
                    401,
                    "session_ended",
                    "reason",
                    "ended_by_administrator");
        }
        // Before the role is asked, and before the body is looked at
        refused(http().send("operator", "POST", "/api/enrollment/codes", Optional.of("{")), 401, "session_ended");
        http().signIn("operator");
        assertThat(http().send("operator", "POST", "/api/auth/logout", Optional.empty())
                        .statusCode())
                .isEqualTo(204);
        refused(
                http().send("operator", "POST", "/api/auth/logout", Optional.empty()),
                401,
                "session_ended",
                "reason",
                "signed_out");
        // The token that is good for nothing is in nobody's way
        refused(
                http().send(
                                "operator",
                                "POST",
                                "/api/auth/login",
                                Optional.of("{\"username\":\"otto\",\"password\":\"no\"}")),
                401,
                "login_refused");
        http().signIn("operator");
    }

    private static String current(String role) throws Exception {
        for (JsonNode session : EngineHttp.json(http().send(role, "GET", "/api/sessions", Optional.empty()))) {
            if (session.get("current").asBoolean()) {
                assertThat(session.get("remote_address").asText()).isNotBlank();
                assertThat(session.get("user_agent").asText()).startsWith("Java-http-client");
                return session.get("session_id").asText();
            }
        }
        throw new AssertionError("no session is the current one");
    }

    /** PostgreSQL stores no U+0000: without the rule for text this was a failure of the Engine. */
    @Test
    void illFormedTextIsRefusedBeforeTheDatabaseSeesIt() throws Exception {
        for (String text : List.of("\\u0000", "\\ud800", "\\u202e")) {
            refused(
                    http().send(
                                    "none",
                                    "POST",
                                    "/api/auth/login",
                                    Optional.of("{\"username\":\"anna" + text + "\",\"password\":\"no\"}")),
                    400,
                    "bad_text",
                    "field",
                    "username");
        }
        refused(
                http().send(
                                "none",
                                "POST",
                                "/api/auth/login",
                                Optional.of("{\"username\":\"anna\",\"username\":\"olga\"}")),
                400,
                "duplicate_key",
                "field",
                "username");
    }

    @Test
    void everyOtherPathAnswersAProblemWithoutATrace() throws Exception {
        refused(http().send("operator", "GET", "/api/nothing", Optional.empty()), 404, "not_found");
        refused(http().send("none", "GET", "/api/nothing", Optional.empty()), 401, "unauthorized");
        refused(http().send("none", "GET", "/nothing", Optional.empty()), 404, "not_found");
        refused(http().send("none", "GET", "/problem", Optional.empty()), 404, "not_found");
        refused(http().send("operator", "DELETE", "/api/devices", Optional.empty()), 405, "method_not_allowed");
        refused(http().send("none", "GET", "/ws/agent", Optional.empty()), 401, "unauthorized");
        refused(http().send("none", "GET", "/ws/terminal/x", Optional.empty()), 404, "not_found");
        refused(http().send("operator", "GET", "/api/devices/%00", Optional.empty()), 400, "bad_text");
        refused(http().send("none", "GET", "/api/agent/enroll/%00", Optional.empty()), 400, "bad_text");
        refused(http().send("none", "GET", "/api/agent/enroll/%ff", Optional.empty()), 400, "not_utf8");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        for (String path : List.of("/", "/api/devices", "/nothing")) {
            HttpResponse<String> answer = http().send("none", "GET", path, Optional.empty());
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("frame-ancestors 'none'"));
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by");
        }
        assertThat(http().send("none", "GET", "/", Optional.empty()).body()).contains("Borealis Engine");
        assertThat(http().send("none", "GET", "/openapi", Optional.empty()).body())
                .contains("/api/tunnel/connect", "agent_id");
    }

    @Test
    void channelOpensForAgentsOnly() throws Exception {
        assertThat(upgradeStatus("none", "/ws/agent", Optional.empty())).isEqualTo(401);
        assertThat(upgradeStatus("forged", "/ws/agent", Optional.empty())).isEqualTo(401);
        for (String role : List.of("admin", "operator", "auditor")) {
            assertThat(upgradeStatus(role, "/ws/agent", Optional.empty())).isEqualTo(403);
        }
        assertThat(upgradeStatus("agent", "/ws/agent", Optional.of("https://elsewhere.example")))
                .isEqualTo(403);
        Closing closing = new Closing();
        WebSocket channel =
                open("agent", "/ws/agent", Optional.empty(), closing).get(20, TimeUnit.SECONDS);
        channel.sendText("{\"type\":\"nonsense\"}", true).get(20, TimeUnit.SECONDS);
        assertThat(closing.code.get(20, TimeUnit.SECONDS)).isEqualTo(4400);
    }

    @Test
    void terminalOpensWithAGoodTicketOnly() throws Exception {
        String path = "/ws/terminal/00000000-0000-4000-8000-000000000000?ticket=guessed";
        assertThat(upgradeStatus("none", path, Optional.of("https://elsewhere.example")))
                .isEqualTo(403);
        Closing closing = new Closing();
        open("none", path, Optional.empty(), closing).get(20, TimeUnit.SECONDS);
        assertThat(closing.code.get(20, TimeUnit.SECONDS)).isEqualTo(4401);
    }

    private static HttpResponse<String> connect(String body) throws Exception {
        return http().send("operator", "POST", "/api/tunnel/connect", Optional.of(body));
    }

    private static void refused(HttpResponse<String> answer, int status, String code, String... member)
            throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).doesNotContain("Exception", "at io.", "\tat ");
        JsonNode problem = EngineHttp.json(answer);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        for (int i = 0; i < member.length; i += 2) {
            assertThat(problem.get(member[i]).asText()).isEqualTo(member[i + 1]);
        }
    }

    private static CompletableFuture<WebSocket> open(
            String role, String path, Optional<String> origin, WebSocket.Listener listener) throws Exception {
        WebSocket.Builder socket = http().http().newWebSocketBuilder();
        http().authorization(role).ifPresent(value -> socket.header("Authorization", value));
        origin.ifPresent(value -> socket.header("Origin", value));
        return socket.buildAsync(http().webSocket(path), listener);
    }

    private static int upgradeStatus(String role, String path, Optional<String> origin) throws Exception {
        CompletableFuture<WebSocket> upgrade = open(role, path, origin, new Closing());
        Throwable refusal = upgrade.handle((socket, thrown) -> thrown).get(20, TimeUnit.SECONDS);
        while (refusal instanceof CompletionException wrapped) {
            refusal = wrapped.getCause();
        }
        assertThat(refusal).isInstanceOf(WebSocketHandshakeException.class);
        return refusal instanceof WebSocketHandshakeException answered
                ? answered.getResponse().statusCode()
                : 0;
    }

    /** Waits for the code with which the Engine closes. */
    private static final class Closing implements WebSocket.Listener {

        private final CompletableFuture<Integer> code = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            code.complete(statusCode);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            code.completeExceptionally(failure);
        }
    }
}
