package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who looks at enrollment codes or takes them back without the right to it, and who uses one that was taken back. */
final class CodeAttacks implements Attacks {

    private static final String GROUP = "code";
    private static final String CODES = "/api/enrollment/codes";

    private @Nullable String revoked;

    @Override
    public List<Attack> rows() {
        return List.of(
                request("codes-by-operator", "an operator", "GET codes", 403, "forbidden", ground -> ground.operator()
                        .get(CODES)),
                request("codes-by-auditor", "an auditor", "GET codes", 403, "forbidden", ground -> ground.auditor()
                        .get(CODES)),
                request("codes-without-token", "nobody", "GET codes", 401, "unauthorized", ground -> ground.nobody()
                        .get(CODES)),
                request(
                        "revoke-by-operator",
                        "an operator",
                        "DELETE code",
                        403,
                        "forbidden",
                        ground -> ground.operator().delete(CODES + "/" + UUID.randomUUID())),
                request(
                        "revoke-nothing",
                        "an administrator",
                        "DELETE code",
                        404,
                        "unknown_code",
                        ground -> ground.admin().delete(CODES + "/" + UUID.randomUUID())),
                request("revoke-no-id", "an administrator", "DELETE code", 400, "bad_value", ground -> ground.admin()
                        .delete(CODES + "/1")),
                request("code-label-turns", "an administrator", "a label", 400, "bad_text", ground -> ground.admin()
                        .post(CODES, Map.of("label", "shop \u202e12"))),
                request("code-label-long", "an administrator", "a label", 400, "bad_value", ground -> ground.admin()
                        .post(CODES, Map.of("label", "x".repeat(129)))),
                row(
                                "revoked-code-is-used",
                                GROUP,
                                "a device",
                                "a code that was revoked",
                                problem(403, "code_not_valid"),
                                ground -> Refusal.of(ground.device().tryEnroll(Objects.requireNonNull(revoked))))
                        .given(ground -> revoked = revokedCode(ground.admin())));
    }

    private static String revokedCode(EngineClient admin) {
        EngineReply made = admin.post(CODES, Map.of("uses", 5, "auto_approve_seconds", 600));
        admin.delete(CODES + "/" + made.expect(201).field("id")).expect(204);
        return made.field("code");
    }

    private static Attack request(
            String id, String attacker, String what, int status, String code, Function<Ground, EngineReply> act) {
        return row(id, GROUP, attacker, what, problem(status, code), ground -> Refusal.of(act.apply(ground)));
    }
}
