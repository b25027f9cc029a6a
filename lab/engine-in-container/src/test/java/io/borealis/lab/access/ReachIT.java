package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.EngineEar;
import io.borealis.lab.access.ReachTable.Caller;
import io.borealis.lab.access.ReachTable.Row;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.ControlMessage;
import io.borealis.protocol.control.ToEngine;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every door of the running Engine, tried by everybody, for a device within his scope and for one outside. */
@ExtendWith(ArquillianExtension.class)
class ReachIT {

    private static final String ASKER = "asker";
    private static final String SITES = "/api/sites";

    private final List<WebSocket> channels = new ArrayList<>();

    @Deployment(testable = false)
    static EnterpriseArchive engine() {
        return EngineEar.asBuilt();
    }

    @AfterEach
    void hangUp() {
        channels.forEach(WebSocket::abort);
    }

    @Test
    void everyDoorHasARow() {
        Set<String> rows =
                new TreeSet<>(ReachTable.rows().stream().map(Row::door).toList());
        assertThat(rows)
                .as("each resource method and each socket has a row in ReachTable, and no row is left over")
                .isEqualTo(Doors.all());
        assertThat(rows).hasSameSizeAs(ReachTable.rows());
    }

    @Test
    void everyRowOpensForWhomItSays() throws Exception {
        Ground ground = new Ground(new EngineHttp());
        SoftAssertions all = new SoftAssertions();
        try {
            for (Row row : ReachTable.rows()) {
                for (Caller caller : Caller.values()) {
                    all.assertThat(ground.ask(row, caller))
                            .as("%s as %s", row.door(), caller)
                            .isEqualTo(row.expected(caller));
                }
            }
        } finally {
            ground.openForAll();
        }
        all.assertAll();
    }

    /** Two devices of two sites, both connected, and people who reach the first alone. */
    private final class Ground {

        private final EngineHttp http;
        private final Map<String, EngineHttp.Enrolled> agents = new HashMap<>();
        private final Map<String, String> requests = new HashMap<>();
        private final String inside;
        private final String outside;
        private final String near;
        private final String far;

        Ground(EngineHttp http) throws Exception {
            this.http = http;
            near = site();
            far = site();
            inside = device(near);
            outside = device(far);
            limit("otto");
            limit("axel");
            http.signIn(ASKER, "olga", "olga-operator-of-a-test");
        }

        private String site() throws Exception {
            return ok("admin", "POST", SITES, "{\"name\":\"" + UUID.randomUUID() + "\"}")
                    .get("site_id")
                    .asText();
        }

        private String device(String site) throws Exception {
            EngineHttp.Enrolled agent = http.enrol();
            ok("admin", "PUT", "/api/devices/" + agent.id() + "/site", "{\"site_id\":\"" + site + "\"}");
            String device = agent.id().toString();
            agents.put(device, agent);
            connect(device);
            return device;
        }

        private void connect(String device) throws Exception {
            WebSocket channel = http.http()
                    .newWebSocketBuilder()
                    .header(
                            "Authorization",
                            "Bearer "
                                    + Optional.ofNullable(agents.get(device))
                                            .orElseThrow()
                                            .token())
                    .buildAsync(http.webSocket("/ws/agent"), new WebSocket.Listener() {})
                    .get(20, TimeUnit.SECONDS);
            channels.add(channel);
            channel.sendText(
                            new ControlCodec()
                                    .encode(new ToEngine.Hello(
                                            ControlMessage.OLDEST_VERSION,
                                            ControlMessage.NEWEST_VERSION,
                                            UUID.randomUUID(),
                                            "1",
                                            "outside",
                                            "Windows 11",
                                            Optional.empty())),
                            true)
                    .get(20, TimeUnit.SECONDS);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> ok(
                            "admin", "GET", "/api/devices/" + device, "")
                    .get("connected")
                    .asBoolean());
        }

        private void limit(String username) throws Exception {
            ok("admin", "PUT", "/api/accounts/" + username + "/scope", "{\"sites\":[\"" + near + "\"]}");
        }

        void openForAll() throws Exception {
            for (String device : agents.keySet()) {
                send("admin", "DELETE", "/api/tunnel/disconnect?all=true&agent_id=" + device, "");
            }
            for (String username : List.of("otto", "axel")) {
                ok("admin", "PUT", "/api/accounts/" + username + "/scope", "{\"all_devices\":true}");
            }
        }

        private JsonNode ok(String role, String method, String path, String body) throws Exception {
            HttpResponse<String> answer = send(role, method, path, body);
            assertThat(answer.statusCode())
                    .as("%s %s: %s", method, path, answer.body())
                    .isBetween(200, 299);
            return EngineHttp.json(answer);
        }

        private HttpResponse<String> send(String role, String method, String path, String body) throws Exception {
            return http.send(role, method, path, body.isEmpty() ? Optional.empty() : Optional.of(body));
        }

        String ask(Row row, Caller caller) throws Exception {
            String device = caller.inside ? inside : outside;
            String tunnel = prepare(row, device);
            String path = filled(row.path(), device, tunnel).replace("{request_id}", request(row, device));
            if (row.method().equals("WS")) {
                return socket(caller, path, tunnel);
            }
            String with = filled(row.with(), device, tunnel);
            boolean query = with.startsWith("?");
            HttpResponse<String> answer =
                    send(caller.role, row.method(), query ? path + with : path, query ? "" : with);
            String mark = row.expected(Caller.ADMIN).endsWith("+") && answer.statusCode() == 200
                    ? (answer.body().contains(device) ? "+" : "-")
                    : "";
            restore(row, caller, device);
            return answer.statusCode() + mark;
        }

        private String request(Row row, String device) throws Exception {
            if (!row.path().contains("{request_id}")) {
                return "";
            }
            String known = requests.getOrDefault(device, "");
            String wanted = row.method().equals("DELETE") ? "open" : "waiting";
            String now = known.isEmpty()
                    ? ""
                    : ok("admin", "GET", "/api/requests/" + known, "")
                            .get("status")
                            .asText();
            if (!now.equals(wanted)) {
                known = ok(
                                ASKER,
                                "POST",
                                "/api/requests",
                                "{\"device\":\"" + device + "\",\"seconds\":3600,\"reason\":\"tests\"}")
                        .get("request_id")
                        .asText();
                requests.put(device, known);
                if (wanted.equals("open")) {
                    ok("admin", "POST", "/api/requests/" + known + "/approve", "{}");
                }
            }
            return known;
        }

        private String filled(String text, String device, String tunnel) {
            return text.replace("{agent_id}", device)
                    .replace("{device}", device)
                    .replace("{tunnel}", tunnel)
                    .replace("{tunnel_id}", tunnel)
                    .replace("{site}", device.equals(inside) ? near : far)
                    .replace("{site_id}", device.equals(inside) ? near : far)
                    .replace("{username}", "olga")
                    .replace("{operator}", "olga")
                    .replace("{session_id}", "unknown-session")
                    .replace("{report}", "refusals")
                    .replace("{lately}", Instant.now().minus(Duration.ofDays(1)).toString())
                    .replace("{key_name}", "unknown-key")
                    .replace("{terminal_id}", "00000000-0000-4000-8000-000000000000")
                    .replace("{id}", "00000000-0000-4000-8000-000000000000");
        }

        /** The live tunnel of the device, in which everybody who may has a share; none before somebody connects. */
        private String prepare(Row row, String device) throws Exception {
            String none = "00000000-0000-4000-8000-000000000000";
            if (row.door().endsWith("/tunnel/connect")) {
                send("admin", "DELETE", "/api/tunnel/disconnect?all=true&agent_id=" + device, "");
                return none;
            }
            boolean needed = row.with().contains("{tunnel}")
                    || row.path().contains("{tunnel_id}")
                    || row.path().endsWith("/active")
                    || row.path().endsWith("/disconnect");
            if (!needed) {
                return none;
            }
            String wanted = "{\"agent_id\":\"" + device + "\"}";
            assertThat(send("admin", "POST", "/api/tunnel/connect", wanted).statusCode())
                    .isIn(200, 409);
            if (device.equals(inside)) {
                assertThat(send("operator", "POST", "/api/tunnel/connect", wanted)
                                .statusCode())
                        .isIn(200, 409);
            }
            String tunnel = ok("admin", "GET", "/api/tunnel/status?agent_id=" + device, "")
                    .get("tunnel_id")
                    .asText();
            if (row.door().equals("DELETE /api/tunnel/hold")) {
                ok("admin", "POST", "/api/tunnel/hold", "{\"tunnel_id\":\"" + tunnel + "\",\"seconds\":60}");
            }
            return tunnel;
        }

        private void restore(Row row, Caller caller, String device) throws Exception {
            if (row.path().endsWith("/logout") && EngineHttp.PEOPLE.contains(caller.role)) {
                http.signIn(caller.role);
            }
            if (row.door().equals("DELETE /api/devices/{agent_id}") && caller.role.equals("admin")) {
                ok("admin", "POST", "/api/devices/" + device + "/readmit", "{}");
                connect(device);
            }
        }

        private String socket(Caller caller, String path, String tunnel) throws Exception {
            String ticket = "";
            if (path.startsWith("/ws/terminal")) {
                HttpResponse<String> issued =
                        send(caller.role, "POST", "/api/terminal/tickets", "{\"tunnel_id\":\"" + tunnel + "\"}");
                ticket = issued.statusCode() == 200
                        ? "?ticket=" + EngineHttp.json(issued).get("ticket").asText()
                        : "";
            }
            Closing closing = new Closing();
            WebSocket.Builder socket = http.http().newWebSocketBuilder();
            http.authorization(caller.role).ifPresent(value -> socket.header("Authorization", value));
            try {
                WebSocket open = socket.buildAsync(http.webSocket(path + ticket), closing)
                        .get(20, TimeUnit.SECONDS);
                if (path.equals("/ws/agent")) {
                    open.abort();
                    return "101";
                }
                int said = closing.code.get(20, TimeUnit.SECONDS);
                open.abort();
                return Integer.toString(said);
            } catch (ExecutionException refused) {
                if (refused.getCause() instanceof WebSocketHandshakeException answered) {
                    return Integer.toString(answered.getResponse().statusCode());
                }
                throw refused;
            }
        }
    }

    /** Waits for the code with which the Engine closes, or for its first word, which is 101: it stays open. */
    private static final class Closing implements WebSocket.Listener {

        private final CompletableFuture<Integer> code = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence word, boolean last) {
            code.complete(101);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            code.complete(statusCode);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            code.completeExceptionally(failure);
        }
    }
}
