package io.borealis.web.access;

import io.borealis.engine.access.SessionCheck;
import io.borealis.web.Problem;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Refusals around operator sessions, in words and codes for callers. */
final class SessionProblems {

    private static final String CURE = "; sign in again at /api/auth/login";

    private static final String UNKNOWN = "unknown";

    private static final Map<String, String> WORDS = Map.of(
            UNKNOWN,
            "the Engine does not know this session any more",
            "signed_out",
            "you signed out of this session",
            "ended_by_operator",
            "you ended this session from another one",
            "ended_by_administrator",
            "an administrator ended this session",
            "idle_timeout",
            "nothing was done in this session for too long",
            "life_limit",
            "this session lived as long as a session may",
            "too_many_sessions",
            "you signed in more often than an account may");

    private SessionProblems() {}

    static Problem over(SessionCheck.Over over) {
        String reason = over.reason().orElse(UNKNOWN);
        return Problem.of(
                        Response.Status.UNAUTHORIZED,
                        "session_ended",
                        WORDS.getOrDefault(reason, "this session is over") + CURE)
                .with("reason", reason);
    }

    static Problem unknown() {
        return Problem.notFound(
                "unknown_session", "you have no such live session; GET /api/sessions lists those that you have");
    }

    static Problem unknownPage() {
        return Problem.notFound(
                "unknown_session", "the session to go on after is gone; begin with the first page, without after");
    }
}
