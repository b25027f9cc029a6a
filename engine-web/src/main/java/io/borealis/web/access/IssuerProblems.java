package io.borealis.web.access;

import io.borealis.engine.access.issuer.IssuerResult;
import io.borealis.engine.access.issuer.LogoutResult;
import io.borealis.web.Problem;
import jakarta.ws.rs.core.Response;

/** Refusals around the company's identity provider, in words and codes for callers. */
final class IssuerProblems {

    static final String BEGIN_AGAIN = "begin again at /api/auth/oidc/start";

    private IssuerProblems() {}

    /** @throws IllegalStateException for what is no refusal */
    static Response refused(IssuerResult result) {
        if (result instanceof IssuerResult.Unreachable out) {
            return unreachable(out.retryAfterSeconds());
        }
        if (result instanceof IssuerResult.TooMany many) {
            return tooMany(many.retryAfterSeconds());
        }
        return problem(result).toResponse();
    }

    /** The same without headers of its own. */
    static Problem problem(IssuerResult result) {
        if (result instanceof IssuerResult.NotConfigured) {
            return notConfigured();
        }
        if (result instanceof IssuerResult.Unreachable out) {
            return unreachableProblem(out.retryAfterSeconds());
        }
        if (result instanceof IssuerResult.TooMany many) {
            return tooManyProblem(many.retryAfterSeconds());
        }
        if (result instanceof IssuerResult.NotPending) {
            return Problem.forbidden(
                    "sign_in_not_pending",
                    "this browser began no such sign-in, or did more than ten minutes ago, or it came back before; "
                            + BEGIN_AGAIN);
        }
        if (result instanceof IssuerResult.Refused) {
            return Problem.forbidden(
                    "issuer_refused",
                    "the identity provider let nobody in, or its answer does not hold; " + BEGIN_AGAIN
                            + ", and ask your administrator when it happens again: the activity says why");
        }
        if (result instanceof IssuerResult.NoRole) {
            return Problem.forbidden(
                    "no_role",
                    "the identity provider knows you, but none of your groups may do anything here; ask whoever gives out"
                            + " groups, then sign in again");
        }
        if (result instanceof IssuerResult.Disabled) {
            return Problem.forbidden(
                    "account_disabled", "an administrator disabled your account here; ask him to enable it");
        }
        if (result instanceof IssuerResult.SecondFactorRequired) {
            return Problem.forbidden(
                    "issuer_second_factor_required",
                    "your role demands a second factor, and the identity provider does not say that you proved one; sign"
                            + " in there with it, then " + BEGIN_AGAIN);
        }
        if (result instanceof IssuerResult.Over) {
            return Problem.forbidden(
                    "issuer_session_ended", "your session at the identity provider is over; " + BEGIN_AGAIN);
        }
        throw new IllegalStateException("no refusal: " + result);
    }

    static Response refused(LogoutResult result) {
        if (result instanceof LogoutResult.Unreachable out) {
            return unreachable(out.retryAfterSeconds());
        }
        if (result instanceof LogoutResult.TooMany many) {
            return tooMany(many.retryAfterSeconds());
        }
        if (result instanceof LogoutResult.NotConfigured) {
            return notConfigured().toResponse();
        }
        return Problem.badRequest(
                        "logout_token_refused",
                        "this is no logout token of the identity provider for this Engine, or it came before; the activity"
                                + " says what is wrong with it")
                .toResponse();
    }

    private static Problem notConfigured() {
        return Problem.notFound(
                "issuer_not_configured",
                "this Engine has no identity provider; sign in with name and password at /api/auth/login");
    }

    private static Response unreachable(int seconds) {
        return AccountProblems.later(unreachableProblem(seconds), seconds);
    }

    private static Problem unreachableProblem(int seconds) {
        return Problem.of(
                Response.Status.SERVICE_UNAVAILABLE,
                "issuer_unreachable",
                "the identity provider does not answer; local accounts work at /api/auth/login, or try again in "
                        + seconds + " seconds");
    }

    private static Response tooMany(int seconds) {
        return AccountProblems.later(tooManyProblem(seconds), seconds);
    }

    private static Problem tooManyProblem(int seconds) {
        return Problem.tooMany(
                "too_many_requests",
                "too many sign-ins at the identity provider; try again in " + seconds + " seconds");
    }
}
