package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.EngineEar;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Accounts from outside: made, told once, changed, disabled; and what every refusal says. */
@ExtendWith(ArquillianExtension.class)
class AccountsIT {

    private static final String GOOD = "seven green umbrellas";
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

    private static HttpResponse<String> admin(String method, String path, String body) throws Exception {
        return http().send("admin", method, "/api/accounts" + path, Optional.of(body));
    }

    private static String made(String username, String roles) throws Exception {
        HttpResponse<String> answer =
                admin("POST", "", "{\"username\":\"" + username + "\",\"roles\":[" + roles + "]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return EngineHttp.json(answer).get("temporary_password").asText();
    }

    private static HttpResponse<String> change(String who, String old, String wanted) throws Exception {
        return http().send(
                        who,
                        "PUT",
                        "/api/account/password",
                        Optional.of("{\"old_password\":\"" + old + "\",\"new_password\":\"" + wanted + "\"}"));
    }

    private static JsonNode refused(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = EngineHttp.json(answer);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        return problem;
    }

    @Test
    void firstSignInChangesThePasswordAndNothingElse() throws Exception {
        String temporary = made("nora", "\"operator\"");
        HttpResponse<String> login = http().signIn("nora", "nora", temporary);
        assertThat(EngineHttp.json(login).get("must").asText()).isEqualTo("change_password");
        assertThat(EngineHttp.json(login).get("roles").get(0).asText()).isEqualTo("operator");

        for (String path : List.of("/api/devices", "/api/sessions", "/api/account", "/api/tunnel/active")) {
            refused(http().send("nora", "GET", path, Optional.empty()), 403, "password_change_required");
        }
        refused(
                http().send("nora", "POST", "/api/terminal/tickets", Optional.of("{")),
                403,
                "password_change_required");
        refused(change("nora", "not it at all", GOOD), 403, "wrong_password");
        assertThat(refused(change("nora", temporary, "short"), 400, "weak_password")
                        .get("rule")
                        .asText())
                .isEqualTo("too_short");
        assertThat(refused(change("nora", temporary, "Password2026!!"), 400, "weak_password")
                        .get("rule")
                        .asText())
                .isEqualTo("common");
        assertThat(change("nora", temporary, GOOD).statusCode()).isEqualTo(204);

        assertThat(http().send("nora", "GET", "/api/devices", Optional.empty()).statusCode())
                .isEqualTo(200);
        JsonNode own = EngineHttp.json(http().send("nora", "GET", "/api/account", Optional.empty()));
        assertThat(own.get("username").asText()).isEqualTo("nora");
        assertThat(own.get("must_change_password").asBoolean()).isFalse();
        assertThat(own.has("password_hash")).isFalse();
        assertThat(http().signIn("nora2", "nora", temporary).statusCode()).isEqualTo(401);
        HttpResponse<String> again = http().signIn("nora2", "nora", GOOD);
        assertThat(EngineHttp.json(again).has("must")).isFalse();
        assertThat(change("nora2", GOOD, GOOD + " and a coat").statusCode()).isEqualTo(204);
        assertThat(refused(http().send("nora", "GET", "/api/devices", Optional.empty()), 401, "session_ended")
                        .get("reason")
                        .asText())
                .isEqualTo("password_changed");
        assertThat(http().send("nora2", "POST", "/api/auth/logout", Optional.empty())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void administratorsListMakeDisableAndReset() throws Exception {
        made("a name/with ümlaut?&", "\"auditor\",\"operator\"");
        refused(admin("POST", "", "{\"username\":\"otto\",\"roles\":[\"operator\"]}"), 409, "account_exists");
        refused(admin("POST", "", "{\"username\":\"x\",\"roles\":[\"agent\"]}"), 400, "bad_value");
        refused(admin("POST", "", "{\"username\":\"x\",\"roles\":[null]}"), 400, "bad_value");
        refused(admin("POST", "", "{\"username\":\"x\",\"roles\":[]}"), 400, "bad_value");
        refused(admin("POST", "", "{\"username\":\"x\"}"), 400, "missing_field");
        refused(admin("POST", "", "{\"username\":\" \",\"roles\":[\"operator\"]}"), 400, "bad_value");
        refused(
                admin("POST", "", "{\"username\":\"" + "x".repeat(129) + "\",\"roles\":[\"operator\"]}"),
                400,
                "bad_value");
        HttpResponse<String> page = http().send("admin", "GET", "/api/accounts?limit=1", Optional.empty());
        assertThat(EngineHttp.json(page)).hasSize(1);
        assertThat(page.headers().firstValue("Link").orElseThrow())
                .as("a name is no address")
                .contains("<?after=a%20name%2Fwith%20%C3%BCmlaut%3F%26&limit=1>; rel=\"next\"");
        assertThat(EngineHttp.json(http().send(
                                        "admin",
                                        "GET",
                                        "/api/accounts?after=a%20name%2Fwith%20%C3%BCmlaut%3F%26",
                                        Optional.empty()))
                        .findValuesAsText("username"))
                .contains("anna", "otto", "axel")
                .doesNotContain("a name/with ümlaut?&");

        String temporary = made("dora", "\"auditor\"");
        assertThat(http().signIn("dora", "dora", temporary).statusCode()).isEqualTo(200);
        assertThat(admin("PUT", "/dora/state", "{\"disabled\":true,\"reason\":\"left\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(refused(http().send("dora", "POST", "/api/auth/logout", Optional.empty()), 401, "session_ended")
                        .get("reason")
                        .asText())
                .isEqualTo("account_disabled");
        refused(http().signIn("dora", "dora", temporary), 401, "login_refused");
        assertThat(EngineHttp.json(admin("PUT", "/dora/state", "{\"disabled\":false}"))
                        .get("disabled")
                        .asBoolean())
                .isFalse();
        assertThat(EngineHttp.json(admin("PUT", "/dora/roles", "{\"roles\":[\"operator\"]}"))
                        .get("roles")
                        .get(0)
                        .asText())
                .isEqualTo("operator");
        String other = EngineHttp.json(
                        http().send("admin", "POST", "/api/accounts/dora/password-reset", Optional.empty()))
                .get("temporary_password")
                .asText();
        refused(http().signIn("dora", "dora", temporary), 401, "login_refused");
        assertThat(http().signIn("dora", "dora", other).statusCode()).isEqualTo(200);
        refused(admin("PUT", "/dora/state", "{}"), 400, "missing_field");
        for (String path : List.of("/no-such-account/state", "/no-such-account/roles")) {
            String body = path.endsWith("state") ? "{\"disabled\":true}" : "{\"roles\":[\"auditor\"]}";
            refused(admin("PUT", path, body), 404, "unknown_account");
        }
        refused(http().send("admin", "GET", "/api/accounts/no-such-account", Optional.empty()), 404, "unknown_account");
    }

    @Test
    void noAnswerTellsWhetherAnAccountExists() throws Exception {
        HttpResponse<String> real = login("otto", "not his password", "000000");
        HttpResponse<String> none = login("nobody of this name", "not his password", "000000");
        refused(real, 401, "login_refused");
        assertThat(none.statusCode()).isEqualTo(real.statusCode());
        assertThat(none.body()).isEqualTo(real.body());
        assertThat(none.headers().map().keySet()).isEqualTo(real.headers().map().keySet());
    }

    @Test
    void secondFactorIsSetUpAskedForAndTaken() throws Exception {
        String temporary = made("sven", "\"operator\",\"admin\"");
        http().signIn("sven", "sven", temporary);
        String own = "/api/account/second-factor";
        Optional<String> mine = Optional.of("{\"password\":\"" + GOOD + "\"}");
        refused(http().send("sven", "POST", own, mine), 403, "password_change_required");
        assertThat(change("sven", temporary, GOOD).statusCode()).isEqualTo(204);
        refused(
                http().send("sven", "POST", own + "/confirm", Optional.of("{\"code\":\"1\"}")),
                409,
                "no_second_factor");
        refused(http().send("sven", "POST", own, Optional.of("{\"password\":\"x\"}")), 403, "wrong_password");
        HttpResponse<String> begun = http().send("sven", "POST", own, mine);
        assertThat(begun.statusCode()).isEqualTo(201);
        assertThat(EngineHttp.json(begun).get("secret").asText()).matches("[A-Z2-7]{32}");
        assertThat(EngineHttp.json(begun).get("otpauth_uri").asText())
                .startsWith("otpauth://totp/Borealis:sven?secret=");
        refused(http().send("sven", "POST", own + "/confirm", Optional.of("{\"code\":\"no\"}")), 403, "wrong_code");
        refused(http().send("sven", "POST", own + "/confirm", Optional.of("{\"code\":\"\"}")), 400, "bad_value");

        assertThat(http().signIn("sven before", "sven", GOOD).statusCode()).isEqualTo(200);
        byte[] secret = base32(EngineHttp.json(begun).get("secret").asText());
        HttpResponse<String> confirmed =
                http().send("sven", "POST", own + "/confirm", Optional.of("{\"code\":\"" + code(secret) + "\"}"));
        assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(200);
        JsonNode recovery = EngineHttp.json(confirmed).get("recovery_codes");
        assertThat(recovery).hasSize(10);
        refused(http().send("sven", "POST", own, mine), 409, "second_factor_set");
        refused(http().signIn("sven", "sven", "not " + GOOD), 401, "login_refused");
        refused(http().signIn("sven", "sven", GOOD), 401, "second_factor_required");
        refused(login("sven", GOOD, "000000x"), 401, "second_factor_refused");
        refused(login("sven", GOOD, "0".repeat(65)), 400, "bad_value");
        assertThat(login("sven", GOOD, recovery.get(0).asText()).statusCode()).isEqualTo(200);
        refused(login("sven", GOOD, recovery.get(0).asText()), 401, "second_factor_refused");

        String ports = "/api/devices/" + http().agentId() + "/ports";
        Optional<String> all = Optional.of("{\"ports\":[\"tcp/1-65535\"]}");
        assertThat(http().send("sven", "PUT", ports, all).statusCode())
                .as("he proved himself just now")
                .isEqualTo(200);
        refused(http().send("sven before", "PUT", ports, all), 403, "step_up_required");
        refused(
                http().send("sven before", "POST", "/api/keys/access-token/rotate", Optional.empty()),
                403,
                "step_up_required");
        assertThat(http().send("sven before", "PUT", ports, Optional.of("{\"ports\":[\"tcp/3389\"]}"))
                        .statusCode())
                .isEqualTo(200);
        Optional<String> wrong = Optional.of("{\"code\":\"no\"}");
        refused(http().send("sven before", "POST", "/api/auth/step-up", wrong), 403, "wrong_code");
        refused(http().send("admin", "POST", "/api/auth/step-up", wrong), 409, "no_second_factor");
        Optional<String> right = Optional.of("{\"code\":\"" + recovery.get(1).asText() + "\"}");
        assertThat(http().send("sven before", "POST", "/api/auth/step-up", right)
                        .statusCode())
                .isEqualTo(204);
        assertThat(http().send("sven before", "PUT", ports, all).statusCode()).isEqualTo(200);

        HttpResponse<String> taken =
                http().send("admin", "DELETE", "/api/accounts/sven/second-factor?reason=lost", Optional.empty());
        assertThat(EngineHttp.json(taken).get("second_factor").asBoolean()).isFalse();
        assertThat(http().signIn("sven", "sven", GOOD).statusCode()).isEqualTo(200);
        // Others ask who is the last administrator
        assertThat(admin("PUT", "/sven/roles", "{\"roles\":[\"operator\"]}").statusCode())
                .isEqualTo(200);
        refused(
                http().send("admin", "DELETE", "/api/accounts/anna/second-factor", Optional.empty()),
                409,
                "own_account");
    }

    private static HttpResponse<String> login(String username, String password, String code) throws Exception {
        return http().send(
                        "none",
                        "POST",
                        "/api/auth/login",
                        Optional.of("{\"username\":\"" + username + "\",\"password\":\"" + password + "\",\"code\":\""
                                + code + "\"}"));
    }

    private static byte[] base32(String text) {
        BigInteger value = BigInteger.ZERO;
        for (char letter : text.toCharArray()) {
            value = value.shiftLeft(5).or(BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter)));
        }
        byte[] padded = new byte[20];
        byte[] bytes = value.toByteArray();
        int length = Math.min(bytes.length, padded.length);
        System.arraycopy(bytes, bytes.length - length, padded, padded.length - length, length);
        return padded;
    }

    /** RFC 6238, written a second time: what an authenticator application of somebody else computes. */
    private static String code(byte[] secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret, "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(8)
                .putLong(Instant.now().getEpochSecond() / 30)
                .array());
        int at = hash[19] & 15;
        int number =
                (hash[at] & 127) << 24 | (hash[at + 1] & 255) << 16 | (hash[at + 2] & 255) << 8 | hash[at + 3] & 255;
        return "%06d".formatted(number % 1_000_000);
    }

    @Test
    void lastAdministratorStaysAndIsNotHisOwnRescuer() throws Exception {
        refused(admin("PUT", "/anna/state", "{\"disabled\":true}"), 409, "last_administrator");
        refused(admin("PUT", "/anna/roles", "{\"roles\":[\"auditor\"]}"), 409, "last_administrator");
        refused(
                http().send("admin", "POST", "/api/accounts/anna/password-reset", Optional.empty()),
                409,
                "own_account");
        assertThat(http().send("admin", "GET", "/api/account", Optional.empty()).statusCode())
                .isEqualTo(200);
    }
}
