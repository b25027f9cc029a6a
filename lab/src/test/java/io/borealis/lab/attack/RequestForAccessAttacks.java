package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.problem;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Who wants access or wider ports without the second person that they need. */
final class RequestForAccessAttacks implements Attacks {

    private static final String GROUP = "requests";
    private static final String OPERATOR = "an operator";
    private static final String ADMIN = "an administrator";
    private static final String REQUESTS = "/api/requests";
    private static final String DEFAULT_SITE = "/api/sites/00000000-0000-0000-0000-000000000001";
    private static final String SCOPE = "/api/accounts/operator2/scope";
    private static final Map<String, Object> NOTHING = Map.of("sites", List.of());
    private static final Map<String, Object> EVERYTHING = Map.of("all_devices", true);
    private static final int HOUR = 3600;

    /** Of the rows, one after the other; what is prepared for one is for no other. */
    private String request = "";

    @Override
    public List<Attack> rows() {
        List<Attack> rows = new ArrayList<>(decisions());
        rows.addAll(uses());
        rows.addAll(wishes());
        return rows;
    }

    private List<Attack> decisions() {
        return List.of(
                decided("own-approved", OPERATOR, "approves what he asked for", 403, "own_request", Ground::operator)
                        .given(this::operatorAsks),
                decided(
                                "approved-by-a-peer",
                                OPERATOR,
                                "approves where administrators do",
                                403,
                                "not_yours_to_decide",
                                Ground::stranger)
                        .given(ground -> {
                            reach(ground, EVERYTHING);
                            operatorAsks(ground);
                        }),
                decided("approved-by-auditor", "an auditor", "approves", 403, "forbidden", Ground::auditor)
                        .given(this::operatorAsks),
                decided("approved-by-nobody", "nobody", "approves", 401, "unauthorized", Ground::nobody)
                        .given(this::operatorAsks),
                decided(
                                "approved-unseen",
                                "an operator without reach",
                                "approves what he may not see",
                                404,
                                "unknown_request",
                                Ground::stranger)
                        .given(ground -> {
                            reach(ground, NOTHING);
                            operatorAsks(ground);
                        }),
                request(
                                "request-of-another-ended",
                                "an operator without reach",
                                "DELETE",
                                404,
                                "unknown_request",
                                (who, ground) -> ground.stranger().delete(REQUESTS + "/" + request))
                        .given(this::operatorAsks),
                decided("own-widening", OPERATOR, "approves his ports", 403, "own_request", Ground::operator)
                        .given(this::operatorWidens),
                decided(
                                "widening-by-a-peer",
                                OPERATOR,
                                "approves ports where administrators do",
                                403,
                                "not_yours_to_decide",
                                Ground::stranger)
                        .given(ground -> {
                            reach(ground, EVERYTHING);
                            operatorWidens(ground);
                        }),
                decided(
                                "widening-overtaken",
                                ADMIN,
                                "approves ports of a list that was changed",
                                409,
                                "ports_changed_meanwhile",
                                Ground::admin)
                        .given(ground -> {
                            operatorWidens(ground);
                            permit(ground.admin(), ground, List.of("tcp/3389")).expect(200);
                            permit(ground.admin(), ground, List.of()).expect(200);
                        }));
    }

    private List<Attack> uses() {
        return List.of(
                request(
                                "access-waiting",
                                "whose request waits",
                                "connect",
                                404,
                                "unknown_agent",
                                (who, ground) ->
                                        ground.stranger().connect(ground.agent().id()))
                        .given(ground -> strangerAsks(ground, ground.agent().id())),
                request(
                                "access-over",
                                "whose access ended",
                                "connect",
                                404,
                                "unknown_agent",
                                (who, ground) ->
                                        ground.stranger().connect(ground.agent().id()))
                        .given(this::strangerHadAccess),
                decided("approval-replayed", ADMIN, "an approval once more", 409, "request_decided", Ground::admin)
                        .given(this::strangerHadAccess),
                request(
                                "access-ended-twice",
                                "whose access ended",
                                "DELETE",
                                409,
                                "request_decided",
                                (who, ground) -> ground.stranger().delete(REQUESTS + "/" + request))
                        .given(this::strangerHadAccess),
                row(
                                "access-as-oracle",
                                GROUP,
                                "an operator without reach",
                                "asks for a device that there is and for one that there is not",
                                Refusal.because("the same answer"),
                                RequestForAccessAttacks::compared)
                        .given(ground -> {
                            strangerAsks(ground, ground.agent().id());
                            ask(ground.stranger(), UUID.randomUUID().toString(), HOUR, "why")
                                    .expect(202);
                        }),
                request(
                                "access-not-approved",
                                OPERATOR,
                                "connect where the site wants approval",
                                403,
                                "access_approval_required",
                                (who, ground) -> ground.operator()
                                        .connect(ground.device().device().toString()))
                        .given(RequestForAccessAttacks::siteWantsApproval),
                request(
                                "requests-flood",
                                "an operator without reach",
                                "one request more than may wait",
                                409,
                                "too_many_requests_wait",
                                (who, ground) -> ask(ground.stranger(), "till", HOUR, "why"))
                        .given(ground -> {
                            reach(ground, NOTHING);
                            while (ask(ground.stranger(), "till", HOUR, "why").status() == 202) {
                                // until no more may wait
                            }
                        }));
    }

    private static List<Attack> wishes() {
        return List.of(
                wish(
                        "request-by-nobody",
                        "nobody",
                        401,
                        "unauthorized",
                        ground -> ask(ground.nobody(), "till", HOUR, "why")),
                wish(
                        "request-by-auditor",
                        "an auditor",
                        403,
                        "forbidden",
                        ground -> ask(ground.auditor(), "till", HOUR, "why")),
                wish(
                        "request-huge-reason",
                        OPERATOR,
                        400,
                        "bad_value",
                        ground -> ask(ground.operator(), "till", HOUR, "x".repeat(501))),
                wish(
                        "request-no-reason",
                        OPERATOR,
                        400,
                        "bad_value",
                        ground -> ask(ground.operator(), "till", HOUR, " ")),
                wish(
                        "request-turned-reason",
                        OPERATOR,
                        400,
                        "bad_text",
                        ground -> ask(ground.operator(), "till", HOUR, "x\u202ey")),
                wish(
                        "request-huge-device",
                        OPERATOR,
                        400,
                        "bad_value",
                        ground -> ask(ground.operator(), "x".repeat(256), HOUR, "why")),
                wish("request-no-time", OPERATOR, 400, "bad_value", ground -> ask(ground.operator(), "till", 0, "why")),
                wish(
                        "request-for-ever",
                        OPERATOR,
                        400,
                        "bad_value",
                        ground -> ask(ground.operator(), "till", Integer.MAX_VALUE, "why")),
                wish(
                        "request-for-a-week",
                        OPERATOR,
                        400,
                        "bad_access_time",
                        ground -> ask(ground.operator(), "till", 7 * 24 * HOUR, "why")),
                wish("request-no-id", OPERATOR, 400, "bad_value", ground -> ground.operator()
                        .get(REQUESTS + "/1")),
                wish("requests-page-of-all", OPERATOR, 400, "bad_value", ground -> ground.operator()
                        .get(REQUESTS + "?limit=501")),
                wish("site-approval-by-operator", OPERATOR, 403, "forbidden", ground -> ground.operator()
                        .put(DEFAULT_SITE + "/approval", approval(false))),
                wish("site-approval-of-nowhere", ADMIN, 404, "unknown_site", ground -> ground.admin()
                                .put("/api/sites/" + UUID.randomUUID() + "/approval", approval(true)))
                        .given(ground -> reach(ground, EVERYTHING)));
    }

    private Attack decided(
            String id, String attacker, String what, int status, String code, Function<Ground, EngineClient> who) {
        return request(id, attacker, what, status, code, (none, ground) -> who.apply(ground)
                .post(REQUESTS + "/" + request + "/approve", Map.of()));
    }

    private static Attack wish(String id, String attacker, int status, String code, Function<Ground, EngineReply> act) {
        return request(id, attacker, "what may not be asked for", status, code, (none, ground) -> act.apply(ground));
    }

    private static Attack request(
            String id,
            String attacker,
            String what,
            int status,
            String code,
            BiFunction<String, Ground, EngineReply> act) {
        return row(id, GROUP, attacker, what, problem(status, code), ground -> Refusal.of(act.apply(id, ground)));
    }

    private static EngineReply ask(EngineClient who, String device, int seconds, String reason) {
        return who.post(REQUESTS, Map.of("device", device, "seconds", seconds, "reason", reason));
    }

    private static Map<String, Object> approval(boolean required) {
        return Map.of("required", required, "operators_approve", false);
    }

    private static void reach(Ground ground, Map<String, Object> scope) {
        ground.admin().put(SCOPE, scope).expect(200);
    }

    private void operatorAsks(Ground ground) {
        withdraw(ground.operator());
        request = ask(ground.operator(), ground.agent().id(), HOUR, "why")
                .expect(202)
                .field("request_id");
    }

    private void operatorWidens(Ground ground) {
        withdraw(ground.operator());
        request = permit(ground.operator(), ground, List.of("tcp/8080"))
                .expect(202)
                .field("request_id");
    }

    private static EngineReply permit(EngineClient who, Ground ground, List<String> ports) {
        return who.permit(ground.agent().id(), ports);
    }

    private void strangerAsks(Ground ground, String device) {
        reach(ground, NOTHING);
        withdraw(ground.stranger());
        request = ask(ground.stranger(), device, HOUR, "why").expect(202).field("request_id");
    }

    private void strangerHadAccess(Ground ground) {
        strangerAsks(ground, ground.agent().id());
        ground.admin().post(REQUESTS + "/" + request + "/approve", Map.of()).expect(200);
        ground.stranger().delete(REQUESTS + "/" + request).expect(200);
    }

    /** So that his next one may wait. */
    private static void withdraw(EngineClient who) {
        for (JsonNode waiting : who.get(REQUESTS + "?waiting=true").expect(200).json()) {
            who.delete(REQUESTS + "/" + waiting.path("request_id").asText());
        }
    }

    private static void siteWantsApproval(Ground ground) {
        String site = ground.admin()
                .post("/api/sites", Map.of("name", "asks " + UUID.randomUUID()))
                .expect(201)
                .field("site_id");
        String device = ground.device().device().toString();
        ground.admin()
                .put("/api/devices/" + device + "/site", Map.of("site_id", site))
                .expect(200);
        ground.admin().put("/api/sites/" + site + "/approval", approval(true)).expect(200);
    }

    /** What who asked is told of the two must differ in nothing but what he wrote himself, their ids and times. */
    private static Refusal compared(Ground ground) {
        TreeSet<String> told = new TreeSet<>();
        int count = 0;
        for (JsonNode waiting :
                ground.stranger().get(REQUESTS + "?waiting=true").expect(200).json()) {
            TreeSet<String> facts = new TreeSet<>();
            waiting.properties().forEach(field -> {
                if (!List.of("request_id", "asked_for", "asked_at", "lapses_at").contains(field.getKey())) {
                    facts.add(field.toString());
                }
            });
            told.add(facts.toString());
            count++;
        }
        return Refusal.because(count == 2 && told.size() == 1 ? "the same answer" : "different answers: " + told);
    }
}
