package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.engine.EngineClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/** What a request says that it must not say, and who asks what he has no right to. */
final class HttpAttacks implements Attacks {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    @Override
    public List<Attack> rows() {
        return List.of(
                row(
                        "end-all-without-token",
                        "access",
                        "nobody",
                        "DELETE disconnect?all=true without a token",
                        problem(401, "unauthorized"),
                        ground -> Refusal.of(
                                ground.nobody().disconnectAll(ground.agent().id()))),
                row(
                        "ports-by-auditor",
                        "access",
                        "an auditor",
                        "a port list",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(
                                ground.auditor().permit(ground.agent().id(), List.of("tcp/22")))),
                ports(
                        "ports-of-an-old-list",
                        "a port list with a version that it has not",
                        problem(409, "ports_changed_meanwhile"),
                        Map.of("ports", List.of(), "version", -1)),
                ports(
                        "ports-comment-too-long",
                        "a port list with a comment of 201 characters",
                        problem(400, "bad_value"),
                        Map.of("ports", List.of("tcp/22"), "comments", Map.of("tcp/22", "x".repeat(201)))),
                ports(
                        "ports-comment-elsewhere",
                        "a port list with a comment on a port that is not in it",
                        problem(400, "bad_value"),
                        Map.of("ports", List.of("tcp/22"), "comments", Map.of("tcp/23", "telnet"))),
                ports(
                        "ports-comment-of-lines",
                        "a port list with a comment of two lines",
                        problem(400, "bad_text"),
                        Map.of("ports", List.of("tcp/22"), "comments", Map.of("tcp/22", "a\nb"))),
                row(
                        "code-by-operator",
                        "access",
                        "an operator",
                        "a request for an enrollment code",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.operator().post("/api/enrollment/codes", Map.of()))),
                row(
                        "ticket-of-a-stranger",
                        "access",
                        "an operator who does not share the tunnel",
                        "a request for a terminal ticket",
                        problem(403, "not_your_tunnel"),
                        ground -> Refusal.of(ground.stranger()
                                .post("/api/terminal/tickets", Map.of("tunnel_id", ground.tunnelId())))),
                row(
                        "terminal-from-elsewhere",
                        "access",
                        "a page of another origin in an operator's browser",
                        "a terminal's WebSocket with a good ticket",
                        problem(403, "origin_not_allowed"),
                        ground -> Refusal.of(ground.nobody()
                                .send(
                                        "GET",
                                        "/ws/terminal/" + ground.tunnelId() + "?columns=80&rows=25&ticket="
                                                + ground.operator().terminalTicket(ground.tunnelId()),
                                        BodyPublishers.noBody(),
                                        Map.of("Origin", "https://elsewhere.example")))),
                row(
                        "body-above-its-bound",
                        "input",
                        "nobody",
                        "65 KiB of JSON to the login",
                        problem(413, "body_too_large"),
                        ground ->
                                Refusal.of(post(ground.nobody(), "{\"username\":\"" + "x".repeat(65 * 1024) + "\"}"))));
    }

    private static Attack ports(String id, String what, Refusal expected, Map<String, ?> body) {
        return row(
                id,
                "access",
                "an operator",
                what,
                expected,
                ground -> Refusal.of(
                        ground.operator().put("/api/devices/" + ground.agent().id() + "/ports", body)));
    }

    private static io.borealis.lab.engine.EngineReply post(EngineClient client, String body) {
        return client.send("POST", "/api/auth/login", BodyPublishers.ofString(body), JSON);
    }
}
