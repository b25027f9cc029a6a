package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.engine.EngineClient;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Who keeps a tunnel alive that is not his, and who asks for more time than there is. */
final class UseAttacks implements Attacks {

    private static final int LONGEST_HOLD = 4 * 60 * 60;

    @Override
    public List<Attack> rows() {
        return List.of(
                hold("hold-beyond-the-bound", "an operator", Ground::operator, LONGEST_HOLD + 1, 400, "hold_too_long"),
                hold("hold-for-ever", "an operator", Ground::operator, Integer.MAX_VALUE, 400, "hold_too_long"),
                hold("hold-for-no-time", "an operator", Ground::operator, 0, 400, "bad_value"),
                hold("hold-for-less-than-no-time", "an operator", Ground::operator, -3600, 400, "bad_value"),
                hold("hold-of-a-stranger", "a stranger", Ground::stranger, 3600, 403, "not_your_tunnel"),
                hold("hold-of-an-administrator", "an admin without a share", Ground::admin, 60, 403, "not_your_tunnel"),
                hold("hold-by-auditor", "an auditor", Ground::auditor, 3600, 403, "forbidden"),
                hold("hold-without-token", "nobody", Ground::nobody, 3600, 401, "unauthorized"),
                row(
                        "release-of-a-stranger",
                        "use",
                        "a stranger",
                        "the release of a hold",
                        problem(403, "not_your_tunnel"),
                        ground -> Refusal.of(
                                ground.stranger().delete("/api/tunnel/hold?tunnel_id=" + ground.tunnelId()))),
                use("presence-of-a-stranger", "presence", "a stranger", Ground::stranger, 403, "not_your_tunnel"),
                use("presence-by-auditor", "presence", "an auditor", Ground::auditor, 403, "forbidden"),
                use("presence-without-token", "presence", "nobody", Ground::nobody, 401, "unauthorized"),
                use("activity-of-a-stranger", "activity", "a stranger", Ground::stranger, 403, "not_your_tunnel"),
                use("activity-by-auditor", "activity", "an auditor", Ground::auditor, 403, "forbidden"),
                row(
                        "presence-in-no-tunnel",
                        "use",
                        "an operator",
                        "presence in a tunnel that never was",
                        problem(404, "no_tunnel"),
                        ground -> Refusal.of(ground.operator()
                                .post("/api/tunnel/presence", Map.of("tunnel_id", UUID.randomUUID())))),
                idle("idle-by-operator", "an operator", Ground::operator, 600, 403, "forbidden"),
                idle("idle-by-auditor", "an auditor", Ground::auditor, 600, 403, "forbidden"),
                idle("idle-of-nothing", "an admin", Ground::admin, 0, 400, "idle_out_of_bounds"),
                idle("idle-below-nothing", "an admin", Ground::admin, -1, 400, "idle_out_of_bounds"),
                idle("idle-for-ever", "an admin", Ground::admin, Integer.MAX_VALUE, 400, "idle_out_of_bounds"));
    }

    private static Attack hold(
            String id, String attacker, Function<Ground, EngineClient> who, int seconds, int status, String code) {
        return row(
                id,
                "use",
                attacker,
                "a hold of " + seconds + " s",
                problem(status, code),
                ground -> Refusal.of(who.apply(ground)
                        .post("/api/tunnel/hold", Map.of("tunnel_id", ground.tunnelId(), "seconds", seconds))));
    }

    private static Attack use(
            String id, String what, String attacker, Function<Ground, EngineClient> who, int status, String code) {
        return row(
                id,
                "use",
                attacker,
                what,
                problem(status, code),
                ground -> Refusal.of(
                        who.apply(ground).post("/api/tunnel/" + what, Map.of("tunnel_id", ground.tunnelId()))));
    }

    private static Attack idle(
            String id, String attacker, Function<Ground, EngineClient> who, int seconds, int status, String code) {
        return row(
                id,
                "use",
                attacker,
                "an idle time of " + seconds + " s",
                problem(status, code),
                ground -> Refusal.of(who.apply(ground)
                        .put("/api/devices/" + ground.agent().id() + "/idle", Map.of("idle_seconds", seconds))));
    }
}
