package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.LabCase;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.TerminalClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is signed out has nothing any more, a second later: no request, no ticket, no terminal, no tunnel. */
class SessionsIT extends LabCase {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @Test
    void signOutTakesTerminalTicketRequestAndTunnelAtOnce() throws IOException {
        EngineClient session = lab.as("operator");
        JsonNode tunnel = up(session, first);
        String id = tunnel.path("tunnel_id").asText();
        String ticket = session.terminalTicket(id);
        try (TerminalClient terminal = session.terminal(id);
                HalfRequest request = HalfRequest.begin(session)) {
            terminal.type("echo alive-$((6*7))\r");
            terminal.awaitOutput("alive-42", SOON);

            session.send("POST", "/api/auth/logout", BodyPublishers.noBody(), Map.of())
                    .expect(204);

            everythingIsGone(session, terminal, request, "signed_out");
        }
        assertTicketIsVoid(session, id, ticket);
        assertThat(admin.status(first.id()).field("reason")).isEqualTo("operator_disconnect");
        assertTold(id, "signed_out");
    }

    @Test
    void administratorEndsASessionAndAllThatHangsOnIt() throws IOException {
        EngineClient session = lab.as("operator");
        String id = up(session, first).path("tunnel_id").asText();
        up(session, second);
        String ticket = session.terminalTicket(id);
        try (TerminalClient terminal = session.terminal(id);
                HalfRequest request = HalfRequest.begin(session)) {
            terminal.type("echo alive-$((6*7))\r");
            terminal.awaitOutput("alive-42", SOON);

            admin.delete("/api/sessions/" + idOf(session)).expect(204);

            everythingIsGone(session, terminal, request, "ended_by_administrator");
            await().atMost(AT_ONCE).until(() -> statusOf(second).equals("down"));
        }
        assertTicketIsVoid(session, id, ticket);
        assertThat(admin.status(first.id()).field("reason")).isEqualTo("revoked");
        assertTold(id, "ended_by_administrator");
    }

    @Test
    void leavesTheTunnelAndTheTerminalsOfOthersAlone() {
        EngineClient session = lab.as("operator");
        String id = up(session, first).path("tunnel_id").asText();
        EngineClient other = lab.session("operator2");
        other.connect(first.id()).expect(200);
        try (TerminalClient terminal = session.terminal(id);
                TerminalClient theirs = other.terminal(id)) {
            theirs.type("echo before-$((6*7))\r");
            theirs.awaitOutput("before-42", SOON);

            admin.delete("/api/sessions/" + idOf(session)).expect(204);

            await().atMost(AT_ONCE).until(() -> terminal.closeCode().isPresent());
            theirs.type("echo after-$((6*7))\r");
            theirs.awaitOutput("after-42", SOON);
            assertThat(statusOf(first)).isEqualTo("up");
            await().atMost(AT_ONCE).until(() -> !other.status(first.id())
                    .json()
                    .path("operators")
                    .toString()
                    .contains("\"operator\""));
        }
    }

    @Test
    void listsWhoIsSignedInFromWhereAndWithWhat() {
        EngineClient session = lab.as("operator");

        JsonNode own = session.get("/api/sessions").expect(200).json();
        assertThat(own).allMatch(view -> view.path("username").asText().equals("operator"));
        JsonNode current = Stream.iterate(0, i -> i < own.size(), i -> i + 1)
                .map(own::get)
                .filter(view -> view.path("current").asBoolean())
                .findFirst()
                .orElseThrow();
        assertThat(current.path("user_agent").asText()).startsWith("Java-http-client");
        assertThat(current.path("remote_address").asText()).isNotBlank();
        assertThat(session.get("/api/sessions?all=true").status()).isEqualTo(403);
        assertThat(admin.get("/api/sessions?all=true").expect(200).text())
                .contains(current.path("session_id").asText());
    }

    private void everythingIsGone(EngineClient session, TerminalClient terminal, HalfRequest request, String reason) {
        EngineReply refused = session.get("/api/devices");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.field("code")).isEqualTo("session_ended");
        assertThat(refused.field("reason")).isEqualTo(reason);
        await().atMost(AT_ONCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> terminal.closeCode().isPresent() && statusOf(first).equals("down") && request.isOver());
        assertThat(terminal.closeCode()).hasValue(4401);
        assertThat(terminal.closeText()).contains(reason);
    }

    private static String idOf(EngineClient session) {
        for (JsonNode view : session.get("/api/sessions").expect(200).json()) {
            if (view.path("current").asBoolean()) {
                return view.path("session_id").asText();
            }
        }
        throw new AssertionError("no session is the current one");
    }

    private void assertTold(String tunnel, String reason) {
        await().atMost(SOON).untilAsserted(() -> {
            List<String> log = activity();
            assertThat(log)
                    .anyMatch(line -> line.contains(" session_ended ") && line.contains(": " + reason))
                    .anyMatch(line -> line.contains(" terminal_ended ")
                            && line.contains(tunnel)
                            && line.contains("the operator session ended: " + reason))
                    .anyMatch(line -> line.contains(" tunnel_ended ")
                            && line.contains(tunnel)
                            && line.contains("the operator session ended: " + reason));
        });
    }
}
