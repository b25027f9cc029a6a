package io.borealis.lab.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EventsClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who looks on hears what happens, as far as he may see it, and goes on where he was. */
class EventsIT extends LabCase {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /** How long the tunnel of a page that was closed may stay. */
    private static final Duration LAST_OUT = Duration.ofSeconds(10);

    @BeforeEach
    void ofOneLeg() {
        Legs.only(Leg.QUICK, "who hears what is decided and said in the Engine's own Java");
    }

    @AfterEach
    void reachEverything() {
        admin.put("/api/accounts/operator2/scope", Map.of("all_devices", true)).expect(200);
    }

    private static EventsClient lookOn(EngineClient client) {
        EventsClient events = client.events(Optional.empty());
        await().atMost(SOON).until(() -> !events.words().isEmpty());
        assertThat(events.words().get(0).path("type").asText()).isEqualTo("hello");
        return events;
    }

    private static void awaitHappened(EventsClient events, LabAgent agent, String... names) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(events.happenedOn(agent.id())).containsSubsequence(names));
    }

    @Test
    void tellsTheLifeOfATunnelAndWhoLivesIt() {
        try (EventsClient events = lookOn(lab.session("operator2"))) {
            String tunnel = up(operator, first).path("tunnel_id").asText();
            try (TerminalClient terminal = operator.terminal(tunnel)) {
                terminal.terminalId();
            }
            admin.permit(first.id(), List.of("tcp/3389")).expect(200);
            operator.disconnect(first.id()).expect(200);

            awaitHappened(
                    events,
                    first,
                    "tunnel_opened",
                    "peer_accepted",
                    "tunnel_up",
                    "terminal_opened",
                    "ports_set",
                    "tunnel_ended");
            assertThat(events.words())
                    .extracting(word -> word.path("number").asLong())
                    .isSorted();
            JsonNode opened = events.words().stream()
                    .filter(word -> word.path("event").asText().equals("tunnel_opened"))
                    .findFirst()
                    .orElseThrow();
            assertThat(opened.path("tunnel_id").asText()).isEqualTo(tunnel);
            assertThat(opened.path("operator").asText()).isEqualTo("operator");
        }
    }

    @Test
    void tellsNobodyOfADeviceOutOfHisReachAndSaysThatItChanged() {
        admin.put("/api/accounts/operator2/scope", Map.of("tags", List.of("none-has-this")))
                .expect(200);
        EngineClient outside = lab.session("operator2");
        try (EventsClient events = lookOn(outside);
                EventsClient all = lookOn(admin)) {
            up(operator, first);
            operator.disconnect(first.id()).expect(200);
            awaitHappened(all, first, "tunnel_opened", "tunnel_ended");

            admin.put("/api/accounts/operator2/scope", Map.of("all_devices", true))
                    .expect(200);
            await().atMost(SOON).until(() -> events.words().size() == 2);
            assertThat(events.words().get(1).path("type").asText()).isEqualTo("fetch_again");
            assertThat(events.words().get(1).path("reason").asText()).isEqualTo("reach_changed");
            up(operator, first);
            awaitHappened(events, first, "tunnel_opened", "tunnel_up");
        }
    }

    @Test
    void goesOnWhereAConnectionBroke() {
        EventsClient broken = lookOn(operator);
        up(operator, first);
        awaitHappened(broken, first, "tunnel_up");
        String position = broken.position();
        broken.close();
        operator.disconnect(first.id()).expect(200);

        try (EventsClient again = operator.events(Optional.of(position))) {
            awaitHappened(again, first, "tunnel_ended");
            assertThat(again.words())
                    .extracting(word -> word.path("type").asText())
                    .doesNotContain("fetch_again");
            assertThat(again.happenedOn(first.id())).doesNotContain("tunnel_up");
        }
    }

    @Test
    void saysWhenWhatIsMissingCannotBeTold() {
        try (EventsClient events = operator.events(Optional.of(UUID.randomUUID() + ".7"))) {
            await().atMost(SOON).until(() -> events.words().size() >= 2);
            assertThat(events.words().get(1).path("type").asText()).isEqualTo("fetch_again");
            assertThat(events.words().get(1).path("reason").asText()).isEqualTo("missed");
        }
    }

    @Test
    void endsWithItsSession() {
        EngineClient session = lab.as("operator");
        try (EventsClient events = lookOn(session)) {
            session.send("POST", "/api/auth/logout", BodyPublishers.noBody(), Map.of())
                    .expect(204);

            await().atMost(AT_ONCE).until(() -> events.closeCode().isPresent());
            assertThat(events.closeCode()).hasValue(4401);
            assertThat(events.closeText()).contains("signed_out");
        }
    }

    @Test
    void leavesTheTunnelOfAPageThatCameBackAndWasClosed() {
        EngineClient session = lab.as("operator");
        up(session, first);
        String at = "{\"type\":\"at\",\"page\":\"" + UUID.randomUUID() + "\",\"agent_ids\":[\"" + first.id() + "\"]}";
        EventsClient cut = lookOn(session);
        cut.say(at);
        cut.close();
        EventsClient page = lookOn(session);
        page.say(at);
        assertThat(statusOf(first)).isEqualTo("up");

        page.say("{\"type\":\"leaving\"}");
        page.close();

        await().atMost(LAST_OUT).until(() -> statusOf(first).equals("down"));
        assertThat(activity())
                .anyMatch(row -> row.contains("tunnel_ended")
                        && row.contains(first.id())
                        && row.contains("operator_disconnect: the page was closed"));
    }

    @Test
    void hearsNothingElseAndLetsNoStrangerIn() {
        try (EventsClient forger = lookOn(operator)) {
            forger.say("{\"type\":\"happened\"}");
            await().atMost(SOON).until(() -> forger.closeCode().isPresent());
            assertThat(forger.closeCode()).hasValue(4400);
        }
        try (EventsClient lost = operator.events(Optional.of("yesterday"))) {
            await().atMost(SOON).until(() -> lost.closeCode().isPresent());
            assertThat(lost.closeCode()).hasValue(4400);
        }
        EngineClient stranger = operator.withToken("e30.e30.e30");
        assertThatThrownBy(() -> stranger.events(Optional.empty())).isInstanceOf(LabException.class);
    }
}
