package io.borealis.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.LabCase;
import io.borealis.lab.engine.EngineClient;
import io.borealis.lab.engine.TerminalClient;
import org.junit.jupiter.api.Test;

class RecoveryIT extends LabCase {

    @Test
    void takesItsTunnelsUpAgainAfterTheEngineWasKilled() {
        takesItsTunnelsUpAgainAfter(lab.engine()::kill);
    }

    @Test
    void takesItsTunnelsUpAgainAfterTheEngineWasStoppedInOrder() {
        takesItsTunnelsUpAgainAfter(lab.engine()::stop);
    }

    private void takesItsTunnelsUpAgainAfter(Runnable end) {
        String tunnel = up(operator, first).path("tunnel_id").asText();

        end.run();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(engineNetwork().adapters()).isEmpty());
        lab.engine().start();

        EngineClient again = lab.session("operator");
        await().atMost(COME_BACK)
                .until(() ->
                        again.status(first.id()).expect(200).field("status").equals("up"));
        assertThat(again.status(first.id()).field("tunnel_id")).isEqualTo(tunnel);
        assertThat(engineNetwork().peers()).hasSize(1);
        try (TerminalClient terminal = again.terminal(tunnel)) {
            terminal.type("echo back-$((6*7))\r");
            terminal.awaitOutput("back-42", SOON);
        }
    }

    @Test
    void comesUpCleanAfterTheEngineWasKilledWithoutTunnels() {
        lab.engine().kill();
        lab.engine().start();

        EngineClient again = lab.session("operator");
        assertThat(engineNetwork().peers()).isEmpty();
        awaitConnected(first);
        up(again, first);
    }

    @Test
    void comesUpCleanAfterAnAgentWasKilled() {
        up(operator, first);

        first.service().kill();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(first.host().network().adapters()).isEmpty());
        first.service().start();

        awaitConnected(first);
        await().atMost(COME_BACK).until(() -> !statusOf(first).equals("up") || hasAdapterUp());
        if (!statusOf(first).equals("down")) {
            admin.disconnectAll(first.id());
        }
        assertThat(engineNetwork().peers()).isEmpty();
        up(lab.session("operator"), first);
        assertThat(first.host().network().adapters()).hasSize(1);
    }

    private boolean hasAdapterUp() {
        return first.host().network().isAnyAdapterUp();
    }

    @Test
    void keepsTheTunnelDownAfterARestartOfTheAgent() {
        first.service().stop();
        await().atMost(SOON).until(() -> !admin.get("/api/devices/" + first.id())
                .json()
                .path("connected")
                .asBoolean());
        assertThat(operator.connect(first.id()).status()).isEqualTo(409);
        first.service().start();
        awaitConnected(first);

        assertThat(first.host().network().isAnyAdapterUp()).isFalse();
        assertThat(statusOf(first)).isEqualTo("down");
        up(operator, first);
    }
}
