package io.borealis.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.LabCase;
import io.borealis.lab.host.NetworkView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Machines that lose their power and come back, processes that are killed: nothing of them stays behind. */
class PowerIT extends LabCase {

    private static final Duration GONE = Duration.ofSeconds(2);

    @AfterEach
    void noCut() {
        first.host().shell("nft delete table inet lab_cut 2>/dev/null; true");
    }

    @Test
    void losesPowerBeforeTheAgentAnswers() {
        // a process that is stopped takes the Engine's order and cannot answer
        first.host().shell("kill -STOP " + first.service().process().pid()).orThrow("stopping the agent");
        operator.connect(first.id()).expect(200);
        assertThat(statusOf(first)).isEqualTo("pending");

        // whichever comes first: the device is back, or the Engine has waited long enough
        losesPowerAndComesBackWithoutATunnel("agent_disconnect", "handshake_timeout");
    }

    @Test
    void losesPowerAfterThePeerWasAdmitted() {
        first.host()
                .shell(
                        "nft 'add table inet lab_cut; add chain inet lab_cut out { type filter hook output priority 0; };"
                                + " add rule inet lab_cut out udp dport "
                                + lab.engine().listenPort() + " drop'")
                .orThrow("cutting the tunnel's port");
        operator.connect(first.id()).expect(200);
        await().atMost(SOON).until(() -> !engineNetwork().peers().isEmpty());
        assertThat(statusOf(first)).isEqualTo("pending");

        // whichever comes first: the device is back, or the Engine has waited long enough
        losesPowerAndComesBackWithoutATunnel("agent_disconnect", "handshake_timeout");
    }

    @Test
    void losesPowerWhileTheTunnelIsUp() {
        up(operator, first);

        losesPowerAndComesBackWithoutATunnel("agent_disconnect");
    }

    private void losesPowerAndComesBackWithoutATunnel(String... reasons) {
        losesPowerAndComesBack();
        await().atMost(SOON).until(() -> statusOf(first).equals("down"));
        assertThat(operator.status(first.id()).field("reason")).isIn((Object[]) reasons);
        nothingIsLeftAndATunnelCanBeAskedFor();
    }

    private void losesPowerAndComesBack() {
        first.host().powerOff();
        await().atMost(GONE)
                .untilAsserted(
                        () -> assertThat(first.host().network().adapters()).isEmpty());
        noCut();

        first.host().boot();
        first.service().awaitStartAtBoot();
        awaitConnected(first);
    }

    private void nothingIsLeftAndATunnelCanBeAskedFor() {
        await().atMost(TEARDOWN)
                .untilAsserted(() ->
                        assertThat(first.host().network().isAnyAdapterUp()).isFalse());
        assertThat(first.host().network().adapterAddresses()).isEmpty();
        assertThat(engineNetwork().peers()).isEmpty();
        up(lab.session("operator"), first);
        assertThat(first.host().network().adapters()).hasSize(1);
    }

    @Test
    void takesEverythingOfAKilledAgentAwayWithinTwoSeconds() {
        String address = addressOf(up(operator, first));

        first.service().kill();

        await().atMost(GONE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            NetworkView device = first.host().network();
            assertThat(device.adapters()).isEmpty();
            assertThat(device.filtersMention(address)).isFalse();
            assertThat(device.filtersMention(engineAddress)).isFalse();
        });
        first.service().start();
        awaitConnected(first);
        assertThat(engineNetwork().peers()).isEmpty();
    }

    @Test
    void takesEverythingOfAKilledEngineAwayWithinTwoSeconds() {
        admin.permit(first.id(), List.of("tcp/3389")).expect(200);
        String address = addressOf(up(operator, first));

        lab.engine().kill();

        await().atMost(GONE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            assertThat(engineNetwork().adapters()).isEmpty();
            assertThat(engineNetwork().filtersMention(address)).isFalse();
        });
        lab.engine().start();
        awaitConnected(first);
    }

    @Test
    void keepsALiveTunnelWhenTheEnginesMachineLosesPower() {
        String tunnel = up(operator, first).path("tunnel_id").asText();

        lab.engine().host().powerOff();
        await().atMost(GONE)
                .untilAsserted(() -> assertThat(engineNetwork().adapters()).isEmpty());
        lab.engine().host().boot();
        lab.engine().start();

        awaitConnected(first);
        await().atMost(COME_BACK).until(() -> statusOf(first).equals("up"));
        assertThat(operator.status(first.id()).field("tunnel_id")).isEqualTo(tunnel);
        assertThat(engineNetwork().peers()).hasSize(1);
    }
}
