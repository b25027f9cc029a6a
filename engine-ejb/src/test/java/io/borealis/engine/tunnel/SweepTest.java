package io.borealis.engine.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.tunnel.host.HandshakeWatch;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SweepTest extends EngineTest {
    private static final Duration NEARLY = EngineFixture.IDLE.minusSeconds(10);

    private void sweep() {
        fixture.engine.tunnels().sweep();
    }

    @Test
    void endsATunnelThatNobodyUses() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));
        fixture.clock.advance(NEARLY);
        sweep();
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);

        fixture.clock.advance(Duration.ofSeconds(10));
        sweep();
        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.IDLE_TIMEOUT);
        assertThat(fixture.admitted()).isEmpty();
        await().until(() ->
                agent.told(ToAgent.DropTunnel.class).contains(new ToAgent.DropTunnel(tunnel, EndReason.IDLE_TIMEOUT)));
    }

    @Test
    void keepsATunnelThatAnOperatorUses() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        TunnelId tunnel = openUp(agent, ada);
        for (int i = 0; i < 3; i++) {
            fixture.clock.advance(NEARLY);
            assertThat(broker().activity(ada, tunnel)).isInstanceOf(ActivityResult.Recorded.class);
            sweep();
        }
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        assertThat(status(agent).idleDeadline().orElseThrow())
                .isAfter(fixture.clock.instant().plus(NEARLY));
    }

    @Test
    void doesNotTakePollingForActivity() {
        TestAgent agent = fixture.connectedAgent();
        openUp(agent, fixture.operator("ada"));
        for (int i = 0; i < 10; i++) {
            fixture.clock.advance(EngineFixture.IDLE.dividedBy(10));
            status(agent);
            broker().active(fixture.everywhere, Optional.empty(), 1);
        }
        sweep();
        awaitStatus(agent, TunnelStatus.DOWN);
    }

    @Test
    void takesActivityOnlyFromWhoeverSharesTheTunnel() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));
        TunnelId unknown = TunnelId.random();

        assertThat(broker().activity(fixture.operator("eve"), tunnel)).isEqualTo(new ActivityResult.NotYours(tunnel));
        assertThat(broker().activity(fixture.operator("eve"), unknown)).isEqualTo(new ActivityResult.NoTunnel(unknown));
    }

    @Test
    void endsATunnelWithoutHandshake() {
        TestAgent agent = fixture.connectedAgent();
        agent.raisesAdapter = false;
        open(agent, fixture.operator("ada"));
        await().until(() -> !fixture.admitted().isEmpty());
        fixture.clock.advance(HandshakeWatch.PATIENCE.minusSeconds(1));
        sweep();
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.PENDING);

        fixture.clock.advance(Duration.ofSeconds(1));
        sweep();
        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.HANDSHAKE_TIMEOUT);
        assertThat(status(agent).detail().orElseThrow()).contains("check that UDP reaches");
        assertThat(fixture.admitted()).isEmpty();
    }

    @Test
    void endsATunnelThatTheAgentDoesNotAnswer() {
        TestAgent agent = fixture.connectedAgent();
        agent.offersAtOnce = false;
        open(agent, fixture.operator("ada"));
        fixture.clock.advance(TunnelSweep.ANSWER_TIME);
        sweep();
        awaitStatus(agent, TunnelStatus.DOWN);

        assertThat(status(agent).reason()).contains(EndReason.HANDSHAKE_TIMEOUT);
        assertThat(status(agent).detail().orElseThrow()).contains("did not answer");
    }
}
