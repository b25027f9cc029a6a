package io.borealis.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.Lab;
import io.borealis.lab.LabCase;
import io.borealis.lab.Legs;
import io.borealis.lab.agent.AgentHost;
import io.borealis.lab.agent.ForegroundAgent;
import io.borealis.lab.engine.TerminalClient;
import io.borealis.lab.run.Leg;
import io.borealis.lab.token.ScriptedAgent;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Two machines with the key of one device. */
class CloneIT extends LabCase {

    @Test
    void aCopiedAgentIsTurnedAwayAndTheOneWithTheTunnelKeepsIt() throws IOException {
        Legs.only(Leg.QUICK, "on Windows the key is sealed for its machine, so a copy of the files has no key to show");
        String tunnel = up(operator, first).path("tunnel_id").asText();
        AgentHost copy = ((ForegroundAgent) first.service())
                .copyTo(
                        second.host(),
                        lab.engine().url(second.cable().orElseThrow().hubAddress()));
        try (TerminalClient terminal = operator.terminal(tunnel)) {
            terminal.terminalId();
            copy.start();

            await().atMost(SOON).until(() -> !mark(first.id()).isEmpty());
            await().atMost(SOON).until(() -> Files.readString(copy.log())
                    .contains("another machine is connected with the key of this device"));
            await().atMost(SOON).until(() -> Files.readString(first.service().log())
                    .contains("shows the key of this device and was turned away"));
            assertThat(activity()).anyMatch(line -> line.contains("device_cloned agent=" + first.id()));
            terminal.type("echo still-$((6*7))\r");
            terminal.awaitOutput("still-42", SOON);
            assertThat(operator.status(first.id()).field("tunnel_id")).isEqualTo(tunnel);
        } finally {
            copy.stop();
        }
        admin.delete("/api/devices/" + first.id() + "/clone-mark").expect(204);
        assertThat(mark(first.id())).isEmpty();
    }

    @Test
    void whoShowsTheSameKeyIsTurnedAwayWhileTheFirstIsAlive() {
        try (ScriptedAgent agent = ScriptedAgent.enroll(lab.engine().client(), Lab.newCode(admin, true));
                ScriptedAgent copy = agent.copy("copy")) {
            await().atMost(SOON).until(() -> copy.closeCode().isPresent());

            assertThat(copy.closeCode()).hasValue(4423);
            assertThat(copy.messages()).isEmpty();
            assertThat(agent.isOpen()).isTrue();
            await().atMost(SOON).until(() -> !mark(agent.device().toString()).isEmpty());
        }
    }

    @Test
    void anAgentThatWasKilledIsNoCopyOfItself() {
        up(operator, first);
        first.service().kill();
        first.service().start();
        await().atMost(SOON).until(() -> statusOf(first).equals("down"));
        awaitConnected(first);

        assertThat(mark(first.id())).isEmpty();
    }

    private String mark(String agent) {
        return admin.get("/api/devices/" + agent)
                .expect(200)
                .json()
                .path("clone_suspected_at")
                .asText("");
    }
}
