package io.borealis.web.access;

import io.borealis.engine.access.AccountResult;
import io.borealis.engine.access.OwnPassword;
import io.borealis.engine.access.PasswordRules;
import io.borealis.engine.access.Role;
import io.borealis.web.MalformedRequestException;
import io.borealis.web.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refusals around accounts, in words and codes for callers. */
final class AccountProblems {

    private AccountProblems() {}

    static Problem refused(AccountResult result) {
        if (result instanceof AccountResult.Exists) {
            return Problem.conflict("account_exists", "there is an account of this name; take another name");
        }
        if (result instanceof AccountResult.TooMany many) {
            return Problem.conflict("too_many_accounts", "an Engine has at most " + many.most() + " accounts");
        }
        if (result instanceof AccountResult.LastAdministrator) {
            return Problem.conflict(
                    "last_administrator",
                    "nobody could administer the Engine any more; give another enabled account the role admin first");
        }
        if (result instanceof AccountResult.StepUpRequired) {
            return StepUp.required();
        }
        if (result instanceof AccountResult.Own) {
            return Problem.conflict(
                    "own_account",
                    "this is your own account; change what is yours below /api/account, where you prove who you are");
        }
        if (result instanceof AccountResult.OfIssuer) {
            return Problem.conflict(
                    "account_of_issuer",
                    "this account is one of the company's identity provider: change its password and its groups there;"
                            + " here you may disable it");
        }
        if (result instanceof AccountResult.SessionOver ended) {
            return SessionProblems.over(ended.over());
        }
        if (result instanceof AccountResult.Unknown) {
            return unknown();
        }
        throw new IllegalStateException("an answer without words: " + result);
    }

    static Problem unknown() {
        return Problem.notFound("unknown_account", "there is no local account of this name");
    }

    /** Why a password that was told did not count. */
    static Response notProved(OwnPassword.Result result) {
        if (result instanceof OwnPassword.Result.Wrong) {
            return wrongPassword().toResponse();
        }
        if (result instanceof OwnPassword.Result.TooMany many) {
            return tooMany(many.retryAfterSeconds());
        }
        if (result instanceof OwnPassword.Result.Busy busy) {
            return busy(busy.retryAfterSeconds());
        }
        if (result instanceof OwnPassword.Result.SessionOver ended) {
            return SessionProblems.over(ended.over()).toResponse();
        }
        return unknown().toResponse();
    }

    static Problem weak(PasswordRules.Fault fault) {
        return Problem.badRequest("weak_password", fault.sentence())
                .with("field", "new_password")
                .with("rule", fault.wireName());
    }

    static Problem wrongPassword() {
        return Problem.forbidden("wrong_password", "the password is wrong; nothing was changed");
    }

    static Response tooMany(int seconds) {
        return later(
                Problem.tooMany("too_many_requests", "too many wrong tries; try again in " + seconds + " seconds"),
                seconds);
    }

    static Response busy(int seconds) {
        return later(
                Problem.of(
                        Response.Status.SERVICE_UNAVAILABLE,
                        "too_busy",
                        "the Engine checks as many passwords as it can; try again in " + seconds + " seconds"),
                seconds);
    }

    static Response later(Problem problem, int seconds) {
        return problem.builder().header(HttpHeaders.RETRY_AFTER, seconds).build();
    }

    /** @throws MalformedRequestException when they are no roles of people, or none */
    static Set<Role> roles(List<@Nullable String> names) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : names) {
            roles.add(Role.ofPerson(String.valueOf(name)).orElseThrow(AccountProblems::badRoles));
        }
        if (roles.isEmpty()) {
            throw badRoles();
        }
        return roles;
    }

    private static MalformedRequestException badRoles() {
        return new MalformedRequestException(
                "bad_value", "roles", "roles are one or more of admin, operator and auditor");
    }
}
