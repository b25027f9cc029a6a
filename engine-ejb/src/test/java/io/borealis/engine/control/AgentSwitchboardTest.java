package io.borealis.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.device.DeviceStates;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.ControlMessage;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AgentSwitchboardTest extends EngineTest {
    private static ToEngine.Hello hello(int oldest, int newest, String hostname) {
        return new ToEngine.Hello(oldest, newest, UUID.randomUUID(), "0.1", hostname, "Windows 11", Optional.empty());
    }

    private void assertClosed(TestAgent agent, CloseReason reason) {
        await().until(() -> !agent.closings().isEmpty());
        assertThat(agent.closings()).containsExactly(reason);
        assertThat(fixture.engine.switchboard().isConnected(agent.id())).isFalse();
    }

    @Test
    void welcomesAnAgentAndNotesWhatItSays() {
        TestAgent agent = fixture.enrolledAgent();
        agent.connect(hello(1, 3, "renamed-pc"));
        await().until(() -> fixture.engine.switchboard().isConnected(agent.id()));

        assertThat(agent.told(ToAgent.Welcome.class)).hasSize(1);
        assertThat(agent.told(ToAgent.Welcome.class).get(0).protocol()).isEqualTo(ControlMessage.NEWEST_VERSION);
        var view = fixture.engine.devices().find(fixture.everywhere, agent.id()).orElseThrow();
        assertThat(view.hostname()).isEqualTo("renamed-pc");
        assertThat(view.connected()).isTrue();
        assertThat(view.virtualIp()).contains(fixture.tunnelNetwork().deviceAddress(0));
    }

    @Test
    void tellsTheTimeAnewBeforeAnythingElseWhenTheClockWasSet() {
        TestAgent agent = fixture.connectedAgent();
        fixture.clock.advance(Duration.ofHours(1));
        fixture.engine.switchboard().tell(agent.id(), new ToAgent.DropTunnel(TunnelId.random(), EndReason.ERROR));
        await().until(() -> agent.told(ToAgent.DropTunnel.class).size() == 1);
        assertThat(agent.told(ToAgent.Welcome.class)).as("time only passed").hasSize(1);

        fixture.clock.step(Duration.ofHours(-2));
        fixture.engine.switchboard().tell(agent.id(), new ToAgent.DropTunnel(TunnelId.random(), EndReason.ERROR));
        await().until(() -> agent.told(ToAgent.DropTunnel.class).size() == 2);
        assertThat(agent.told(ToAgent.Welcome.class)).hasSize(2);
        assertThat(agent.told(ToAgent.Welcome.class).get(1).engineTime())
                .isCloseTo(fixture.clock.instant(), within(5, ChronoUnit.SECONDS));
    }

    @Test
    void closesWhenNoVersionIsCommon() {
        TestAgent agent = fixture.enrolledAgent();
        agent.connect(hello(7, 9, "pc"));
        assertClosed(agent, CloseReason.INCOMPATIBLE_VERSION);
    }

    @Test
    void closesOnAnythingButHelloFirst() {
        TestAgent agent = fixture.enrolledAgent();
        agent.connect(hello(1, 1, "pc"));
        await().until(() -> fixture.engine.switchboard().isConnected(agent.id()));
        agent.say(hello(1, 1, "pc"));
        assertClosed(agent, CloseReason.MALFORMED_MESSAGE);
    }

    @Test
    void closesOnTextThatIsNoMessage() {
        TestAgent agent = fixture.connectedAgent();
        agent.sayText("{\"type\":\"peer_admitted\"}");
        assertClosed(agent, CloseReason.MALFORMED_MESSAGE);
    }

    @Test
    void closesOnAnUnpresentableName() {
        TestAgent agent = fixture.enrolledAgent();
        agent.connect(hello(1, 1, "pc\nforged=line"));
        assertClosed(agent, CloseReason.FORBIDDEN);
    }

    @Test
    void refusesADeviceThatIsDisabledOrRemovedAndSaysWhich() {
        TestAgent disabled = fixture.enrolledAgent();
        states().set(fixture.admin("root"), disabled.id(), DeviceState.DISABLED, Optional.empty());
        disabled.connect(hello(1, 1, "pc"));
        assertClosed(disabled, CloseReason.DEVICE_DISABLED);

        TestAgent removed = fixture.enrolledAgent();
        states().set(fixture.admin("root"), removed.id(), DeviceState.REMOVED, Optional.empty());
        removed.connect(hello(1, 1, "pc"));
        assertClosed(removed, CloseReason.DEVICE_REMOVED);
    }

    private DeviceStates states() {
        return fixture.engine.tunnels().deviceStates();
    }

    @Test
    void refusesADeviceThatIsUnknown() {
        RecordedLink link = new RecordedLink();
        AgentChannel channel = fixture.engine.switchboard().connected(DeviceId.random(), link);
        channel.received(new ControlCodec().encode(hello(1, 1, "pc")));
        await().until(() -> link.closings.equals(List.of(CloseReason.FORBIDDEN)));
    }

    @Test
    void findsADismissedAgentNoMoreEvenWhileItTakesNoFrames() {
        AgentSwitchboard switchboard =
                new AgentSwitchboard(fixture.threads(), fixture.clock, fixture.clock, AgentSwitchboard.PROBE_TIME);
        switchboard.serve(new Greeter());
        DeviceId device = DeviceId.random();
        StuckLink link = new StuckLink();
        try {
            switchboard.connected(device, link).received(new ControlCodec().encode(hello(1, 1, "pc")));
            await().until(() -> switchboard.isConnected(device));
            switchboard.tell(device, new ToAgent.DropTunnel(TunnelId.random(), EndReason.DEVICE_DISABLED));

            switchboard.dismiss(device, CloseReason.DEVICE_DISABLED, "disabled");

            assertThat(switchboard.isConnected(device)).isFalse();
            assertThat(link.closings).isEmpty();
            link.release.countDown();
            await().until(() -> link.closings.equals(List.of(CloseReason.DEVICE_DISABLED)));
        } finally {
            link.release.countDown();
        }
    }

    @Test
    void forgetsAnAgentThatIsGone() {
        TestAgent agent = fixture.connectedAgent();
        agent.loseChannel();

        assertThat(fixture.engine.switchboard().isConnected(agent.id())).isFalse();
        await().until(() -> told(agent).contains("agent_disconnected"));
        assertThat(fixture.engine
                        .devices()
                        .find(fixture.everywhere, agent.id())
                        .orElseThrow()
                        .lastSeenAt())
                .isPresent();
    }

    @Test
    void closesAChannelWhoseQueueOverflows() {
        List<Runnable> neverRun = new ArrayList<>();
        AgentSwitchboard stuck =
                new AgentSwitchboard(neverRun::add, fixture.clock, fixture.clock, AgentSwitchboard.PROBE_TIME);
        stuck.serve(new Greeter());
        RecordedLink link = new RecordedLink();
        AgentChannel channel = stuck.connected(DeviceId.random(), link);
        for (int i = 0; i < 1_000; i++) {
            channel.received("{}");
        }
        assertThat(link.closings).contains(CloseReason.TOO_MUCH);
        assertThat(neverRun).hasSizeLessThan(5);
    }

    @Test
    void handlesMessagesOfOneAgentOneAtATimeAndOfTwoSideBySide() {
        CountDownLatch bothInside = new CountDownLatch(2);
        Executor threads = fixture.threads();
        SerialQueue first = new SerialQueue(threads, 10);
        SerialQueue second = new SerialQueue(threads, 10);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        for (SerialQueue queue : List.of(first, second)) {
            queue.offer(() -> {
                bothInside.countDown();
                awaitQuietly(bothInside);
            });
        }
        for (int i = 0; i < 5; i++) {
            int number = i;
            first.offer(() -> order.add(number));
        }
        await().until(() -> order.size() == 5);
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new RejectedExecutionException(stopped);
        }
    }
}
