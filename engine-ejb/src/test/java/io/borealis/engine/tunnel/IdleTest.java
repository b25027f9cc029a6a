package io.borealis.engine.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.network.HostNetworkException;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdleTest extends EngineTest {
    private static final Duration NEARLY = EngineFixture.IDLE.minusSeconds(10);

    private final Instant unset = Instant.EPOCH;

    private void pass(Duration time) {
        fixture.clock.advance(time);
        fixture.engine.tunnels().sweep();
    }

    private Instant deadline(TestAgent agent) {
        return status(agent).idleDeadline().orElse(unset);
    }

    private long warnings(TestAgent agent) {
        return told(agent).stream()
                .filter(line -> line.startsWith("tunnel_idle_warning"))
                .count();
    }

    @Test
    void warnsOnceForEachApproachOfTheEnd() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        TunnelId tunnel = openUp(agent, ada);
        pass(EngineFixture.IDLE.minusSeconds(70));
        assertThat(warnings(agent)).isZero();
        assertThat(status(agent).idleWarning()).isFalse();

        for (int second = 0; second < 3; second++) {
            pass(Duration.ofSeconds(10));
        }
        assertThat(warnings(agent)).isOne();
        assertThat(status(agent).idleWarning()).isTrue();

        broker().activity(ada, tunnel);
        assertThat(status(agent).idleWarning()).isFalse();
        pass(NEARLY);
        assertThat(warnings(agent)).isEqualTo(2);
    }

    @Test
    void takesPresenceOnceInThirtySeconds() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        TunnelId tunnel = openUp(agent, ada);

        assertThat(counted(broker().presence(ada, tunnel))).isTrue();
        fixture.clock.advance(Duration.ofSeconds(29));
        Instant before = deadline(agent);
        assertThat(counted(broker().presence(ada, tunnel))).isFalse();
        assertThat(Duration.between(before, deadline(agent)).abs()).isLessThan(Duration.ofSeconds(20));

        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(counted(broker().presence(ada, tunnel))).isTrue();
        assertThat(broker().presence(fixture.operator("eve"), tunnel)).isEqualTo(new ActivityResult.NotYours(tunnel));
    }

    private static boolean counted(ActivityResult result) {
        return ((ActivityResult.Recorded) result).counted();
    }

    @Test
    void endsNothingEarlyOrLateWhenTheClockIsSet() {
        TestAgent agent = fixture.connectedAgent();
        openUp(agent, fixture.operator("ada"));
        fixture.clock.step(Duration.ofHours(2));
        fixture.engine.tunnels().sweep();
        fixture.engine.tunnels().pulse();
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        assertThat(deadline(agent)).isAfter(fixture.clock.instant().plus(NEARLY));

        fixture.clock.step(Duration.ofHours(-4));
        pass(EngineFixture.IDLE);
        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.IDLE_TIMEOUT);
    }

    @Test
    void givesADeviceAnIdleTimeWithinTheBoundsAndItsTunnelObeysAtOnce() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession root = fixture.admin("root");
        openUp(agent, fixture.operator("ada"));
        IdleTimes times = fixture.engine.tunnels().idleTimes();
        assertThat(times.set(root, agent.id(), Optional.of(Duration.ofSeconds(59))))
                .isEqualTo(new SetIdleResult.OutOfBounds(60, 8 * 60 * 60));
        assertThat(times.set(root, agent.id(), Optional.of(Duration.ofSeconds(8 * 60 * 60 + 1))))
                .isInstanceOf(SetIdleResult.OutOfBounds.class);
        DeviceId nobody = DeviceId.random();
        assertThat(times.set(root, nobody, Optional.empty())).isEqualTo(new SetIdleResult.UnknownDevice(nobody));
        assertThat(status(agent).idleSeconds()).isEqualTo(900);

        assertThat(times.set(root, agent.id(), Optional.of(Duration.ofSeconds(60))))
                .isInstanceOf(SetIdleResult.Done.class);
        assertThat(status(agent).idleSeconds()).isEqualTo(60);
        assertThat(told(agent)).contains("idle_time_set: 60 s");
        pass(Duration.ofSeconds(60));
        awaitStatus(agent, TunnelStatus.DOWN);

        openUp(agent, fixture.operator("bob"));
        assertThat(agent.lastAsked().idleSeconds()).isEqualTo(60);
        assertThat(times.set(root, agent.id(), Optional.empty())).isInstanceOf(SetIdleResult.Done.class);
        assertThat(status(agent).idleSeconds()).isEqualTo(900);
        assertThat(times.find(fixture.everywhere, agent.id()).orElseThrow().own())
                .isFalse();
    }

    @Test
    void endsATunnelAtItsLongestLifeWhateverIsDone() throws HostNetworkException {
        fixture.limits = new TunnelLimits(
                EngineFixture.IDLE,
                Duration.ofMinutes(1),
                Duration.ofHours(8),
                Duration.ofHours(4),
                Optional.of(Duration.ofMinutes(20)));
        fixture.restart();
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        TunnelId tunnel = openUp(agent, ada);
        fixture.engine.tunnels().holds().hold(ada, tunnel, Duration.ofHours(1));
        for (int minute = 0; minute < 19; minute++) {
            pass(Duration.ofMinutes(1));
            broker().activity(ada, tunnel);
        }
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        assertThat(status(agent).idleWarning()).isTrue();
        assertThat(warnings(agent)).isOne();

        pass(Duration.ofMinutes(1));
        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.LIFE_LIMIT);
    }
}
