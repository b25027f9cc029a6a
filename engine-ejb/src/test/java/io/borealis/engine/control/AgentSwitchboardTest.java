package io.borealis.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ControlCodec;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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
        assertThat(agent.told(ToAgent.Welcome.class).get(0).protocol()).isEqualTo(1);
        var view = fixture.engine.devices().find(agent.id()).orElseThrow();
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

    void givesThePlaceOfASilentChannelToANewerOne() {
        AgentSwitchboard switchboard = new AgentSwitchboard(
                fixture.threads(), fixture.clock, fixture.clock, Duration.ofMillis(50));
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
            agent.connect(hello(1, 1, "copy-pc"));
            await().until(() -> agent.closings().size() == turnedAway);
        }

        assertThat(agent.closings()).containsOnly(CloseReason.DEVICE_CLONED);
        assertThat(fixture.engine.switchboard().isConnected(agent.id())).isTrue();
        await().until(() -> told(agent).stream().anyMatch(entry -> entry.startsWith("device_cloned: copy-pc at ")));
        assertThat(told(agent).stream().filter(entry -> entry.startsWith("device_cloned")))
                .as("a copy tries for ever, and is told of once")
                .hasSize(1);
        var view = fixture.engine.devices().find(agent.id()).orElseThrow();
        assertThat(view.hostname()).isEqualTo("pc");
        assertThat(view.cloneSuspectedAt()).isPresent();
    }

    @Test
    void keepsTheTunnelOfTheOneThatHoldsIt() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));
        agent.answersPings = true;

        agent.connect(hello(1, 1, "copy-pc"));

        await().until(() -> agent.closings().equals(List.of(CloseReason.DEVICE_CLONED)));
        assertThat(status(agent).tunnelId()).contains(tunnel);
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        assertThat(fixture.admitted()).containsExactly(agent.tunnelPublicKey());
    }

    @Test
    void clearsTheMarkOfACloneWhenAnAdministratorSaysSo() {
        TestAgent agent = fixture.connectedAgent();
        agent.answersPings = true;
        agent.connect(hello(1, 1, "copy-pc\nforged"));
        await().until(() -> fixture.engine
                .devices()
                .find(agent.id())
                .orElseThrow()
                .cloneSuspectedAt()
                .isPresent());
        assertThat(told(agent).get(0)).startsWith("device_cloned: a machine without a presentable name at ");

        assertThat(fixture.engine.devices().clearCloneMark(fixture.admin("root"), agent.id()))
                .isTrue();
        assertThat(fixture.engine.devices().find(agent.id()).orElseThrow().cloneSuspectedAt())
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
        switchboard.connected(device, link).received(new ControlCodec().encode(hello(1, 1, hostname)));
        return link;
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
    void refusesADeviceThatIsUnknownOrDisabled() {
        TestAgent agent = fixture.enrolledAgent();
        fixture.database.run(
                work -> work.devices().find(agent.id()).orElseThrow().disable());
        agent.connect(hello(1, 1, "pc"));
        assertClosed(agent, CloseReason.FORBIDDEN);
    }

    @Test
    void forgetsAnAgentThatIsGone() {
        TestAgent agent = fixture.connectedAgent();
        agent.loseChannel();

        assertThat(fixture.engine.switchboard().isConnected(agent.id())).isFalse();
        await().until(() -> told(agent).contains("agent_disconnected"));
        assertThat(fixture.engine.devices().find(agent.id()).orElseThrow().lastSeenAt())
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

    private static final class Greeter implements AgentListener {
        final List<AgentConnection> greeted = new CopyOnWriteArrayList<>();
        final List<AgentConnection> clones = new CopyOnWriteArrayList<>();

        @Override
        public Optional<String> greeted(AgentConnection agent, ToEngine.Hello hello) {
            greeted.add(agent);
            return Optional.empty();
        }

        @Override
        public ToEngine.Handler conversationWith(AgentConnection agent) {
            return new Speechless();
        }

        @Override
        public void cloned(AgentConnection holder, AgentConnection newcomer) {
            clones.add(newcomer);
        }

        @Override
        public void gone(DeviceId device) {}
    }

    private static final class Speechless implements ToEngine.Handler {
        @Override
        public void hello(ToEngine.Hello message) {}

        @Override
        public void peerOffered(ToEngine.PeerOffered message) {}

        @Override
        public void raiseRefused(ToEngine.RaiseRefused message) {}

        @Override
        public void handshakeSeen(ToEngine.HandshakeSeen message) {}

        @Override
        public void tunnelDropped(ToEngine.TunnelDropped message) {}
    }

    private static final class RecordedLink implements AgentLink {
        final List<CloseReason> closings = new CopyOnWriteArrayList<>();
        final AtomicInteger pings = new AtomicInteger();

        @Override
        public void send(String text) {}

        @Override
        public void ping() {
            pings.incrementAndGet();
        }

        @Override
        public void close(CloseReason reason, String text) {
            closings.add(reason);
        }

        @Override
        public String localAddress() {
            return "127.0.0.1";
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }
    }
}
