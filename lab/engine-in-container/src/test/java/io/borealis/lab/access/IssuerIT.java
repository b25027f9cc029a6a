package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.EngineEar;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.ControlMessage;
import io.borealis.protocol.control.ToEngine;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People of a real Keycloak at the running Engine, with an agent connected all the while. */
@ExtendWith(ArquillianExtension.class)
class IssuerIT {

    private static final URI BASE = URI.create("https://localhost:" + System.getProperty("port.https"));
    private static final String WAYS = "/api/auth/ways";

    @Deployment(testable = false)
    static EnterpriseArchive engine() {
        return EngineEar.asBuilt();
    }

    private static void refused(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(EngineHttp.json(answer).get("code").asText()).isEqualTo(code);
    }

    private static JsonNode ok(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return EngineHttp.json(answer);
    }

    private static Browser browser(EngineHttp http) {
        return new Browser(http.http(), BASE);
    }

    @Test
    void peopleOfTheIssuerComeAndGoWhileAnAgentStaysConnected() throws Exception {
        EngineHttp http = new EngineHttp();
        // Nobody read the issuer's documents yet: the Engine started without it
        JsonNode ways = ok(http.send("none", "GET", WAYS, Optional.empty()));
        assertThat(ways.at("/issuer/open").asBoolean()).isFalse();
        assertThat(ways.at("/issuer/reason").asText()).isEqualTo("unreachable");
        EngineHttp.Enrolled agent = http.enrol();
        WebSocket channel = connect(http, agent);
        try (KeycloakServer keycloak = KeycloakServer.start()) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ok(http.send(
                            "none", "GET", WAYS, Optional.empty()))
                    .at("/issuer/open")
                    .asBoolean());
            signIn(http, keycloak);
            whoHasNoRole(http);
            scripts(http, keycloak);
            keycloak.rotateKeys();
            Awaitility.await("a key that the Engine has not read yet")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> browser(http).signIn("kim").statusCode() == 200);
            signedOutThere(http, keycloak);
            isConnected(http, agent);
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !ok(http.send(
                        "none", "GET", WAYS, Optional.empty()))
                .at("/issuer/open")
                .asBoolean());
        refused(browser(http).get("/api/auth/oidc/start"), 503, "issuer_unreachable");
        http.signIn("operator");
        assertThat(http.send("operator", "GET", "/api/devices", Optional.empty())
                        .statusCode())
                .isEqualTo(200);
        isConnected(http, agent);
        assertThat(http.enrol().token()).as("agents get tokens as ever").isNotBlank();
        channel.abort();
    }

    private static void signIn(EngineHttp http, KeycloakServer keycloak) throws Exception {
        Browser max = browser(http);
        URI back = max.signInThere("max");
        assertThat(back.getPath()).isEqualTo("/api/auth/oidc/callback");
        refused(browser(http).get(back), 403, "sign_in_not_pending");
        HttpResponse<String> home = max.get(back);
        assertThat(home.statusCode()).as(home.body()).isEqualTo(200);
        assertThat(home.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(home.body()).contains("http-equiv=\"refresh\"").doesNotContain("eyJ");
        refused(max.get(back), 403, "sign_in_not_pending");
        assertThat(max.has("__Host-borealis")).isTrue();
        JsonNode own = ok(max.get("/api/account"));
        assertThat(own.get("username").asText()).isEqualTo("max@127.0.0.1");
        assertThat(own.get("roles").toString()).isEqualTo("[\"admin\"]");
        assertThat(own.get("issuer").asText()).endsWith("/realms/borealis");
        assertThat(ok(max.get("/api/accounts")).size()).isPositive();
        assertThat(ok(max.get("/api/sessions")).size()).isEqualTo(1);

        Browser kim = browser(http);
        assertThat(kim.signIn("kim").statusCode()).isEqualTo(200);
        refused(kim.get("/api/accounts"), 403, "forbidden");
        assertThat(ok(kim.get("/api/devices")).size()).isPositive();
        // His is no password here, and an administrator of the issuer is not the last one
        refused(http.signIn("none", "max@127.0.0.1", "max-of-a-test"), 401, "login_refused");
        Optional<String> operator = Optional.of("{\"roles\":[\"operator\"]}");
        refused(http.send("admin", "PUT", "/api/accounts/max@127.0.0.1/roles", operator), 409, "account_of_issuer");
        refused(
                http.send("admin", "PUT", "/api/accounts/anna/state", Optional.of("{\"disabled\":true}")),
                409,
                "last_administrator");

        JsonNode out = ok(kim.post("/api/auth/logout"));
        assertThat(out.get("issuer_logout").asText())
                .contains("/protocol/openid-connect/logout?client_id=borealis-engine");
        assertThat(kim.has("__Host-borealis")).isFalse();
        refused(kim.get("/api/account"), 401, "unauthorized");

        assertThat(ok(http.send(
                                "admin",
                                "PUT",
                                "/api/accounts/max@127.0.0.1/state",
                                Optional.of("{\"disabled\":true}")))
                        .get("disabled")
                        .asBoolean())
                .isTrue();
        refused(max.get("/api/account"), 401, "session_ended");
        refused(max.signIn("max"), 403, "account_disabled");
    }

    private static void whoHasNoRole(EngineHttp http) throws Exception {
        for (String nobody : new String[] {"nils", "aga"}) {
            Browser browser = browser(http);
            HttpResponse<String> answer = browser.signIn(nobody);
            refused(answer, 403, "no_role");
            assertThat(answer.body()).doesNotContain("Kitchen").doesNotContain("Borealis Operators");
            assertThat(browser.has("__Host-borealis")).isFalse();
            refused(
                    http.send("admin", "GET", "/api/accounts/" + nobody + "@127.0.0.1", Optional.empty()),
                    404,
                    "unknown_account");
        }
    }

    private static HttpResponse<String> script(EngineHttp http, String token, String method, String path)
            throws Exception {
        return http.http()
                .send(
                        HttpRequest.newBuilder(BASE.resolve(path))
                                .timeout(Duration.ofSeconds(60))
                                .header("Authorization", "Bearer " + token)
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }

    private static void scripts(EngineHttp http, KeycloakServer keycloak) throws Exception {
        String token = keycloak.token("borealis-scripts", "kim");
        JsonNode own = ok(script(http, token, "GET", "/api/account"));
        assertThat(own.get("username").asText()).isEqualTo("kim@127.0.0.1");
        JsonNode sessions = ok(script(http, token, "GET", "/api/sessions"));
        assertThat(sessions).as("one token, one session").hasSize(1);
        refused(script(http, token, "GET", "/api/accounts"), 403, "forbidden");
        refused(script(http, keycloak.token("another-application", "kim"), "GET", "/api/account"), 401, "unauthorized");
        refused(script(http, keycloak.token("borealis-scripts", "aga"), "GET", "/api/account"), 403, "no_role");
        assertThat(script(http, token, "POST", "/api/auth/logout").statusCode()).isEqualTo(204);
        refused(script(http, token, "GET", "/api/account"), 401, "session_ended");
        assertThat(ok(script(http, keycloak.token("borealis-scripts", "kim"), "GET", "/api/account"))
                        .get("username")
                        .asText())
                .isEqualTo("kim@127.0.0.1");
    }

    private static void signedOutThere(EngineHttp http, KeycloakServer keycloak) throws Exception {
        Browser kim = browser(http);
        assertThat(kim.signIn("kim").statusCode()).isEqualTo(200);
        keycloak.signOut("kim");
        Awaitility.await("what ended there ends here at once")
                .atMost(Duration.ofSeconds(10))
                .until(() -> kim.get("/api/account").statusCode() == 401);
        HttpResponse<String> after = kim.get("/api/account");
        refused(after, 401, "session_ended");
        assertThat(EngineHttp.json(after).get("reason").asText()).isEqualTo("issuer_logout");
    }

    private static WebSocket connect(EngineHttp http, EngineHttp.Enrolled agent) throws Exception {
        WebSocket channel = http.http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + agent.token())
                .buildAsync(http.webSocket("/ws/agent"), new WebSocket.Listener() {})
                .get(20, TimeUnit.SECONDS);
        channel.sendText(
                        new ControlCodec()
                                .encode(new ToEngine.Hello(
                                        ControlMessage.OLDEST_VERSION,
                                        ControlMessage.NEWEST_VERSION,
                                        UUID.randomUUID(),
                                        "1",
                                        "outside",
                                        "Windows 11",
                                        Optional.empty())),
                        true)
                .get(20, TimeUnit.SECONDS);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> isConnected(http, agent));
        return channel;
    }

    private static void isConnected(EngineHttp http, EngineHttp.Enrolled agent) throws Exception {
        assertThat(ok(http.send("admin", "GET", "/api/devices/" + agent.id(), Optional.empty()))
                        .get("connected")
                        .asBoolean())
                .isTrue();
    }
}
