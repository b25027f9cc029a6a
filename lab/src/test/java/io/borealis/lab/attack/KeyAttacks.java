package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.closed;
import static io.borealis.lab.attack.Refusal.problem;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.token.ScriptedAgent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Who rotates the Engine's keys without the right to it, and what a device says about keys that are not its own. */
final class KeyAttacks implements Attacks {

    private static final String GROUP = "key";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String KEYS = "/api/keys";

    @Override
    public List<Attack> rows() {
        return List.of(
                denied("rotate-by-operator", "an operator", Ground::operator),
                denied("rotate-by-auditor", "an auditor", Ground::auditor),
                denied("rotate-by-device", "an enrolled device", ground -> ground.nobody()
                        .withToken(ground.device().accessToken())),
                row(
                        "rotate-without-token",
                        GROUP,
                        "nobody",
                        "rotate for the key of access tokens",
                        problem(401, "unauthorized"),
                        ground -> Refusal.of(rotate(ground.nobody(), "access-token"))),
                row(
                        "end-overlap-by-operator",
                        GROUP,
                        "an operator",
                        "DELETE for the key before",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.operator().delete(KEYS + "/orchestration-token/previous"))),
                row(
                        "end-overlap-that-is-none",
                        GROUP,
                        "an administrator",
                        "DELETE for a key before, where there is none",
                        problem(409, "no_overlap"),
                        ground -> Refusal.of(ground.admin().delete(KEYS + "/orchestration-token/previous"))),
                row(
                        "rotate-no-such-key",
                        GROUP,
                        "an administrator",
                        "rotate for a key that there is not",
                        problem(404, "unknown_key"),
                        ground -> Refusal.of(rotate(ground.admin(), "no-such-key"))),
                row(
                        "keys-listed-by-operator",
                        GROUP,
                        "an operator",
                        "GET /api/keys",
                        problem(403, "forbidden"),
                        ground -> Refusal.of(ground.operator().get(KEYS))),
                row(
                        "keys-page-after-no-key",
                        GROUP,
                        "an administrator",
                        "GET /api/keys?after=' or 1=1",
                        problem(400, "bad_value"),
                        ground -> Refusal.of(ground.admin().get(KEYS + "?after=%27%20or%201=1"))),
                said(
                        "device-states-keys",
                        "the Engine's own statement of keys, with a key of its own",
                        "{\"type\":\"trust_engine\",\"statements\":[\"a.b.c\"]}"),
                said("device-keeps-nameless-trust", "trust_kept without a name", "{\"type\":\"trust_kept\"}"));
    }

    private static EngineReply rotate(EngineClient who, String key) {
        return who.post(KEYS + "/" + key + "/rotate", Map.of());
    }

    private static Attack denied(String id, String attacker, Function<Ground, EngineClient> who) {
        return row(
                id,
                GROUP,
                attacker,
                "rotate for the key of orders",
                problem(403, "forbidden"),
                ground -> Refusal.of(rotate(who.apply(ground), "orchestration-token")));
    }

    private static Attack said(String id, String what, String text) {
        return row(id, GROUP, "an enrolled device", what, closed(4400), ground -> {
            ScriptedAgent device = ground.device();
            device.sayText(text);
            await().atMost(SOON).until(() -> device.closeCode().isPresent());
            return closed(device.closeCode().getAsInt());
        });
    }
}
