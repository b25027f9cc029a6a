package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.Lab;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.token.ScriptedAgent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who settles about a device without the right to it, and who comes back after he was removed. */
final class DeviceAttacks implements Attacks {

    private static final String GROUP = "device";
    private static final Map<String, String> NO_REASON = Map.of();

    private @Nullable ScriptedAgent removed;
    private @Nullable String code;

    @Override
    public List<Attack> rows() {
        return List.of(
                denied("rename-by-operator", "an operator", Ground::operator, "a name", DeviceAttacks::rename),
                denied("rename-by-auditor", "an auditor", Ground::auditor, "a name", DeviceAttacks::rename),
                denied("disable-by-operator", "an operator", Ground::operator, "disabled", DeviceAttacks::disable),
                denied("disable-by-auditor", "an auditor", Ground::auditor, "disabled", DeviceAttacks::disable),
                denied("remove-by-operator", "an operator", Ground::operator, "DELETE", DeviceAttacks::remove),
                denied("readmit-by-operator", "an operator", Ground::operator, "readmit", DeviceAttacks::readmit),
                row(
                        "disable-without-token",
                        GROUP,
                        "nobody",
                        "the state disabled",
                        problem(401, "unauthorized"),
                        ground -> Refusal.of(
                                disable(ground.nobody(), ground.agent().id()))),
                unknown("rename-nobody", "a name", DeviceAttacks::rename),
                unknown("disable-nobody", "the state disabled", DeviceAttacks::disable),
                unknown("remove-nobody", "DELETE", DeviceAttacks::remove),
                unknown("readmit-nobody", "readmit", DeviceAttacks::readmit),
                state("state-unknown-word", "burnt"),
                state("state-in-capitals", "DISABLED"),
                state("state-removed-by-put", "removed"),
                name("name-empty", "  ", "bad_value"),
                name("name-too-long", "x".repeat(129), "bad_value"),
                name("name-turns-the-writing", "till \u202e3", "bad_text"),
                name("name-of-two-lines", "till\n3", "bad_text"),
                page("page-of-nothing", "limit=0"),
                page("page-of-everything", "limit=501"),
                page("page-after-no-id", "after=%27%20or%201=1"),
                row(
                                "removed-key-enrols-again",
                                GROUP,
                                "a device that was removed",
                                "a good code with its old key",
                                problem(403, "device_removed"),
                                ground -> Refusal.of(
                                        Objects.requireNonNull(removed).tryEnroll(Objects.requireNonNull(code))))
                        .given(ground -> {
                            removed = removedDevice(ground);
                            code = Lab.newCode(ground.admin(), true);
                        }),
                row(
                                "removed-device-wants-a-token",
                                GROUP,
                                "a device that was removed",
                                "a good proof of its key",
                                problem(403, "device_removed"),
                                ground -> Refusal.of(
                                        Objects.requireNonNull(removed).tryAccessToken()))
                        .given(ground -> removed = removedDevice(ground)),
                row(
                                "connect-to-removed-device",
                                GROUP,
                                "an operator",
                                "connect to a device that was removed",
                                problem(409, "device_removed"),
                                ground -> Refusal.of(ground.operator()
                                        .connect(Objects.requireNonNull(removed)
                                                .device()
                                                .toString())))
                        .given(ground -> removed = removedDevice(ground)));
    }

    private static ScriptedAgent removedDevice(Ground ground) {
        ScriptedAgent device = ground.enrollHostileDevice();
        remove(ground.admin(), device.device().toString()).expect(204);
        return device;
    }

    private static Attack denied(
            String id,
            String attacker,
            Function<Ground, EngineClient> who,
            String what,
            BiFunction<EngineClient, String, EngineReply> act) {
        return row(
                id,
                GROUP,
                attacker,
                what + " for a device",
                problem(403, "forbidden"),
                ground -> Refusal.of(act.apply(who.apply(ground), ground.agent().id())));
    }

    private static Attack unknown(String id, String what, BiFunction<EngineClient, String, EngineReply> act) {
        return row(
                id,
                GROUP,
                "an administrator",
                what + " for a device that never was",
                problem(404, "unknown_agent"),
                ground -> Refusal.of(act.apply(ground.admin(), UUID.randomUUID().toString())));
    }

    private static Attack state(String id, String word) {
        return row(
                id,
                GROUP,
                "an administrator",
                "the state " + word,
                problem(400, "bad_value"),
                ground -> Refusal.of(state(ground.admin(), ground.agent().id(), word)));
    }

    private static Attack name(String id, String name, String code) {
        return row(
                id,
                GROUP,
                "an administrator",
                "a name that is none",
                problem(400, code),
                ground -> Refusal.of(ground.admin().put(path(ground.agent().id(), "/name"), Map.of("name", name))));
    }

    private static Attack page(String id, String query) {
        return row(
                id,
                GROUP,
                "an auditor",
                "GET /api/devices?" + query,
                problem(400, "bad_value"),
                ground -> Refusal.of(ground.auditor().get("/api/devices?" + query)));
    }

    private static EngineReply rename(EngineClient who, String agent) {
        return who.put(path(agent, "/name"), Map.of("name", "mine"));
    }

    private static EngineReply disable(EngineClient who, String agent) {
        return state(who, agent, "disabled");
    }

    private static EngineReply state(EngineClient who, String agent, String word) {
        return who.put(path(agent, "/state"), Map.of("state", word));
    }

    private static EngineReply remove(EngineClient who, String agent) {
        return who.delete(path(agent, ""));
    }

    private static EngineReply readmit(EngineClient who, String agent) {
        return who.post(path(agent, "/readmit"), NO_REASON);
    }

    private static String path(String agent, String what) {
        return "/api/devices/" + agent + what;
    }
}
