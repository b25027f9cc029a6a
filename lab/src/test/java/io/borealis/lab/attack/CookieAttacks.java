package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who makes a signed-in administrator's browser ask, and who has his cookie but not his page. */
final class CookieAttacks implements Attacks {

    private static final String GROUP = "cookie";
    private static final String CONSOLE = "X-Borealis-Console";
    private static final String ORIGIN = "Origin";

    @Override
    public List<Attack> rows() {
        return List.of(
                lured("cookie-without-console-header", "POST accounts from a form elsewhere", Map.of(), "header"),
                lured(
                        "cookie-with-own-origin-alone",
                        "POST accounts with the right Origin and without the header",
                        Map.of(ORIGIN, "own"),
                        "header"),
                lured("cookie-without-origin", "POST accounts without Origin", Map.of(CONSOLE, "1"), "origin"),
                lured(
                        "cookie-from-elsewhere",
                        "POST accounts with a foreign Origin",
                        Map.of(CONSOLE, "1", ORIGIN, "https://evil.example"),
                        "origin"),
                lured(
                        "cookie-from-nowhere",
                        "POST accounts with the Origin null",
                        Map.of(CONSOLE, "1", ORIGIN, "null"),
                        "origin"),
                lured(
                        "cookie-from-a-plain-page",
                        "POST accounts with the Origin of the host without TLS",
                        Map.of(CONSOLE, "1", ORIGIN, "plain"),
                        "origin"),
                row(
                        "cookie-ends-a-tunnel-for-all",
                        GROUP,
                        "a page elsewhere",
                        "DELETE disconnect for all by an administrator's cookie",
                        problem(403, "console_header_required"),
                        ground -> Refusal.of(asked(
                                ground,
                                "DELETE",
                                "/api/tunnel/disconnect?all=true&agent_id="
                                        + ground.agent().id(),
                                Map.of()))),
                row(
                        "cookie-signs-out",
                        GROUP,
                        "a page elsewhere",
                        "POST logout by an administrator's cookie",
                        problem(403, "console_header_required"),
                        ground -> Refusal.of(asked(ground, "POST", "/api/auth/logout", Map.of()))),
                row(
                        "cookie-forged",
                        GROUP,
                        "nobody",
                        "GET accounts with a cookie of a wrong signature",
                        problem(401, "unauthorized"),
                        ground -> Refusal.of(ground.nobody()
                                .send(
                                        "GET",
                                        "/api/accounts",
                                        BodyPublishers.noBody(),
                                        Map.of(
                                                "Cookie",
                                                cookie(ground.admin()).replaceAll("[^.]*$", "A".repeat(86)))))),
                row(
                        "cookie-beside-a-bad-token",
                        GROUP,
                        "an operator",
                        "GET accounts with an administrator's cookie beside a token that is none",
                        problem(401, "unauthorized"),
                        ground -> Refusal.of(ground.nobody()
                                .send(
                                        "GET",
                                        "/api/accounts",
                                        BodyPublishers.noBody(),
                                        Map.of("Cookie", cookie(ground.admin()), "Authorization", "Bearer none")))),
                row(
                        "way-back-without-issuer",
                        GROUP,
                        "nobody",
                        "GET callback at an Engine without identity provider",
                        problem(404, "issuer_not_configured"),
                        ground -> Refusal.of(ground.nobody().get("/api/auth/oidc/callback?state=a&code=b"))),
                row(
                        "logout-told-without-issuer",
                        GROUP,
                        "nobody",
                        "POST backchannel-logout at an Engine without identity provider",
                        problem(404, "issuer_not_configured"),
                        ground -> Refusal.of(ground.nobody()
                                .send(
                                        "POST",
                                        "/api/auth/oidc/backchannel-logout",
                                        BodyPublishers.ofString("logout_token=a.b.c"),
                                        Map.of("Content-Type", "application/x-www-form-urlencoded")))));
    }

    /** @param lacks what the refusal is about: the header, or the origin */
    private static Attack lured(String id, String sent, Map<String, String> headers, String lacks) {
        String code = lacks.equals("header") ? "console_header_required" : "origin_not_allowed";
        return row(
                id,
                GROUP,
                "a page elsewhere",
                sent,
                problem(403, code),
                ground -> Refusal.of(asked(ground, "POST", "/api/accounts", headers)));
    }

    private static EngineReply asked(Ground ground, String method, String path, Map<String, String> headers) {
        String host = ground.nobody().base().getRawAuthority();
        Map<String, String> all = new HashMap<>(headers);
        all.computeIfPresent(ORIGIN, (name, value) -> switch (value) {
            case "own" -> "https://" + host;
            case "plain" -> "http://" + host;
            default -> value;
        });
        all.put("Cookie", cookie(ground.admin()));
        all.put("Content-Type", "text/plain");
        String body = method.equals("POST") ? "{\"username\":\"mallory\",\"roles\":[\"admin\"]}" : "";
        return ground.nobody().send(method, path, BodyPublishers.ofString(body), all);
    }

    private static String cookie(EngineClient session) {
        return "__Host-borealis=" + session.accessToken().orElseThrow();
    }
}
