package io.borealis.engine.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.SetPortsResult;
import io.borealis.engine.tunnel.host.DesiredPeers;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostFailureTest extends EngineTest {
    @Test
    void endsTheTunnelWithStepAndCodeWhenThePeerCannotBeAdded() {
        TestAgent agent = fixture.connectedAgent();
        fixture.network.failNext(Step.ADD_PEER, 5010);
        open(agent, fixture.operator("ada"));
        awaitStatus(agent, TunnelStatus.DOWN);

        assertThat(status(agent).reason()).contains(EndReason.ERROR);
        assertThat(status(agent).detail().orElseThrow()).contains("ADD_PEER").contains("5010");
        assertThat(fixture.admitted()).isEmpty();
        await().until(() -> !agent.told(ToAgent.PeerRefused.class).isEmpty());
        assertThat(agent.told(ToAgent.PeerRefused.class).get(0).reason()).contains("5010");
        assertThat(agent.told(ToAgent.PeerAdmitted.class)).isEmpty();
    }

    @Test
    void opensAgainAfterAFailure() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        fixture.network.failNext(Step.ADD_FILTERS, 5);
        open(agent, ada);
        awaitStatus(agent, TunnelStatus.DOWN);

        openUp(agent, ada);
        assertThat(fixture.admitted()).containsExactly(agent.tunnelPublicKey());
    }

    @Test
    void comesBackForAPeerThatWouldNotGo() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        TunnelId tunnel = openUp(agent, ada);
        fixture.network.failNext(Step.REMOVE_PEER, 170);

        assertThat(broker().leave(ada, agent.id(), false)).isEqualTo(new LeaveResult.Ended(tunnel));
        assertThat(told(agent)).anyMatch(entry -> entry.startsWith("peer_not_evicted: ") && entry.contains("170"));
        assertThat(fixture.admitted()).hasSize(1);

        fixture.engine.tunnels().pulse();
        assertThat(fixture.admitted()).isEmpty();
    }

    @Test
    void endsTheTunnelWhenThePortsCannotBeEnforced() {
        TestAgent agent = fixture.connectedAgent();
        openUp(agent, fixture.operator("ada"));
        fixture.network.failNext(Step.ADD_FILTERS, 1450);
        SetPortsResult result = fixture.engine
                .portAccess()
                .set(fixture.operator("ada"), agent.id(), List.of(PortRule.tcp(22)), Optional.empty());

        assertThat(result).isInstanceOf(SetPortsResult.TunnelEnded.class);
        assertThat(fixture.admitted()).isEmpty();
        assertThat(status(agent).reason()).contains(EndReason.ERROR);
        assertThat(status(agent).detail().orElseThrow()).contains("1450");
    }

    @Test
    void enforcesAPortListThatWasStoredJustBeforeTheDatabaseWentAway() {
        TestAgent agent = fixture.connectedAgent();
        OperatorSession ada = fixture.operator("ada");
        openUp(agent, ada);
        Set<PortRule> stored = DesiredPeers.withTerminal(List.of(PortRule.tcp(22)));
        fixture.served.goAwayAfterTheNextWrite();
        assertThatThrownBy(() ->
                        fixture.engine.portAccess().set(ada, agent.id(), List.of(PortRule.tcp(22)), Optional.empty()))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThat(fixture.engine.host().isPermitted(agent.tunnelPublicKey(), stored))
                .isFalse();

        fixture.served.comeBack();

        await().ignoreExceptionsInstanceOf(DatabaseUnavailableException.class).until(() -> {
            fixture.engine.tunnels().pulse();
            return fixture.engine.host().isPermitted(agent.tunnelPublicKey(), stored);
        });
        await().until(() -> agent.told(ToAgent.PermitPorts.class).stream()
                .anyMatch(told -> told.ports().equals(List.of(PortRule.tcp(22)))));
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
    }

    @Test
    void opensNothingWhileTheListenerIsLostAndSaysWhy() {
        TestAgent agent = fixture.connectedAgent();
        fixture.network.loseListener();

        OpenResult refused = broker().open(fixture.operator("ada"), agent.id());

        assertThat(refused).isEqualTo(new OpenResult.Unavailable("the listener is lost"));
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.DOWN);
        assertThat(agent.wasAsked()).isFalse();
        assertThat(fixture.engine.host().condition().detail()).contains("the listener is lost");
    }

    @Test
    void endsTheTunnelWhenTheAgentRefusesIt() {
        TestAgent agent = fixture.connectedAgent();
        agent.offersAtOnce = false;
        TunnelId tunnel = open(agent, fixture.operator("ada"));
        await().until(agent::wasAsked);
        agent.say(new ToEngine.RaiseRefused(
                tunnel, ToEngine.RaiseRefused.Refusal.HOST_FAILED, "CREATE_ADAPTER failed with code 5"));
        awaitStatus(agent, TunnelStatus.DOWN);

        assertThat(status(agent).reason()).contains(EndReason.AGENT_REFUSED);
        assertThat(status(agent).detail()).contains("host_failed: CREATE_ADAPTER failed with code 5");
    }

    @Test
    void takesThePeerOutWhenTheAgentsAdapterFails() {
        TestAgent agent = fixture.connectedAgent();
        agent.raisesAdapter = false;
        TunnelId tunnel = open(agent, fixture.operator("ada"));
        await().until(() -> !fixture.admitted().isEmpty());
        agent.say(new ToEngine.RaiseRefused(tunnel, ToEngine.RaiseRefused.Refusal.HOST_FAILED, "BRING_UP failed"));
        awaitStatus(agent, TunnelStatus.DOWN);

        assertThat(fixture.admitted()).isEmpty();
    }

    @Test
    void endsTheTunnelThatTheAgentDropped() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));
        agent.say(new ToEngine.TunnelDropped(tunnel, "the machine goes to sleep"));
        awaitStatus(agent, TunnelStatus.DOWN);

        assertThat(status(agent).reason()).contains(EndReason.AGENT_DISCONNECT);
        assertThat(fixture.admitted()).isEmpty();
    }

    @Test
    void ignoresWhatAnAgentSaysAboutTheTunnelOfAnother() {
        TestAgent agent = fixture.connectedAgent();
        TestAgent other = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));
        other.say(new ToEngine.TunnelDropped(tunnel, "not mine"));
        other.say(new ToEngine.RaiseRefused(tunnel, ToEngine.RaiseRefused.Refusal.BUSY, "not mine"));
        other.say(new ToEngine.HandshakeSeen(tunnel));
        openUp(other, fixture.operator("ada"));

        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
    }
}
