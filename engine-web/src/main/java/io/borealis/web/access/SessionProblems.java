package io.borealis.web.access;

import io.borealis.engine.access.Duty;
import io.borealis.engine.access.SessionCheck;
import io.borealis.web.Problem;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Refusals around operator sessions, in words and codes for callers. */
final class SessionProblems {

    private static final String CURE = "; sign in again at /api/auth/login";

    private static final String UNKNOWN = "unknown";

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry(UNKNOWN, "the Engine does not know this session any more"),
            Map.entry("signed_out", "you signed out of this session"),
            Map.entry("ended_by_operator", "you ended this session from another one"),
            Map.entry("ended_by_administrator", "an administrator ended this session"),
            Map.entry("idle_timeout", "nothing was done in this session for too long"),
            Map.entry("life_limit", "this session lived as long as a session may"),
            Map.entry("too_many_sessions", "you signed in more often than an account may"),
            Map.entry("account_disabled", "an administrator disabled your account"),
            Map.entry("role_taken", "an administrator took a role from your account"),
            Map.entry("password_reset", "an administrator gave your account another password"),
            Map.entry("password_changed", "you changed your password in another session"),
            Map.entry("issuer_logout", "you were signed out at the company's identity provider"));

    private SessionProblems() {}

    static Problem over(SessionCheck.Over over) {
        String reason = over.reason().orElse(UNKNOWN);
        return Problem.of(
                        Response.Status.UNAUTHORIZED,
                        "session_ended",
                        WORDS.getOrDefault(reason, "this session is over") + CURE)
                .with("reason", reason);
    }

    /** The session may do one thing first, and this is not it. */
    static Problem obliged(Duty duty) {
        return switch (duty) {
            case CHANGE_PASSWORD ->
                Problem.forbidden(
                        "password_change_required",
                        "somebody else knows your password; change it with PUT /api/account/password, then go on");
            case SET_SECOND_FACTOR ->
                Problem.forbidden(
                        "second_factor_setup_required",
                        "your role demands a second factor; set one up with POST /api/account/second-factor, then go on");
        };
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
