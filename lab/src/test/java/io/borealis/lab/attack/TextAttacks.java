package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.closed;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.token.ScriptedAgent;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Text that is none, at every door through which text comes in. */
final class TextAttacks implements Attacks {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NUL = "\\u0000";
    private static final String SURROGATE = "\\ud800";
    private static final String BIDI = "\\u202e";
    /** An Ed25519 key in its encoded form that nobody holds. */
    private static final String KEY = "MCowBQYDK2VwAyEA" + "A".repeat(43) + "=";

    @Override
    public List<Attack> rows() {
        return Stream.of(logins(), addresses(), enrollments(), bytes(), channel())
                .flatMap(List::stream)
                .toList();
    }

    private static Attack login(String id, String sent, String body, String code) {
        return row(
                id,
                "text",
                "nobody",
                sent + " to the login",
                problem(400, code),
                ground -> Refusal.of(ground.nobody().postText("/api/auth/login", body)));
    }

    private static List<Attack> logins() {
        return List.of(
                login("login-nul-name", "U+0000 in the name", name("admin" + NUL), "bad_text"),
                login("login-surrogate-name", "half a character in the name", name("admin" + SURROGATE), "bad_text"),
                login("login-bidi-name", "a name that reads as another", name("nimda" + BIDI), "bad_text"),
                login("login-break-name", "a line break in the name", name("a\\nlogin_granted"), "bad_text"),
                login("login-long-name", "a name of 129 characters", name("a".repeat(129)), "bad_value"),
                login("login-nul-password", "U+0000 in the password", body("admin", NUL), "bad_text"),
                login(
                        "login-surrogate-password",
                        "half a character in the password",
                        body("admin", SURROGATE),
                        "bad_text"),
                login("login-nul-key", "U+0000 in a key", "{\"user" + NUL + "name\":\"a\"}", "bad_text"),
                login(
                        "login-key-twice",
                        "one key twice",
                        "{\"username\":\"auditor\",\"password\":\"x\",\"username\":\"admin\"}",
                        "duplicate_key"));
    }

    private static String name(String name) {
        return body(name, "a password that is wrong");
    }

    private static String body(String name, String password) {
        return "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}";
    }

    private static Attack get(String id, String sent, String path, String code) {
        return row(
                id,
                "text",
                "nobody",
                sent,
                problem(400, code),
                ground -> Refusal.of(ground.nobody().get(path)));
    }

    private static List<Attack> addresses() {
        return List.of(
                get("path-nul", "U+0000 for an enrollment's id", "/api/agent/enroll/%00", "bad_text"),
                get("path-bidi", "a turned enrollment's id", "/api/agent/enroll/%e2%80%aex", "bad_text"),
                get("path-break", "an enrollment's id of two lines", "/api/agent/enroll/a%0d%0ab", "bad_text"),
                row(
                        "query-nul",
                        "text",
                        "an operator",
                        "U+0000 for a device's id",
                        problem(400, "bad_text"),
                        ground -> Refusal.of(ground.operator().get("/api/tunnel/status?agent_id=%00"))),
                row(
                        "query-not-utf8",
                        "text",
                        "an operator",
                        "a byte that is no UTF-8 for a device's id",
                        problem(400, "not_utf8"),
                        ground -> Refusal.of(ground.operator().delete("/api/tunnel/disconnect?all=true&agent_id=%ff"))),
                row(
                        "query-overlong",
                        "text",
                        "an operator",
                        "an overlong NUL for a device's id",
                        problem(400, "not_utf8"),
                        ground -> Refusal.of(ground.operator().get("/api/tunnel/status?agent_id=%c0%80"))),
                row(
                        "approve-nul",
                        "text",
                        "an administrator's lured browser",
                        "U+0000 for the enrollment to approve",
                        problem(400, "bad_text"),
                        ground -> Refusal.of(ground.admin().post("/api/enrollment/requests/%00/approve", Map.of()))));
    }

    private static Attack enroll(String id, String sent, String hostname, String code) {
        String body = "{\"code\":\"00000-00000-00000-00000." + "0".repeat(32) + "\",\"device_key\":\"" + KEY
                + "\",\"hostname\":\"" + hostname + "\",\"os\":\"x\",\"agent_version\":\"x\",\"signature\":\"x\"}";
        return row(
                id,
                "text",
                "nobody",
                sent,
                problem(400, code),
                ground -> Refusal.of(ground.nobody().postText("/api/agent/enroll", body)));
    }

    private static List<Attack> enrollments() {
        return List.of(
                enroll("enroll-nul", "U+0000 in a host name", "pc" + NUL, "bad_text"),
                enroll("enroll-surrogate", "half a character in a host name", "pc" + SURROGATE, "bad_text"),
                enroll("enroll-bidi", "a host name that reads as another", "pc" + BIDI, "bad_value"));
    }

    private static Attack raw(String id, String sent, byte[] body, String code) {
        return row(
                id,
                "text",
                "nobody",
                sent,
                problem(400, code),
                ground -> Refusal.of(ground.nobody()
                        .send(
                                "POST",
                                "/api/auth/login",
                                BodyPublishers.ofByteArray(body),
                                Map.of("Content-Type", "application/json"))));
    }

    private static byte[] login(String hexOfName) {
        String text = body("~", "x");
        String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().parseHex(hex.replace("7e", hexOfName));
    }

    private static List<Attack> bytes() {
        return List.of(
                raw("body-not-utf8", "a body that is not UTF-8", login("ff"), "not_utf8"),
                raw("body-latin1", "a body in Latin-1", login("fc"), "not_utf8"),
                raw("body-overlong", "an overlong quotation mark", login("c0a2"), "not_utf8"),
                raw("body-surrogate", "an encoded surrogate", login("eda080"), "not_utf8"),
                raw(
                        "body-utf16",
                        "a body in UTF-16",
                        body("admin", "x").getBytes(Charset.forName("UTF-16LE")),
                        "malformed_json"));
    }

    private static Attack said(String id, String sent, String message) {
        return row(id, "text", "an enrolled device", sent, closed(4400), ground -> {
            ScriptedAgent device = ground.device();
            device.sayText(message.replace("TUNNEL", ground.tunnelId()));
            Awaitility.await().atMost(SOON).until(() -> device.closeCode().isPresent());
            return closed(device.closeCode().getAsInt());
        });
    }

    private static List<Attack> channel() {
        return List.of(
                said(
                        "said-nul",
                        "U+0000 in a reason",
                        "{\"type\":\"tunnel_dropped\",\"tunnel_id\":\"TUNNEL\",\"detail\":\"" + NUL + "\"}"),
                said(
                        "said-surrogate",
                        "half a character in a reason",
                        "{\"type\":\"raise_refused\",\"tunnel_id\":\"TUNNEL\",\"refusal\":\"busy\",\"detail\":\""
                                + SURROGATE + "\"}"),
                said(
                        "said-twice",
                        "one field twice",
                        "{\"type\":\"handshake_seen\",\"tunnel_id\":\"x\",\"tunnel_id\":\"TUNNEL\"}"));
    }
}
