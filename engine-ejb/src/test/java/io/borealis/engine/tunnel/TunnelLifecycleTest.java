package io.borealis.engine.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.Page;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.persistence.activity.Activity;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TunnelLifecycleTest extends EngineTest {
    private List<TunnelView> active(OperatorSession who) {
        return broker().active(who, Optional.empty(), Page.LONGEST).items();
    }

    @Test
    void isUpOnlyAfterAnObservedHandshake() {
        TestAgent agent = fixture.connectedAgent();
        agent.raisesAdapter = false;
        TunnelId tunnel = open(agent, fixture.operator("ada"));
        await().until(() -> !agent.told(ToAgent.PeerAdmitted.class).isEmpty());

        assertThat(fixture.admitted()).containsExactly(agent.tunnelPublicKey());
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.PENDING);

        agent.raiseAdapter();
        awaitStatus(agent, TunnelStatus.UP);
        TunnelView up = status(agent);
        assertThat(up.tunnelId()).contains(tunnel);
        assertThat(up.operators()).containsExactly("ada");
        assertThat(up.lastHandshakeAt()).isPresent();
        assertThat(up.simulated()).isTrue();
        assertThat(up.wireguard().orElseThrow().agentPublicKey()).contains(agent.tunnelPublicKey());
        assertThat(up.wireguard().orElseThrow().allowedIps())
                .containsExactly(up.virtualIp().orElseThrow() + "/32");
    }

    @Test
    void isUpWithoutTheAgentsHint() {
        TestAgent agent = fixture.connectedAgent();
        agent.hintsHandshake = false;
        open(agent, fixture.operator("ada"));

        awaitStatus(agent, TunnelStatus.UP);
    }

    @Test
    void asksTheAgentOnlyForWhatTheTokenBinds() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = open(agent, fixture.operator("ada"));
        await().until(agent::wasAsked);

        ToAgent.RaiseTunnel asked = agent.lastAsked();
        assertThat(asked.tunnelId()).isEqualTo(tunnel);
        assertThat(asked.engineKey()).isEqualTo(fixture.listener().publicKey());
        assertThat(asked.endpoint().host()).isEqualTo("127.0.0.1");
        assertThat(asked.idleSeconds()).isEqualTo(900);
        assertThat(asked.ports()).contains(PortRule.tcp(3389), PortRule.tcp(5985), PortRule.tcp(5986));
        assertThat(asked.terminalKey())
                .isEqualTo(fixture.keys
                        .tunnelSecrets()
                        .current()
                        .terminalKey(tunnel)
                        .deviceKey());
    }

    @Test
    void isSharedBySeveralOperatorsAndEndsWithTheLast() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        OperatorSession bob = fixture.operator("bob");
        TunnelId tunnel = open(agent, ada);
        awaitStatus(agent, TunnelStatus.UP);

        OpenResult joined = broker().open(bob, agent.id());
        assertThat(joined).isInstanceOf(OpenResult.Joined.class);
        assertThat(((OpenResult.Joined) joined).tunnel().operators()).containsExactly("ada", "bob");
        assertThat(broker().open(bob, agent.id())).isEqualTo(new OpenResult.AlreadyYours(tunnel));

        assertThat(broker().leave(ada, agent.id(), false)).isEqualTo(new LeaveResult.Left(tunnel, 1));
        assertThat(broker().leave(ada, agent.id(), false)).isEqualTo(new LeaveResult.NotYours(tunnel));
        assertThat(fixture.admitted()).hasSize(1);

        assertThat(broker().leave(bob, agent.id(), false)).isEqualTo(new LeaveResult.Ended(tunnel));
        assertThat(fixture.admitted()).isEmpty();
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.OPERATOR_DISCONNECT);
        await().until(() -> agent.liveTunnel().isEmpty());
        assertThat(agent.told(ToAgent.DropTunnel.class))
                .containsExactly(new ToAgent.DropTunnel(tunnel, EndReason.OPERATOR_DISCONNECT));
        assertThat(active(fixture.everywhere)).isEmpty();
    }

    @Test
    void countsTwoLoginsOfOneOperatorAsTwoShares() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession first = fixture.operator("ada");
        OperatorSession second = fixture.operator("ada");
        TunnelId tunnel = open(agent, first);
        broker().open(second, agent.id());

        assertThat(status(agent).operators()).containsExactly("ada");
        assertThat(broker().leave(first, agent.id(), false)).isEqualTo(new LeaveResult.Left(tunnel, 1));
    }

    @Test
    void endsForAllAtAnAdministratorsWordOnly() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = open(agent, fixture.operator("ada"));

        assertThat(broker().leave(fixture.operator("bob"), agent.id(), true)).isEqualTo(new LeaveResult.NotAllowed());
        assertThat(broker().leave(fixture.admin("root"), agent.id(), true)).isEqualTo(new LeaveResult.Ended(tunnel));
    }

    @Test
    void refusesUnknownAndUnconnectedDevices() {
        DeviceId nobody = DeviceId.random();
        TestAgent agent = fixture.enrolledAgent();

        assertThat(broker().open(fixture.operator("ada"), nobody)).isEqualTo(new OpenResult.UnknownDevice(nobody));
        assertThat(broker().status(fixture.everywhere, nobody)).isEmpty();
        assertThat(broker().open(fixture.operator("ada"), agent.id()))
                .isEqualTo(new OpenResult.NotConnected(agent.id()));
        assertThat(broker().leave(fixture.operator("ada"), agent.id(), false))
                .isEqualTo(new LeaveResult.NoTunnel(agent.id()));
    }

    @Test
    void letsOneRacerOpenAndTheOthersJoin() throws Exception {
        TestAgent agent = fixture.connectedAgent();
        int racers = 16;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<OpenResult>> results = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            OperatorSession operator = fixture.operator("op" + i);
            results.add(fixture.threads().submit(() -> {
                start.await();
                return broker().open(operator, agent.id());
            }));
        }
        start.countDown();
        int opened = 0;
        for (Future<OpenResult> result : results) {
            OpenResult what = result.get();
            assertThat(what).isInstanceOfAny(OpenResult.Opened.class, OpenResult.Joined.class);
            opened += what instanceof OpenResult.Opened ? 1 : 0;
        }
        assertThat(opened).isEqualTo(1);
        assertThat(active(fixture.everywhere)).hasSize(1);
        awaitStatus(agent, TunnelStatus.UP);
        assertThat(agent.told(ToAgent.RaiseTunnel.class)).hasSize(1);
    }

    @Test
    void takesNoMoreOperatorsThanItsBound() {
        TestAgent agent = fixture.connectedAgent();
        open(agent, fixture.operator("ada"));
        for (int i = 1; i < TunnelOpening.MOST_OPERATORS; i++) {
            broker().open(fixture.operator("op" + i), agent.id());
        }
        assertThat(broker().open(fixture.operator("late"), agent.id()))
                .isEqualTo(new OpenResult.TooManyOperators(TunnelOpening.MOST_OPERATORS));
    }

    @Test
    void writesDownWhoDidWhat() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        open(agent, ada);
        awaitStatus(agent, TunnelStatus.UP);
        broker().leave(ada, agent.id(), false);

        assertThat(fixture.activityOf(agent.id()))
                .extracting(Activity::event)
                .containsExactly("tunnel_ended", "tunnel_up", "peer_accepted", "tunnel_opened", "agent_connected");
        Activity ended = fixture.activityOf(agent.id()).get(0);
        assertThat(ended.username()).contains("ada");
        assertThat(ended.detail().orElseThrow())
                .matches("operator_disconnect; lived [0-9]+ s, received [1-9][0-9]* bytes, sent [1-9][0-9]*");
        assertThat(fixture.home.log())
                .content()
                .contains("tunnel_opened agent=" + agent.id())
                .contains("operator=\"ada\"")
                .doesNotContain(agent.lastAsked().token());
    }

    @Test
    void letsTheSamePersonEndWhatAnotherOfHisSessionsHolds() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession desk = fixture.operator("ada");
        OperatorSession laptop = fixture.operator("ada");
        OperatorSession bob = fixture.operator("bob");
        TunnelId tunnel = openUp(agent, desk);
        broker().open(bob, agent.id());

        assertThat(broker().leave(fixture.operator("eve"), agent.id(), false))
                .isEqualTo(new LeaveResult.NotYours(tunnel));
        assertThat(broker().leave(laptop, agent.id(), false)).isEqualTo(new LeaveResult.Left(tunnel, 1));
        assertThat(told(agent).get(0)).isEqualTo("tunnel_left: by another session of the same operator");
        assertThat(broker().leave(laptop, agent.id(), false)).isEqualTo(new LeaveResult.NotYours(tunnel));
        assertThat(broker().leave(bob, agent.id(), false)).isEqualTo(new LeaveResult.Ended(tunnel));
    }

    @Test
    void endsTheTunnelWhenItsOnlyOperatorLeavesFromAnotherSession() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));

        assertThat(broker().leave(fixture.operator("ada"), agent.id(), false)).isEqualTo(new LeaveResult.Ended(tunnel));
        assertThat(fixture.admitted()).isEmpty();
    }
}
