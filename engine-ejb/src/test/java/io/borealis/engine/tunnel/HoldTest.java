package io.borealis.engine.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.network.HostNetworkException;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldTest extends EngineTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private TestAgent agent;
    private OperatorSession ada;
    private TunnelId tunnel;

    @BeforeEach
    void openATunnel() {
        agent = fixture.connectedAgent();
        ada = fixture.operator("ada");
        tunnel = openUp(agent, ada);
    }

    private TunnelHolds holds() {
        return fixture.engine.tunnels().holds();
    }

    private void pass(Duration time) {
        fixture.clock.advance(time);
        fixture.engine.tunnels().sweep();
    }

    @Test
    void keepsATunnelToTheLimitAndNoLonger() {
        assertThat(holds().hold(ada, tunnel, HOUR)).isInstanceOf(HoldResult.Held.class);
        assertThat(status(agent).hold().orElseThrow().by()).isEqualTo("ada");
        assertThat(told(agent).get(0)).startsWith("tunnel_held: 3600 s, until ");
        pass(HOUR.minusSeconds(61));
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        assertThat(status(agent).idleWarning()).isFalse();
        pass(Duration.ofSeconds(60));
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        assertThat(status(agent).idleWarning()).isTrue();

        pass(Duration.ofSeconds(1));
        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.IDLE_TIMEOUT);
        assertThat(status(agent).hold()).isEmpty();
    }

    @Test
    void letsTheIdleTimeCountAgainAfterTheLimitOfATunnelInUse() {
        holds().hold(ada, tunnel, HOUR);
        pass(HOUR.minusSeconds(5));
        broker().activity(ada, tunnel);
        pass(Duration.ofSeconds(5));

        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        assertThat(status(agent).hold()).isEmpty();
        assertThat(told(agent)).contains("tunnel_hold_ended: held by ada to its limit");
        pass(EngineFixture.IDLE);
        awaitStatus(agent, TunnelStatus.DOWN);
    }

    @Test
    void isReleasedByWhoeverSharesTheTunnel() {
        OperatorSession bob = fixture.operator("bob");
        broker().open(bob, agent.id());
        holds().hold(ada, tunnel, HOUR);

        assertThat(holds().release(bob, tunnel)).isInstanceOf(HoldResult.Released.class);
        assertThat(holds().release(bob, tunnel)).isEqualTo(new HoldResult.NotHeld(tunnel));
        assertThat(status(agent).hold()).isEmpty();
        pass(EngineFixture.IDLE);
        awaitStatus(agent, TunnelStatus.DOWN);
    }

    @Test
    void staysWithinTheLongestHoldHoweverOftenItIsAskedFor() {
        Duration longest = Duration.ofHours(4);
        assertThat(holds().hold(ada, tunnel, longest.plusSeconds(1))).isEqualTo(new HoldResult.TooLong(longest));
        holds().hold(ada, tunnel, HOUR);
        pass(Duration.ofMinutes(30));
        assertThat(holds().hold(ada, tunnel, longest)).isInstanceOf(HoldResult.LimitReached.class);
        assertThat(holds().hold(ada, tunnel, longest.minusMinutes(31))).isInstanceOf(HoldResult.Held.class);
        pass(longest.minusMinutes(31));
        awaitStatus(agent, TunnelStatus.DOWN);
    }

    @Test
    void isRefusedToWhoeverDoesNotShareTheTunnel() {
        assertThat(holds().hold(fixture.admin("root"), tunnel, HOUR)).isEqualTo(new HoldResult.NotYours(tunnel));
        assertThat(holds().release(fixture.admin("root"), tunnel)).isEqualTo(new HoldResult.NotYours(tunnel));
        TunnelId unknown = TunnelId.random();
        assertThat(holds().hold(ada, unknown, HOUR)).isEqualTo(new HoldResult.NoTunnel(unknown));
        assertThatThrownBy(() -> holds().hold(ada, tunnel, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThat(status(agent).hold()).isEmpty();
    }

    @Test
    void outlivesARestartOfTheEngineAndStillEndsInTime() throws HostNetworkException {
        holds().hold(ada, tunnel, HOUR);
        fixture.clock.advance(Duration.ofMinutes(30));
        fixture.restart();
        agent.connect();
        pass(Duration.ofMinutes(29));
        assertThat(status(agent).status().isLive()).isTrue();

        pass(Duration.ofMinutes(1));
        awaitStatus(agent, TunnelStatus.DOWN);
    }

    @Test
    void isNotMadeLongerByAClockThatIsPutBack() throws HostNetworkException {
        holds().hold(ada, tunnel, HOUR);
        fixture.clock.step(Duration.ofHours(-2));
        pass(HOUR);
        awaitStatus(agent, TunnelStatus.DOWN);

        TunnelId next = openUp(agent, ada);
        holds().hold(ada, next, HOUR);
        fixture.clock.step(Duration.ofHours(-2));
        fixture.restart();
        pass(HOUR);
        awaitStatus(agent, TunnelStatus.DOWN);
    }
}
