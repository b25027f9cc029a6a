package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.closed;
import static io.borealis.lab.attack.Refusal.problem;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.Until;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who goes on with a session that is over, and who ends one that is not his. */
final class SessionAttacks implements Attacks {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String GROUP = "session";

    /** What a row prepared for its attack. */
    private @Nullable EngineClient over;

    private String ticket = "";

    @Override
    public List<Attack> rows() {
        return List.of(
                ended("token-of-ended-session", "GET devices", () -> own().get("/api/devices")),
                ended("logout-twice", "POST logout once more", () -> logout(own())),
                ended("ended-session-connects", "a connect", () -> own().connect("no device at all")),
                ended("ended-session-lists-sessions", "GET sessions", () -> own().get("/api/sessions")),
                row(
                                "ended-session-opens-ports",
                                GROUP,
                                "who signed out",
                                "PUT ports",
                                problem(401, "session_ended"),
                                ground -> Refusal.of(own().permit(ground.agent().id(), List.of("tcp/1-65535"))))
                        .given(this::signedOut),
                row(
                                "ended-session-wants-a-ticket",
                                GROUP,
                                "who signed out",
                                "a request for a ticket",
                                problem(401, "session_ended"),
                                ground -> Refusal.of(
                                        own().post("/api/terminal/tickets", Map.of("tunnel_id", ground.tunnelId()))))
                        .given(this::signedOut),
                row(
                                "ticket-of-ended-session",
                                GROUP,
                                "who signed out",
                                "a ticket from before",
                                closed(4401),
                                this::opening)
                        .given(ground -> {
                            EngineClient session = ground.lab().as("operator2");
                            session.connect(ground.agent().id()).expect(200);
                            ticket = session.terminalTicket(ground.tunnelId());
                            logout(session).expect(204);
                            Until.holds(
                                    () -> !ground.admin()
                                            .status(ground.agent().id())
                                            .text()
                                            .contains("operator2"),
                                    SOON,
                                    () -> "the share in the tunnel stays");
                        }),
                row(
                        "foreign-session",
                        GROUP,
                        "an operator",
                        "DELETE of the administrator's session",
                        problem(404, "unknown_session"),
                        ground -> Refusal.of(ground.stranger().delete("/api/sessions/" + idOf(ground.admin())))),
                row(
                        "foreign-session-by-auditor",
                        GROUP,
                        "an auditor",
                        "DELETE of an operator's session",
                        problem(404, "unknown_session"),
                        ground -> Refusal.of(ground.auditor().delete("/api/sessions/" + idOf(ground.operator())))),
                row(
                        "session-that-never-was",
                        GROUP,
                        "an admin",
                        "DELETE of a session with a made-up id",
                        problem(404, "unknown_session"),
                        ground -> Refusal.of(ground.admin().delete("/api/sessions/' or '1'='1".replace(" ", "%20")))),
                row(
                        "sessions-of-everybody",
                        GROUP,
                        "an operator",
                        "GET sessions?all=true",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.stranger().get("/api/sessions?all=true"))),
                row(
                        "sessions-after-a-foreign-one",
                        GROUP,
                        "an operator",
                        "GET sessions after the administrator's",
                        problem(404, "unknown_session"),
                        ground -> Refusal.of(ground.stranger().get("/api/sessions?after=" + idOf(ground.admin())))),
                row(
                        "sessions-without-token",
                        GROUP,
                        "nobody",
                        "GET sessions",
                        problem(401, "unauthorized"),
                        ground -> Refusal.of(ground.nobody().get("/api/sessions"))),
                row(
                        "logout-without-token",
                        GROUP,
                        "nobody",
                        "POST logout",
                        problem(401, "unauthorized"),
                        ground -> Refusal.of(logout(ground.nobody()))),
                row(
                        "logout-of-a-device",
                        GROUP,
                        "an enrolled device",
                        "POST logout with its own token",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(
                                logout(ground.nobody().withToken(ground.device().accessToken())))));
    }

    private Attack ended(String id, String sent, Supplier<EngineReply> act) {
        return row(id, GROUP, "who signed out", sent, problem(401, "session_ended"), ground -> Refusal.of(act.get()))
                .given(this::signedOut);
    }

    private void signedOut(Ground ground) {
        if (over == null) {
            EngineClient session = ground.lab().as("operator2");
            logout(session).expect(204);
            over = session;
        }
    }

    private EngineClient own() {
        return Objects.requireNonNull(over);
    }

    private Refusal opening(Ground ground) {
        try (TerminalClient late = ground.nobody().terminal(ground.tunnelId(), ticket, 80, 25)) {
            Until.holds(() -> late.closeCode().isPresent(), SOON, () -> "the terminal was not closed");
            return closed(late.closeCode().getAsInt());
        }
    }

    private static EngineReply logout(EngineClient session) {
        return session.send("POST", "/api/auth/logout", BodyPublishers.noBody(), Map.of());
    }

    private static String idOf(EngineClient session) {
        for (JsonNode view : session.get("/api/sessions").expect(200).json()) {
            if (view.path("current").asBoolean()) {
                return view.path("session_id").asText();
            }
        }
        throw new AssertionError("no session is the current one");
    }
}
