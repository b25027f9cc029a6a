package io.borealis.lab.attack;

import static io.borealis.lab.attack.Attack.row;
import static io.borealis.lab.attack.Refusal.problem;

import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Who uses a device outside his scope, and who settles sites, tags and scopes without the right to it. */
final class ReachAttacks implements Attacks {

    private static final String GROUP = "reach";
    private static final String ADMIN = "an administrator";
    private static final String SITES = "/api/sites";
    private static final String ACTIVITY = "/api/activity";
    private static final String REPORTS = "/api/reports/";
    private static final String SESSIONS = "/api/reports/sessions";
    private static final String SCOPE = "/api/accounts/operator2/scope";
    private static final String DEFAULT_SITE = "00000000-0000-0000-0000-000000000001";
    private static final String CEILING = SITES + "/" + DEFAULT_SITE + "/ports";
    private static final Map<String, Object> EVERYTHING = Map.of("all_devices", true);

    @Override
    public List<Attack> rows() {
        return List.of(
                outside(
                        "outside-device",
                        "GET device",
                        404,
                        "unknown_agent",
                        (who, ground) -> who.get(device(ground, ""))),
                outside(
                        "outside-status",
                        "GET status",
                        404,
                        "unknown_agent",
                        (who, ground) -> who.status(ground.agent().id())),
                outside(
                        "outside-connect",
                        "connect",
                        404,
                        "unknown_agent",
                        (who, ground) -> who.connect(ground.agent().id())),
                outside(
                        "outside-disconnect",
                        "disconnect",
                        404,
                        "unknown_agent",
                        (who, ground) -> who.disconnect(ground.agent().id())),
                outside(
                        "outside-ports",
                        "GET ports",
                        404,
                        "unknown_agent",
                        (who, ground) -> who.get(device(ground, "/ports"))),
                outside(
                        "outside-set-ports",
                        "PUT ports",
                        404,
                        "unknown_agent",
                        (who, ground) -> who.permit(ground.agent().id(), List.of("tcp/1-65535"))),
                outside(
                        "outside-idle",
                        "GET idle",
                        404,
                        "unknown_agent",
                        (who, ground) -> who.get(device(ground, "/idle"))),
                outside(
                        "outside-ticket",
                        "a ticket",
                        404,
                        "no_tunnel",
                        (who, ground) -> who.post("/api/terminal/tickets", tunnel(ground))),
                outside(
                        "outside-activity",
                        "activity",
                        404,
                        "no_tunnel",
                        (who, ground) -> who.post("/api/tunnel/activity", tunnel(ground))),
                outside(
                        "outside-hold",
                        "a hold",
                        404,
                        "no_tunnel",
                        (who, ground) ->
                                who.post("/api/tunnel/hold", Map.of("tunnel_id", ground.tunnelId(), "seconds", 60))),
                outside(
                        "outside-release",
                        "a release",
                        404,
                        "no_tunnel",
                        (who, ground) -> who.delete("/api/tunnel/hold?tunnel_id=" + ground.tunnelId())),
                // Given last of those above: the other rows find their stranger as he was
                request("scope-by-itself", "an operator", "PUT scope", 403, "forbidden", ground -> ground.stranger()
                                .put(SCOPE, EVERYTHING))
                        .given(ground -> ground.admin().put(SCOPE, EVERYTHING).expect(200)),
                request("scope-by-auditor", "an auditor", "GET scope", 403, "forbidden", ground -> ground.auditor()
                        .get(SCOPE)),
                request("scope-without-token", "nobody", "PUT scope", 401, "unauthorized", ground -> ground.nobody()
                        .put(SCOPE, EVERYTHING)),
                request("scope-of-nobody", ADMIN, "PUT scope", 404, "unknown_account", ground -> ground.admin()
                        .put("/api/accounts/nobody/scope", EVERYTHING)),
                request(
                        "scope-of-an-admin",
                        ADMIN,
                        "PUT scope",
                        409,
                        "account_is_administrator",
                        ground -> ground.admin().put("/api/accounts/admin/scope", Map.of("tags", List.of()))),
                scope("scope-of-all-and-some", Map.of("all_devices", true, "tags", List.of("pos")), 400, "bad_value"),
                scope("scope-of-nothing-said", Map.of(), 400, "bad_value"),
                scope("scope-of-no-site", Map.of("sites", List.of(UUID.randomUUID())), 404, "unknown_site"),
                scope("scope-of-no-id", Map.of("sites", List.of("' or 1=1")), 400, "bad_value"),
                scope("scope-of-many-tags", Map.of("tags", tags(65)), 400, "bad_value"),
                request("site-by-operator", "an operator", "POST site", 403, "forbidden", ground -> ground.operator()
                        .post(SITES, Map.of("name", "mine"))),
                request("sites-by-auditor", "an auditor", "GET sites", 403, "forbidden", ground -> ground.auditor()
                        .get(SITES)),
                request(
                        "activity-by-operator",
                        "an operator",
                        "GET activity",
                        403,
                        "forbidden",
                        ground -> ground.operator().get(ACTIVITY)),
                request(
                        "export-by-operator",
                        "an operator",
                        "GET activity/export",
                        403,
                        "forbidden",
                        ground -> ground.operator().get(ACTIVITY + "/export?format=csv")),
                request(
                        "proof-by-operator",
                        "an operator",
                        "GET activity/verify",
                        403,
                        "forbidden",
                        ground -> ground.operator().get(ACTIVITY + "/verify")),
                request(
                        "proof-of-no-time",
                        "an auditor",
                        "GET activity/verify",
                        400,
                        "bad_value",
                        ground -> ground.auditor().get(ACTIVITY + "/verify?from=yesterday")),
                request(
                        "activity-of-no-event",
                        "an auditor",
                        "GET activity",
                        400,
                        "unknown_event",
                        ground -> ground.auditor().get(ACTIVITY + "?event=' or 1=1 --".replace(" ", "%20"))),
                request(
                        "activity-turned-round",
                        "an auditor",
                        "GET activity",
                        400,
                        "bad_period",
                        ground -> ground.auditor().get(ACTIVITY + "?from=2026-11-30&until=2026-11-01")),
                request(
                        "activity-after-no-row",
                        "an auditor",
                        "GET activity",
                        404,
                        "unknown_activity",
                        ground -> ground.auditor().get(ACTIVITY + "?after=999999999999999999")),
                request(
                        "activity-searched-for-ever",
                        "an auditor",
                        "GET activity",
                        400,
                        "period_too_long",
                        ground -> ground.auditor().get(ACTIVITY + "?search=a")),
                request("report-by-operator", "an operator", "GET report", 403, "forbidden", ground -> ground.operator()
                        .get(SESSIONS)),
                request("report-of-no-reason", "an auditor", "GET report", 400, "bad_value", ground -> ground.auditor()
                        .get(SESSIONS + "?reason=%27%20or%201=1%20--")),
                request(
                        "report-after-nothing",
                        "an auditor",
                        "GET report",
                        404,
                        "unknown_tunnel",
                        ground -> ground.auditor().get(SESSIONS + "?after=" + UUID.randomUUID())),
                request("open-to-come", "an auditor", "GET report", 400, "bad_value", ground -> ground.auditor()
                        .get("/api/reports/open?at=9998-01-01&device=" + UUID.randomUUID())),
                request(
                        "summary-by-operator",
                        "an operator",
                        "GET report",
                        403,
                        "forbidden",
                        ground -> ground.operator().get(REPORTS + "access")),
                request(
                        "summary-export-by-operator",
                        "an operator",
                        "GET export",
                        403,
                        "forbidden",
                        ground -> ground.operator().get(REPORTS + "acts/export?format=csv")),
                request(
                        "summary-of-everything",
                        "an auditor",
                        "GET report",
                        400,
                        "period_too_long",
                        ground -> ground.auditor().get(REPORTS + "refusals")),
                request("summary-by-nothing", "an auditor", "GET report", 400, "bad_value", ground -> ground.auditor()
                        .get(REPORTS + "access?by=%27%20or%201=1%20--")),
                request("summary-after-sql", "an auditor", "GET report", 400, "bad_value", ground -> ground.auditor()
                        .get(REPORTS + "devices-not-seen?after=%27%20or%201=1%20--")),
                request(
                        "report-of-nothing",
                        "an auditor",
                        "GET export",
                        404,
                        "unknown_report",
                        ground -> ground.auditor().get(REPORTS + "passwords/export?format=csv")),
                site("site-taken", "default", 409, "site_name_taken"),
                site("site-blank", "  ", 400, "bad_value"),
                site("site-long", "x".repeat(129), 400, "bad_value"),
                site("site-turns", "shop \u202e12", 400, "bad_text"),
                request("site-default-goes", ADMIN, "DELETE site", 409, "default_site", ground -> ground.admin()
                        .delete(SITES + "/" + DEFAULT_SITE)),
                request("site-no-id", ADMIN, "DELETE site", 400, "bad_value", ground -> ground.admin()
                        .delete(SITES + "/1")),
                request("site-page-of-all", ADMIN, "GET sites", 400, "bad_value", ground -> ground.admin()
                        .get(SITES + "?limit=501")),
                request(
                        "ceiling-by-operator",
                        "an operator",
                        "PUT ceiling",
                        403,
                        "forbidden",
                        ground -> ground.operator().put(CEILING, Map.of("ports", List.of("tcp/1-65535")))),
                request(
                        "ceiling-dropped",
                        "an operator",
                        "DELETE ceiling",
                        403,
                        "forbidden",
                        ground -> ground.operator().delete(CEILING)),
                request("ceiling-of-all-ports", ADMIN, "PUT ceiling", 400, "too_many_ports", ground -> ground.admin()
                        .put(CEILING, Map.of("ports", ports(65)))),
                request("ceiling-of-no-port", ADMIN, "PUT ceiling", 400, "bad_value", ground -> ground.admin()
                        .put(CEILING, Map.of("ports", List.of("tcp/0")))),
                request("ceiling-of-nowhere", ADMIN, "PUT ceiling", 404, "unknown_site", ground -> ground.admin()
                        .put(SITES + "/" + UUID.randomUUID() + "/ports", Map.of("ports", List.of()))),
                request("move-by-operator", "an operator", "PUT site", 403, "forbidden", ground -> ground.operator()
                        .put(device(ground, "/site"), Map.of("site_id", DEFAULT_SITE))),
                request("move-to-nowhere", ADMIN, "PUT site", 404, "unknown_site", ground -> ground.admin()
                        .put(device(ground, "/site"), Map.of("site_id", UUID.randomUUID()))),
                request("tag-by-operator", "an operator", "PUT tags", 403, "forbidden", ground -> ground.operator()
                        .put(device(ground, "/tags"), Map.of("tags", List.of("pos")))),
                tag("tag-many", tags(17)),
                tag("tag-capital", List.of("Pos")),
                tag("tag-looks-alike", List.of("p\u043es")),
                tag("tag-long", List.of("x".repeat(65))),
                tag("tag-empty", List.of("")),
                request("code-of-no-site", ADMIN, "POST code", 404, "unknown_site", ground -> ground.admin()
                        .post("/api/enrollment/codes", Map.of("site_id", UUID.randomUUID()))));
    }

    private static List<String> ports(int many) {
        return IntStream.rangeClosed(1, many).mapToObj(i -> "tcp/" + 2 * i).toList();
    }

    private static List<String> tags(int many) {
        return IntStream.range(0, many).mapToObj(i -> "t" + i).toList();
    }

    /** By an operator who reaches nothing. */
    private static Attack outside(
            String id, String what, int status, String code, BiFunction<EngineClient, Ground, EngineReply> act) {
        return row(
                        id,
                        GROUP,
                        "an operator without reach",
                        what,
                        problem(status, code),
                        ground -> Refusal.of(act.apply(ground.stranger(), ground)))
                .given(ground ->
                        ground.admin().put(SCOPE, Map.of("sites", List.of())).expect(200));
    }

    private static Attack request(
            String id, String attacker, String what, int status, String code, Function<Ground, EngineReply> act) {
        return row(id, GROUP, attacker, what, problem(status, code), ground -> Refusal.of(act.apply(ground)));
    }

    private static Attack scope(String id, Map<String, Object> body, int status, String code) {
        return request(
                id, ADMIN, "PUT scope", status, code, ground -> ground.admin().put(SCOPE, body));
    }

    private static Attack site(String id, String name, int status, String code) {
        return request(id, ADMIN, "a name of a site", status, code, ground -> ground.admin()
                .post(SITES, Map.of("name", name)));
    }

    private static Attack tag(String id, List<String> tags) {
        return request(id, ADMIN, "tags that are none", 400, "bad_value", ground -> ground.admin()
                .put(device(ground, "/tags"), Map.of("tags", tags)));
    }

    private static String device(Ground ground, String what) {
        return "/api/devices/" + ground.agent().id() + what;
    }

    private static Map<String, String> tunnel(Ground ground) {
        return Map.of("tunnel_id", ground.tunnelId());
    }
}
