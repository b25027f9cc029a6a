package io.borealis.lab.access;

import java.util.List;
import java.util.Map;

/**
 * Who gets what answer at which door, for a device within his scope and for one outside. Operator and auditor are limited
 * to one site; an administrator and an agent have no scope.
 */
final class ReachTable {

    /**
     * A request is one of a third person about the device, whose site lets operators decide; once approved where it is ended.
     * Status by caller; of a socket the status that refused it, or the code that closed it. {@code +} says that a list holds
     * the device, {@code -} that it does not. What follows is the query, or the body.
     */
    private static final String TABLE = """
            DOOR                                        NONE AGENT ADMIN OP_IN OP_OUT AU_IN AU_OUT WITH
            POST /api/auth/login                        400  400   400   400   400    400   400    {}
            POST /api/auth/logout                       401  403   204   204   204    204   204
            GET /api/auth/ways                          200  200   200   200   200    200   200
            GET /api/auth/oidc/start                    503  503   503   503   503    503   503
            GET /api/auth/oidc/callback                 400  400   400   400   400    400   400
            POST /api/auth/oidc/backchannel-logout      415  415   415   415   415    415   415    {}
            POST /api/auth/step-up                      401  403   400   400   400    400   400    {}
            GET /api/sessions                           401  403   200   200   200    200   200
            DELETE /api/sessions/{session_id}           401  403   404   404   404    404   404
            POST /api/agent/enroll                      400  400   400   400   400    400   400    {}
            GET /api/agent/enroll/{id}                  404  404   404   404   404    404   404
            POST /api/agent/token                       400  400   400   400   400    400   400    {}
            POST /api/enrollment/codes                  401  403   201   403   403    403   403    {"site_id":"{site}"}
            GET /api/enrollment/codes                   401  403   200   403   403    403   403
            DELETE /api/enrollment/codes/{id}           401  403   404   403   403    403   403
            GET /api/enrollment/requests                401  403   200   403   403    403   403
            POST /api/enrollment/requests/{id}/approve  401  403   404   403   403    403   403    {}
            POST /api/enrollment/requests/{id}/deny     401  403   404   403   403    403   403    {}
            GET /api/devices                            401  403   200+  200+  200-   200+  200-   ?limit=500
            GET /api/devices/{agent_id}                 401  403   200   200   404    200   404
            DELETE /api/devices/{agent_id}              401  403   204   403   403    403   403
            POST /api/devices/{agent_id}/readmit        401  403   200   403   403    403   403    {}
            PUT /api/devices/{agent_id}/state           401  403   200   403   403    403   403    {"state":"active"}
            PUT /api/devices/{agent_id}/name            401  403   200   403   403    403   403    {"name":"Till"}
            DELETE /api/devices/{agent_id}/name         401  403   200   403   403    403   403
            DELETE /api/devices/{agent_id}/clone-mark   401  403   204   403   403    403   403
            PUT /api/devices/{agent_id}/site            401  403   200   403   403    403   403    {"site_id":"{site}"}
            PUT /api/devices/{agent_id}/tags            401  403   200   403   403    403   403    {"tags":["pos"]}
            GET /api/devices/{agent_id}/ports           401  403   200   200   404    200   404
            PUT /api/devices/{agent_id}/ports           401  403   200   200   404    403   403    {"ports":["tcp/3389"]}
            DELETE /api/devices/{agent_id}/ports        401  403   200   200   404    403   403
            GET /api/devices/{agent_id}/idle            401  403   200   200   404    200   404
            PUT /api/devices/{agent_id}/idle            401  403   200   403   403    403   403    {"idle_seconds":600}
            DELETE /api/devices/{agent_id}/idle         401  403   200   403   403    403   403
            GET /api/sites                              401  403   200   403   403    403   403
            POST /api/sites                             401  403   409   403   403    403   403    {"name":"default"}
            GET /api/sites/{site_id}                    401  403   200   403   403    403   403
            PUT /api/sites/{site_id}/name               401  403   409   403   403    403   403    {"name":"default"}
            DELETE /api/sites/{site_id}                 401  403   409   403   403    403   403
            GET /api/sites/{site_id}/devices            401  403   200+  403   403    403   403
            PUT /api/sites/{site_id}/ports              401  403   200   403   403    403   403    {"ports":["tcp/20-30"]}
            DELETE /api/sites/{site_id}/ports           401  403   200   403   403    403   403
            PUT /api/sites/{site_id}/approval           401  403   200   403   403    403   403    {"required":false,"operators_approve":true}
            POST /api/requests                          401  403   403   202   202    403   403    {"device":"{device}","seconds":3600,"reason":"tests"}
            GET /api/requests                           401  403   200+  200+  200+   200+  200-
            GET /api/requests/{request_id}              401  403   200   200   404    200   404
            POST /api/requests/{request_id}/refuse      401  403   200   200   404    403   403    {}
            POST /api/requests/{request_id}/approve     401  403   200   200   404    403   403    {}
            DELETE /api/requests/{request_id}           401  403   200   200   404    403   403
            GET /api/accounts                           401  403   200   403   403    403   403
            POST /api/accounts                          401  403   409   403   403    403   403    {"username":"olga","roles":["operator"]}
            GET /api/accounts/{username}                401  403   200   403   403    403   403
            PUT /api/accounts/{username}/state          401  403   200   403   403    403   403    {"disabled":false}
            PUT /api/accounts/{username}/roles          401  403   200   403   403    403   403    {"roles":["operator"]}
            POST /api/accounts/{username}/password-reset 401  403   200   403   403    403   403    {}
            DELETE /api/accounts/{username}/second-factor 401  403   200   403   403    403   403
            GET /api/account                            401  403   200   200   200    200   200
            GET /api/account/views                      401  403   200   200   200    200   200
            PUT /api/account/views                      401  403   200   200   200    200   200    {"views":[{"name":"tills","search":"till"}]}
            PUT /api/account/password                   401  403   400   400   400    400   400    {}
            POST /api/account/second-factor             401  403   400   400   400    400   400    {}
            POST /api/account/second-factor/confirm     401  403   400   400   400    400   400    {}
            POST /api/account/second-factor/remove      401  403   400   400   400    400   400    {}
            GET /api/accounts/{username}/scope          401  403   200   403   403    403   403
            PUT /api/accounts/{username}/scope          401  403   200   403   403    403   403    {"all_devices":true}
            GET /api/keys                               401  403   200   403   403    403   403
            GET /api/keys/orchestration-token/waiting   401  403   200   403   403    403   403
            GET /api/keys/{key_name}                    401  403   404   403   403    403   403
            POST /api/keys/{key_name}/rotate            401  403   404   403   403    403   403
            DELETE /api/keys/{key_name}/previous        401  403   404   403   403    403   403
            POST /api/tunnel/connect                    401  403   200   200   404    403   403    {"agent_id":"{device}"}
            GET /api/tunnel/status                      401  403   200   200   404    200   404    ?agent_id={device}
            GET /api/tunnel/connect/status              401  403   200   200   404    200   404    ?agent_id={device}
            GET /api/tunnel/active                      401  403   200+  200+  200-   200+  200-
            DELETE /api/tunnel/disconnect               401  403   200   200   404    403   403    ?agent_id={device}
            POST /api/tunnel/activity                   401  403   200   200   404    403   403    {"tunnel_id":"{tunnel}"}
            POST /api/tunnel/presence                   401  403   200   200   404    403   403    {"tunnel_id":"{tunnel}"}
            POST /api/tunnel/hold                       401  403   200   200   404    403   403    {"tunnel_id":"{tunnel}","seconds":60}
            DELETE /api/tunnel/hold                     401  403   200   200   404    403   403    ?tunnel_id={tunnel}
            POST /api/terminal/tickets                  401  403   200   200   404    403   403    {"tunnel_id":"{tunnel}"}
            GET /api/terminals                          401  403   200   200   404    403   403    ?tunnel_id={tunnel}
            DELETE /api/terminals/{terminal_id}         401  403   404   404   404    403   403
            PUT /api/terminals/{terminal_id}/shares/{operator}    401 403 404 404 404 403 403    {"may":"watch"}
            DELETE /api/terminals/{terminal_id}/shares/{operator} 401 403 404 404 404 403 403
            GET /api/activity                           401  403   200+  403  403    200+  200-   ?agent_id={device}&limit=500
            GET /api/activity/export                    401  403   200+  403  403    200+  200-   ?event=agent_connected&format=json
            GET /api/activity/verify                    401  403   200   403  403    200   200
            GET /api/activity/keys                      401  403   200   403  403    200   200
            GET /api/reports/sessions                   401  403   200+  403  403    200+  200-   ?device={device}&limit=500
            GET /api/reports/sessions/export            401  403   200+  403  403    200+  200-   ?format=json
            GET /api/reports/access                     401  403   200+  403  403    200+  200-   ?by=device&from={lately}&limit=500
            GET /api/reports/refusals                   401  403   200   403  403    200   200    ?device={device}&from={lately}
            GET /api/reports/devices-not-seen           401  403   200   403  403    200   200    ?device={device}&days=0
            GET /api/reports/grants-not-used            401  403   200   403  403    200   200    ?device={device}
            GET /api/reports/acts                       401  403   200   403  403    200   200    ?device={device}
            GET /api/reports/{report}/export            401  403   200   403  403    200   200    ?format=json
            GET /api/reports/open                       401  403   200   403  403    200   404    ?device={device}&at=2020-01-01
            WS /ws/agent                                401  101   403   403   403    403   403
            WS /ws/events                               401  403   101   101   101    101   101
            WS /ws/terminal/{tunnel_id}                 4401 4401  4404  4404  4401   4401  4401
            """;

    private ReachTable() {}

    /** Who stands at the door, and whether the device that is asked about is within his scope. */
    enum Caller {
        NONE("none", true),
        AGENT("agent", true),
        ADMIN("admin", true),
        ADMIN_OUT("admin", false),
        OP_IN("operator", true),
        OP_OUT("operator", false),
        AU_IN("auditor", true),
        AU_OUT("auditor", false);

        final String role;
        final boolean inside;

        Caller(String role, boolean inside) {
            this.role = role;
            this.inside = inside;
        }
    }

    /** @param with a query when it begins with a question mark, else a body; may be empty */
    record Row(String door, Map<Caller, String> expected, String with) {

        String expected(Caller caller) {
            return expected.getOrDefault(caller, "no word in the table");
        }

        String method() {
            return door.substring(0, door.indexOf(' '));
        }

        String path() {
            return door.substring(door.indexOf(' ') + 1);
        }
    }

    static List<Row> rows() {
        return TABLE.lines().skip(1).map(ReachTable::row).toList();
    }

    private static Row row(String line) {
        String[] words = line.strip().split(" +", 10);
        return new Row(
                words[0] + " " + words[1],
                Map.of(
                        Caller.NONE, words[2],
                        Caller.AGENT, words[3],
                        Caller.ADMIN, words[4],
                        Caller.ADMIN_OUT, words[4],
                        Caller.OP_IN, words[5],
                        Caller.OP_OUT, words[6],
                        Caller.AU_IN, words[7],
                        Caller.AU_OUT, words[8]),
                words.length > 9 ? words[9] : "");
    }
}
