package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.engine.EngineReply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/** Who makes himself an account, a role or a password that are not his to have. */
final class AccountAttacks implements Attacks {

    private static final String GROUP = "account";
    private static final Map<String, Object> MALLORY = Map.of("username", "mallory", "roles", List.of("admin"));

    @Override
    public List<Attack> rows() {
        return List.of(
                row(
                        "account-made-by-nobody",
                        GROUP,
                        "nobody",
                        "POST accounts",
                        problem(401, "unauthorized"),
                        ground -> Refusal.of(ground.nobody().post("/api/accounts", MALLORY))),
                row(
                        "account-made-by-operator",
                        GROUP,
                        "an operator",
                        "POST accounts",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.stranger().post("/api/accounts", MALLORY))),
                row(
                        "account-made-by-device",
                        GROUP,
                        "an enrolled device",
                        "POST accounts with its own token",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.nobody()
                                .withToken(ground.device().accessToken())
                                .post("/api/accounts", MALLORY))),
                row(
                        "accounts-listed-by-auditor",
                        GROUP,
                        "an auditor",
                        "GET accounts",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.auditor().get("/api/accounts"))),
                row(
                        "own-role-raised",
                        GROUP,
                        "an operator",
                        "PUT roles of his own account",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.stranger()
                                .put("/api/accounts/operator2/roles", Map.of("roles", List.of("admin"))))),
                row(
                        "administrator-disabled-by-operator",
                        GROUP,
                        "an operator",
                        "PUT state of the administrator",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(
                                ground.stranger().put("/api/accounts/admin/state", Map.of("disabled", true)))),
                row(
                        "administrators-password-reset-by-operator",
                        GROUP,
                        "an operator",
                        "POST password-reset of the administrator",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(reset(ground, "admin"))),
                row(
                        "role-of-devices-for-a-person",
                        GROUP,
                        "an admin",
                        "POST accounts with the role agent",
                        problem(400, "bad_value"),
                        ground -> Refusal.of(ground.admin()
                                .post("/api/accounts", Map.of("username", "mallory", "roles", List.of("agent"))))),
                row(
                        "account-named-against-the-direction",
                        GROUP,
                        "an admin",
                        "POST accounts with a name that turns the writing",
                        problem(400, "bad_text"),
                        ground -> Refusal.of(ground.admin()
                                .post(
                                        "/api/accounts",
                                        Map.of("username", "ada\u202enimda", "roles", List.of("auditor"))))),
                row(
                        "second-account-of-a-name",
                        GROUP,
                        "an admin",
                        "POST accounts with a name that is there",
                        problem(409, "account_exists"),
                        ground -> Refusal.of(ground.admin()
                                .post("/api/accounts", Map.of("username", "operator", "roles", List.of("admin"))))),
                row(
                        "last-administrator-disabled",
                        GROUP,
                        "an admin",
                        "PUT state of his own account, the only one",
                        problem(409, "last_administrator"),
                        ground ->
                                Refusal.of(ground.admin().put("/api/accounts/admin/state", Map.of("disabled", true)))),
                row(
                        "own-password-without-the-old-one",
                        GROUP,
                        "who holds a session",
                        "PUT password with a guess for the old one",
                        problem(403, "wrong_password"),
                        ground -> Refusal.of(password(ground, "a guess", "seven green umbrellas"))),
                row(
                        "password-larger-than-any",
                        GROUP,
                        "who holds a session",
                        "PUT password with an old one of 60,000 characters",
                        problem(403, "wrong_password"),
                        ground -> Refusal.of(password(ground, "x".repeat(60_000), "seven green umbrellas"))),
                row(
                        "second-factor-taken-by-operator",
                        GROUP,
                        "an operator",
                        "DELETE of the administrator's second factor",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.stranger().delete("/api/accounts/admin/second-factor"))),
                row(
                        "second-factor-without-password",
                        GROUP,
                        "who holds a session",
                        "POST of a first second factor with a wrong password",
                        problem(403, "wrong_password"),
                        ground -> Refusal.of(
                                ground.stranger().post("/api/account/second-factor", Map.of("password", "not mine")))),
                row(
                        "code-of-no-second-factor",
                        GROUP,
                        "who holds a session",
                        "POST remove where there is none",
                        problem(409, "no_second_factor"),
                        ground -> Refusal.of(
                                ground.stranger().post("/api/account/second-factor/remove", Map.of("code", "000000")))),
                row(
                        "code-larger-than-any",
                        GROUP,
                        "who holds a session",
                        "POST confirm with a code of 65 characters",
                        problem(400, "bad_value"),
                        ground -> Refusal.of(ground.stranger()
                                .post("/api/account/second-factor/confirm", Map.of("code", "0".repeat(65))))),
                row(
                        "password-of-nobody",
                        GROUP,
                        "nobody",
                        "PUT password",
                        problem(401, "unauthorized"),
                        ground -> Refusal.of(ground.nobody()
                                .put(
                                        "/api/account/password",
                                        Map.of("old_password", "x", "new_password", "seven green umbrellas")))));
    }

    private static EngineReply reset(Ground ground, String username) {
        return ground.stranger()
                .send("POST", "/api/accounts/" + username + "/password-reset", BodyPublishers.noBody(), Map.of());
    }

    private static EngineReply password(Ground ground, String old, String wanted) {
        return ground.stranger().put("/api/account/password", Map.of("old_password", old, "new_password", wanted));
    }
}
