package io.borealis.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whose a device's one place is. */
class AgentPlaceTest extends EngineTest {
    private static ToEngine.Hello hello(String hostname) {
        return new ToEngine.Hello(1, 1, UUID.randomUUID(), "0.1", hostname, "Windows 11", Optional.empty());
    }

    @Test
    void givesThePlaceOfASilentChannelToANewerOne() {
        AgentSwitchboard switchboard =
                new AgentSwitchboard(fixture.threads(), fixture.clock, fixture.clock, Duration.ofMillis(50));
        Greeter listener = new Greeter();
        switchboard.serve(listener);
        DeviceId device = DeviceId.random();
        RecordedLink halfOpen = arrive(switchboard, device, "pc");
        await().until(() -> switchboard.isConnected(device));

        RecordedLink newer = arrive(switchboard, device, "pc");

        await().until(() -> halfOpen.closings.equals(List.of(CloseReason.SUPERSEDED)));
        await().until(() -> listener.greeted.size() == 2);
        assertThat(newer.closings).isEmpty();
        assertThat(halfOpen.pings).hasValue(1);
        assertThat(listener.clones).isEmpty();
        assertThat(switchboard.connectedAgents()).isEqualTo(1);
    }

    @Test
    void turnsAwayWhoShowsTheKeyOfAnAgentThatIsAlive() {
        TestAgent agent = fixture.connectedAgent();
        agent.answersPings = true;

        for (int attempt = 0; attempt < 3; attempt++) {
            int turnedAway = attempt + 1;
            agent.connect(hello("copy-pc"));
            await().until(() -> agent.closings().size() == turnedAway);
        }

        assertThat(agent.closings()).containsOnly(CloseReason.DEVICE_CLONED);
        assertThat(fixture.engine.switchboard().isConnected(agent.id())).isTrue();
        await().until(() -> told(agent).stream().anyMatch(entry -> entry.startsWith("device_cloned: copy-pc at ")));
        assertThat(told(agent).stream().filter(entry -> entry.startsWith("device_cloned")))
                .as("a copy tries for ever, and is told of once")
                .hasSize(1);
        var view = fixture.engine.devices().find(fixture.everywhere, agent.id()).orElseThrow();
        assertThat(view.hostname()).isEqualTo("pc");
        assertThat(view.cloneSuspectedAt()).isPresent();
    }

    @Test
    void keepsTheTunnelOfTheOneThatHoldsIt() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));
        agent.answersPings = true;

        agent.connect(hello("copy-pc"));

        await().until(() -> agent.closings().equals(List.of(CloseReason.DEVICE_CLONED)));
        assertThat(status(agent).tunnelId()).contains(tunnel);
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        assertThat(fixture.admitted()).containsExactly(agent.tunnelPublicKey());
    }

    @Test
    void clearsTheMarkOfACloneWhenAnAdministratorSaysSo() {
        TestAgent agent = fixture.connectedAgent();
        agent.answersPings = true;
        agent.connect(hello("copy-pc\nforged"));
        await().until(() -> fixture.engine
                .devices()
                .find(fixture.everywhere, agent.id())
                .orElseThrow()
                .cloneSuspectedAt()
                .isPresent());
        assertThat(told(agent).get(0)).startsWith("device_cloned: a machine without a presentable name at ");

        assertThat(fixture.engine.devices().clearCloneMark(fixture.admin("root"), agent.id()))
                .isTrue();
        assertThat(fixture.engine
                        .devices()
                        .find(fixture.everywhere, agent.id())
                        .orElseThrow()
                        .cloneSuspectedAt())
                .isEmpty();
        assertThat(told(agent).get(0)).startsWith("device_cleared");
        assertThat(fixture.engine.devices().clearCloneMark(fixture.admin("root"), DeviceId.random()))
                .isFalse();
    }

    @Test
    void letsAnAgentInAtOnceWhoseEarlierChannelIsGone() {
        TestAgent agent = fixture.connectedAgent();
        agent.crash();
        agent.connect();

        assertThat(agent.closings()).isEmpty();
        assertThat(told(agent)).noneMatch(entry -> entry.startsWith("device_cloned"));
    }

    @Test
    void keepsOneNewcomerPerDeviceAndTheHolderUndisturbed() {
        TestAgent agent = fixture.connectedAgent();
        RecordedLink silent = new RecordedLink();
        fixture.engine.switchboard().connected(agent.id(), silent);
        RecordedLink another = new RecordedLink();
        fixture.engine.switchboard().connected(agent.id(), another);

        assertThat(silent.closings).containsExactly(CloseReason.SUPERSEDED);
        assertThat(another.closings).isEmpty();
        assertThat(agent.closings()).isEmpty();
        assertThat(fixture.engine.switchboard().isConnected(agent.id())).isTrue();
    }

    private static RecordedLink arrive(AgentSwitchboard switchboard, DeviceId device, String hostname) {
        RecordedLink link = new RecordedLink();
        switchboard.connected(device, link).received(new ControlCodec().encode(hello(hostname)));
        return link;
    }
}
