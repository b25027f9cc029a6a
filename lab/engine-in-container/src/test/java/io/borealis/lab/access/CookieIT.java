package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.lab.EngineEar;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A browser's session: signed in by cookie, read with it, changed only from the Engine's own pages, signed out. */
@ExtendWith(ArquillianExtension.class)
class CookieIT {

    private static final String BASE = "https://localhost:" + System.getProperty("port.https");
    private static final String CONSOLE = "X-Borealis-Console";
    private static final String STEP_UP = "/api/auth/step-up";

    @Deployment(testable = false)
    static EnterpriseArchive engine() {
        return EngineEar.asBuilt();
    }

    private static HttpResponse<String> send(
            EngineHttp http, String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(BASE + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.http().send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> signIn(EngineHttp http, String... headers) throws Exception {
        String body = "{\"username\":\"otto\",\"password\":\"otto-operator-of-a-test\"}";
        HttpResponse<String> answer = send(http, "POST", "/api/auth/login", body, headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static WebSocket open(EngineHttp http, String path, String cookie) throws Exception {
        return http.http()
                .newWebSocketBuilder()
                .header("Cookie", cookie)
                .header("Origin", BASE)
                .buildAsync(http.webSocket(path), new WebSocket.Listener() {})
                .get(20, TimeUnit.SECONDS);
    }

    private static Optional<String> setCookie(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith("__Host-borealis="))
                .findFirst();
    }

    private static void refused(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(EngineHttp.json(answer).get("code").asText()).isEqualTo(code);
    }

    @Test
    void aBrowserLivesByItsCookieAndAScriptByItsToken() throws Exception {
        EngineHttp http = new EngineHttp();
        HttpResponse<String> script = signIn(http);
        assertThat(setCookie(script)).isEmpty();
        assertThat(EngineHttp.json(script).get("access_token").asText()).isNotBlank();

        HttpResponse<String> browser = signIn(http, CONSOLE, "1");
        assertThat(EngineHttp.json(browser).has("access_token")).isFalse();
        String given = setCookie(browser).orElseThrow();
        assertThat(List.of(given.toLowerCase(java.util.Locale.ROOT).split(";\\s*")))
                .contains("path=/", "secure", "httponly", "samesite=strict")
                .noneMatch(part -> part.startsWith("domain"));
        String cookie = given.substring(0, given.indexOf(';'));

        assertThat(send(http, "GET", "/api/account", "", "Cookie", cookie).statusCode())
                .isEqualTo(200);
        String[] all = {"Cookie", cookie, CONSOLE, "1", "Origin", BASE};
        refused(send(http, "POST", STEP_UP, "{}", all), 400, "missing_field");
        refused(send(http, "POST", STEP_UP, "{}", "Cookie", cookie), 403, "console_header_required");
        refused(
                send(http, "POST", STEP_UP, "{}", "Cookie", cookie, CONSOLE, "1", "Origin", "https://localhost"),
                403,
                "origin_not_allowed");
        refused(send(http, "POST", STEP_UP, "{}", "Cookie", cookie, CONSOLE, "1"), 403, "origin_not_allowed");
        // Beside a token of a script it is not looked at
        refused(
                send(http, "GET", "/api/account", "", "Cookie", cookie, "Authorization", "Bearer none"),
                401,
                "unauthorized");

        open(http, "/ws/events", cookie).abort();
        Assertions.assertThatThrownBy(() -> open(http, "/ws/agent", cookie))
                .as("no other socket opens by the cookie")
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, answered -> assertThat(
                                answered.getResponse().statusCode())
                        .isEqualTo(401));

        HttpResponse<String> out = send(http, "POST", "/api/auth/logout", "", all);
        assertThat(out.statusCode()).as(out.body()).isEqualTo(204);
        assertThat(setCookie(out).orElseThrow()).startsWith("__Host-borealis=;").containsIgnoringCase("Max-Age=0");
        refused(send(http, "GET", "/api/account", "", "Cookie", cookie), 401, "session_ended");
        // A cookie that is over, or never was one, keeps nobody from signing in
        signIn(http, "Cookie", "__Host-borealis=none", CONSOLE, "1");
        signIn(http, "Cookie", cookie, CONSOLE, "1", "Origin", BASE);
        assertThat(http.send("operator", "GET", "/api/account", Optional.empty())
                        .statusCode())
                .isEqualTo(200);
    }
}
