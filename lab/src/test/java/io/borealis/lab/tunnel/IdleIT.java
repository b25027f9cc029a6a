package io.borealis.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.LabCase;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps a tunnel open and what does not, at an idle time of 20 s, on two devices beside each other. */
class IdleIT extends LabCase {

    private static final int IDLE = 20;
    private static final int HOLD = 30;
    private static final Duration STEP = Duration.ofSeconds(10);

    @BeforeEach
    void idleSoon() {
        for (LabAgent agent : List.of(first, second)) {
            admin.put("/api/devices/" + agent.id() + "/idle", Map.of("idle_seconds", IDLE))
                    .expect(200);
        }
    }

    @AfterEach
    void idleAsBefore() {
        for (LabAgent agent : List.of(first, second)) {
            admin.delete("/api/devices/" + agent.id() + "/idle").expect(200);
        }
    }

    @Test
    void endsWithoutAnOperatorWhateverElseMovesAndLivesWithOneOrOnHold() {
        String unused = up(operator, first).path("tunnel_id").asText();
        String used = up(operator, second).path("tunnel_id").asText();
        TerminalClient noisy = operator.terminal(unused);
        TerminalClient busy = operator.terminal(used);
        noisy.type(first.host().dialect().tick() + "\r");
        Instant left = Instant.now();
        noisy.awaitOutput("tick-42", SOON);

        JsonNode ended = awaitDown(left, used, busy);
        assertThat(Duration.between(left, Instant.parse(ended.path("ended_at").asText())))
                .isBetween(Duration.ofSeconds(IDLE - 1), Duration.ofSeconds(IDLE + 5));
        assertThat(noisy.outputBytes()).isGreaterThan(100);
        assertThat(statusOf(second)).isEqualTo("up");

        // the other goes on, while the first device has a tunnel on hold that nobody touches
        String held = up(operator, first).path("tunnel_id").asText();
        Map<String, Object> hold = Map.of("tunnel_id", held, "seconds", HOLD);
        Instant until = Instant.parse(
                operator.post("/api/tunnel/hold", hold).expect(200).field("until"));
        JsonNode shown = operator.status(first.id()).json();
        assertThat(shown.path("hold").path("by").asText()).isEqualTo("operator");
        assertThat(Instant.parse(shown.path("idle_deadline").asText()))
                .isBetween(until.minusSeconds(2), until.plusSeconds(2));

        JsonNode over = awaitDown(Instant.now(), used, busy);
        assertThat(Instant.parse(over.path("ended_at").asText()))
                .isBetween(until.minusSeconds(1), until.plusSeconds(5));
        assertThat(over.path("received_bytes").asLong()).isPositive();
        assertThat(over.path("sent_bytes").asLong()).isPositive();
        assertThat(statusOf(second)).isEqualTo("up");
        busy.close();
    }

    /**
     * Asks as an open page does until the first device's tunnel ended, and uses the second one every ten seconds, by a
     * key and by presence in turn.
     */
    private JsonNode awaitDown(Instant since, String used, TerminalClient busy) {
        EngineClient page = lab.session("operator2");
        AtomicInteger uses = new AtomicInteger();
        await().atMost(Duration.ofSeconds(HOLD + 20))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    if (Duration.between(since, Instant.now()).compareTo(STEP.multipliedBy(uses.get() + 1)) >= 0) {
                        use(used, busy, uses.incrementAndGet());
                    }
                    operator.get("/api/devices").expect(200);
                    page.get("/api/tunnel/active").expect(200);
                    return page.status(first.id()).expect(200).field("status").equals("down");
                });
        JsonNode ended = page.status(first.id()).json();
        assertThat(ended.path("reason").asText()).isEqualTo("idle_timeout");
        return ended;
    }

    private void use(String tunnel, TerminalClient terminal, int turn) {
        if (turn % 2 == 0) {
            terminal.type(" ");
        } else {
            assertThat(operator.post("/api/tunnel/presence", Map.of("tunnel_id", tunnel))
                            .expect(200)
                            .json()
                            .path("counted")
                            .asBoolean())
                    .isTrue();
        }
    }
}
