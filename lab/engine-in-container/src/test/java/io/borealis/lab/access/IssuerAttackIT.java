package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.EngineEar;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tokens and ways back that must not be believed, from an issuer that signs with the key that the Engine trusts: each is refused,
 * and afterwards there are the same accounts, sessions and devices as before.
 */
@ExtendWith(ArquillianExtension.class)
class IssuerAttackIT {

    private static final URI BASE = URI.create("https://localhost:" + System.getProperty("port.https"));

    @Deployment(testable = false)
    static EnterpriseArchive engine() {
        return EngineEar.asBuilt();
    }

    @FunctionalInterface
    private interface Spoiled {
        String by(HostileIssuer issuer, Map<String, Object> claims) throws Exception;
    }

    private static Spoiled with(String claim, Object value) {
        return (issuer, claims) -> {
            claims.put(claim, value);
            return issuer.signed(claims);
        };
    }

    private static Spoiled without(String claim) {
        return (issuer, claims) -> {
            claims.remove(claim);
            return issuer.signed(claims);
        };
    }

    private static Map<String, Spoiled> everywhere() {
        long now = Instant.now().getEpochSecond();
        Map<String, Spoiled> rows = new LinkedHashMap<>();
        rows.put("unsigned", HostileIssuer::unsigned);
        rows.put("signed by the public key as a secret", HostileIssuer::byPublicKey);
        rows.put("signed by a key that is not published", HostileIssuer::forged);
        rows.put("with its key in its head", HostileIssuer::bringingItsKey);
        rows.put("of another issuer", with("iss", "http://127.0.0.1:9/realms/borealis"));
        rows.put("for another audience", with("aud", "somebody-else"));
        rows.put("for no audience", without("aud"));
        rows.put("expired", with("exp", now - 600));
        rows.put("that never expires", without("exp"));
        rows.put("from the future", with("iat", now + 600));
        rows.put("of nobody", without("sub"));
        rows.put("of a blank name", with("sub", " "));
        return rows;
    }

    private static Map<String, Spoiled> proofs() {
        Map<String, Spoiled> rows = new LinkedHashMap<>(everywhere());
        rows.put("with another nonce", with("nonce", "another"));
        rows.put("without nonce", without("nonce"));
        rows.put("made for another client", with("azp", "another-application"));
        rows.put("for several, made for nobody", (issuer, claims) -> {
            claims.put("aud", List.of(HostileIssuer.CLIENT, "somebody-else"));
            claims.remove("azp");
            return issuer.signed(claims);
        });
        rows.put("that is none", (issuer, claims) -> "none");
        rows.put("that is not there", (issuer, claims) -> "");
        return rows;
    }

    private static Map<String, Spoiled> accessTokens() {
        Map<String, Spoiled> rows = new LinkedHashMap<>(everywhere());
        rows.put("that proves a sign-in", with("nonce", "any"));
        rows.put("that tells of a logout", with("events", Map.of()));
        rows.put("that lives for a year", with("exp", Instant.now().getEpochSecond() + 365 * 86400));
        rows.put("for the client", with("aud", HostileIssuer.CLIENT));
        return rows;
    }

    private static Map<String, Spoiled> logouts() {
        Map<String, Spoiled> rows = new LinkedHashMap<>(everywhere());
        // Nobody must be named where a session is, and the times are the issuer's own
        List.of("of nobody", "of a blank name", "that never expires").forEach(rows::remove);
        rows.put("without event", without("events"));
        rows.put("of another event", with("events", Map.of("http://schemas.openid.net/event/other", Map.of())));
        rows.put("with a nonce", with("nonce", "any"));
        rows.put("without id", without("jti"));
        rows.put("of nobody at all", without("sub"));
        rows.put("that is an hour old", with("iat", Instant.now().getEpochSecond() - 3600));
        return rows;
    }

    @Test
    void nothingSpoiledIsBelievedAndNothingChanges() throws Exception {
        EngineHttp http = new EngineHttp();
        SoftAssertions all = new SoftAssertions();
        try (HostileIssuer issuer = new HostileIssuer()) {
            Browser honest = new Browser(http.http(), BASE);
            untilItsKeyIsRead(() -> comesBack(honest, issuer, HostileIssuer::signed));
            List<String> before = state(http);

            for (Map.Entry<String, Spoiled> row : proofs().entrySet()) {
                HttpResponse<String> answer = comesBack(new Browser(http.http(), BASE), issuer, row.getValue());
                all.assertThat(words(answer)).as("a proof %s", row.getKey()).isEqualTo("403 issuer_refused");
                all.assertThat(answer.headers().allValues("Set-Cookie"))
                        .as("a proof %s", row.getKey())
                        .noneMatch(cookie -> cookie.startsWith("__Host-borealis="));
            }
            for (Object groups : List.of(List.of(), List.of("agent"), List.of("admin"), "agent", List.of("Kitchen"))) {
                HttpResponse<String> answer = comesBack(new Browser(http.http(), BASE), issuer, with("groups", groups));
                all.assertThat(words(answer)).as("groups %s", groups).isEqualTo("403 no_role");
            }
            waysBack(http, issuer, all);
            for (Map.Entry<String, Spoiled> row : accessTokens().entrySet()) {
                String token = row.getValue().by(issuer, HostileIssuer.access());
                all.assertThat(words(script(http, token)))
                        .as("a token %s", row.getKey())
                        .isEqualTo("401 unauthorized");
            }
            all.assertThat(words(script(http, with("groups", List.of("agent")).by(issuer, HostileIssuer.access()))))
                    .as("a token with the group agent")
                    .isEqualTo("403 no_role");
            for (Map.Entry<String, Spoiled> row : logouts().entrySet()) {
                String token = row.getValue().by(issuer, HostileIssuer.logout());
                all.assertThat(words(logout(http, token)))
                        .as("a logout %s", row.getKey())
                        .isEqualTo("400 logout_token_refused");
            }
            for (String none : List.of("%zz", "%00", "a.b.c", "%F0%9F%92%A5")) {
                all.assertThat(logoutForm(http, "logout_token=" + none).statusCode())
                        .as("a logout %s", none)
                        .isEqualTo(400);
            }
            String ofAnotherPerson = with("sub", "anna").by(issuer, HostileIssuer.logout());
            all.assertThat(logout(http, ofAnotherPerson).statusCode())
                    .as("a logout of a local name")
                    .isEqualTo(204);
            all.assertThat(state(http)).as("changed by all of it").isEqualTo(before);
            all.assertThat(honest.get("/api/account").statusCode())
                    .as("the honest session")
                    .isEqualTo(200);

            String once = issuer.signed(HostileIssuer.logout());
            all.assertThat(logout(http, once).statusCode()).isEqualTo(204);
            all.assertThat(words(honest.get("/api/account"))).isEqualTo("401 session_ended");
            all.assertThat(words(logout(http, once))).as("a logout told twice").isEqualTo("400 logout_token_refused");
        }
        all.assertAll();
    }

    @Test
    void aNameOfTheIssuerIsNeverALocalOne() throws Exception {
        EngineHttp http = new EngineHttp();
        try (HostileIssuer issuer = new HostileIssuer()) {
            Browser anna = new Browser(http.http(), BASE);
            untilItsKeyIsRead(() -> comesBack(anna, issuer, (from, claims) -> {
                claims.put("preferred_username", "anna");
                claims.put("sub", "not the one of here");
                claims.put("groups", List.of("Borealis Operators"));
                return from.signed(claims);
            }));
            JsonNode own = EngineHttp.json(anna.get("/api/account"));
            assertThat(own.get("username").asText()).isEqualTo("anna@127.0.0.1");
            assertThat(own.get("roles").toString()).isEqualTo("[\"operator\"]");
        }
    }

    private static void untilItsKeyIsRead(Callable<HttpResponse<String>> signIn) {
        Awaitility.await("unspoiled it is believed")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(6))
                .pollDelay(Duration.ZERO)
                .until(() -> signIn.call().statusCode() == 200);
    }

    /** The whole way there and back, with the proof that this row makes. */
    private static HttpResponse<String> comesBack(Browser browser, HostileIssuer issuer, Spoiled proof)
            throws Exception {
        Map<String, String> away = startOf(browser);
        issuer.gives(proof.by(issuer, HostileIssuer.proof(away.getOrDefault("nonce", ""))));
        return browser.get("/api/auth/oidc/callback?code=any&state=" + away.get("state"));
    }

    private static Map<String, String> startOf(Browser browser) throws IOException, InterruptedException {
        HttpResponse<String> start = browser.get("/api/auth/oidc/start");
        assertThat(start.statusCode()).as(start.body()).isEqualTo(303);
        Map<String, String> parameters = new LinkedHashMap<>();
        String query =
                URI.create(start.headers().firstValue("Location").orElseThrow()).getRawQuery();
        for (String pair : query.split("&", -1)) {
            String[] both = pair.split("=", 2);
            parameters.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        assertThat(parameters).containsEntry("code_challenge_method", "S256").containsEntry("response_type", "code");
        return parameters;
    }

    private static void waysBack(EngineHttp http, HostileIssuer issuer, SoftAssertions all) throws Exception {
        Browser owner = new Browser(http.http(), BASE);
        Map<String, String> away = startOf(owner);
        issuer.gives(issuer.signed(HostileIssuer.proof(away.getOrDefault("nonce", ""))));
        String back = "/api/auth/oidc/callback?code=any&state=" + away.get("state");
        Browser other = new Browser(http.http(), BASE);
        all.assertThat(words(other.get(back))).as("without the cookie").isEqualTo("403 sign_in_not_pending");
        startOf(other);
        all.assertThat(words(other.get(back)))
                .as("the state of another browser")
                .isEqualTo("403 sign_in_not_pending");
        all.assertThat(words(owner.get("/api/auth/oidc/callback?code=any&state=made-up")))
                .as("a state that nobody gave")
                .isEqualTo("403 sign_in_not_pending");
        all.assertThat(words(owner.get(back + "&iss=http://127.0.0.1:9/")))
                .as("another issuer says that it is")
                .isEqualTo("403 issuer_refused");
        all.assertThat(words(owner.get(back))).as("used before").isEqualTo("403 sign_in_not_pending");
        Map<String, String> denied = startOf(owner);
        all.assertThat(words(owner.get("/api/auth/oidc/callback?error=access_denied&state=" + denied.get("state"))))
                .as("the issuer lets nobody in")
                .isEqualTo("403 issuer_refused");
    }

    private static HttpResponse<String> script(EngineHttp http, String token) throws Exception {
        return http.http()
                .send(
                        HttpRequest.newBuilder(BASE.resolve("/api/account"))
                                .timeout(Duration.ofSeconds(60))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString());
    }

    private static HttpResponse<String> logout(EngineHttp http, String token) throws Exception {
        return logoutForm(http, KeycloakServer.form(Map.of("logout_token", token)));
    }

    private static HttpResponse<String> logoutForm(EngineHttp http, String form) throws Exception {
        return http.http()
                .send(
                        HttpRequest.newBuilder(BASE.resolve("/api/auth/oidc/backchannel-logout"))
                                .timeout(Duration.ofSeconds(60))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static String words(HttpResponse<String> answer) throws IOException {
        boolean problem = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
        return answer.statusCode()
                + (problem
                        ? " " + EngineHttp.json(answer).get("code").asText()
                        : " no problem document: " + answer.body());
    }

    /** Accounts, live sessions and devices; a session was seen when it was seen. */
    private static List<String> state(EngineHttp http) throws Exception {
        List<String> state = new ArrayList<>();
        for (JsonNode session :
                EngineHttp.json(http.send("admin", "GET", "/api/sessions?all=true&limit=500", Optional.empty()))) {
            state.add(session.get("session_id").asText());
        }
        for (String path : List.of("/api/accounts?limit=500", "/api/devices?limit=500")) {
            state.add(http.send("admin", "GET", path, Optional.empty()).body());
        }
        return state;
    }
}
