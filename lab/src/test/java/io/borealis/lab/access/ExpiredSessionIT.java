package io.borealis.lab.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.Lab;
import io.borealis.lab.Labs;
import io.borealis.lab.Legs;
import io.borealis.lab.agent.LabAgent;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.engine.EventsClient;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.Leg;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A token that ran out while somebody works: what he has open ends within the second, and the activity says why. */
class ExpiredSessionIT {

    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    // Before a token runs out, whose times are whole seconds
    private static final Duration NEARLY = Duration.ofSeconds(4);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void takesTerminalTicketSocketRequestAndTunnelWithIt() throws IOException {
        Legs.only(
                Leg.QUICK,
                "a session ends in the Engine's own Java, and what it takes with it LostRightsIT shows on both");
        try (Lab lab = Labs.prepare("expiry", "agent1")) {
            lab.engine()
                    .configure(List.of(
                            "borealis.session.idle-seconds=" + LIFE.toSeconds(),
                            "borealis.session.longest-life-seconds=" + LIFE.toSeconds()));
            lab.engine().start();
            LabAgent agent = lab.enroll("agent1", false);

            EngineClient session = lab.as("operator");
            Instant due = Instant.now().plus(LIFE);
            session.connect(agent.id()).expect(200);
            await().atMost(SOON).until(() -> statusSeenBy(session, agent).equals("up"));
            String tunnel = session.status(agent.id()).field("tunnel_id");
            try (TerminalClient terminal = session.terminal(tunnel);
                    EventsClient events = session.events(Optional.empty())) {
                terminal.type("echo alive-$((6*7))\r");
                terminal.awaitOutput("alive-42", SOON);
                // Keys until the end: not that nobody was seen, but the longest life is what ends it
                await().pollInterval(Duration.ofSeconds(1)).atMost(LIFE).until(() -> {
                    terminal.type(" ");
                    return Instant.now().isAfter(due.minus(NEARLY));
                });
                String ticket = session.terminalTicket(tunnel);
                EngineClient admin = lab.as("admin");
                HalfRequest request = HalfRequest.begin(session);
                assertThat(terminal.closeCode()).isEmpty();
                assertThat(events.closeCode()).isEmpty();

                await().atMost(Duration.between(Instant.now(), due).plus(AT_ONCE))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> terminal.closeCode().isPresent()
                                && events.closeCode().isPresent()
                                && request.isOver()
                                && statusSeenBy(admin, agent).equals("down"));
                request.close();
                assertThat(terminal.closeCode()).hasValue(4401);
                assertThat(terminal.closeText()).contains("life_limit");
                EngineReply refused = session.get("/api/devices");
                assertThat(refused.status()).isEqualTo(401);
                try (TerminalClient late = session.terminal(tunnel, ticket, 80, 25)) {
                    await().atMost(SOON).until(() -> late.closeCode().isPresent());
                    assertThat(late.closeCode()).hasValue(4401);
                }
                assertThat(admin.status(agent.id()).field("reason")).isEqualTo("revoked");
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(activity(lab))
                    .anyMatch(line -> line.contains(" tunnel_ended ")
                            && line.contains(tunnel)
                            && line.contains("the operator session ended: life_limit")));
        }
    }

    private static String statusSeenBy(EngineClient client, LabAgent agent) {
        return client.status(agent.id()).expect(200).field("status");
    }

    private static List<String> activity(Lab lab) throws IOException {
        return Files.readAllLines(lab.engine().home().resolve("Engine/Logs/reverse_tunnel.log"));
    }
}
