package io.borealis.engine.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.network.HostNetworkException;
import io.borealis.network.Peer;
import io.borealis.network.connector.ListenerLost;
import io.borealis.network.connector.PeerSeen;
import io.borealis.network.connector.PeerSilent;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestartTest extends EngineTest {
    @Test
    void admitsALiveTunnelAnewAndIsUpAfterTheNextHandshake() throws HostNetworkException {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));
        fixture.restart();

        assertThat(fixture.admitted()).containsExactly(agent.tunnelPublicKey());
        TunnelView after = status(agent);
        assertThat(after.status()).isEqualTo(TunnelStatus.RECOVERING);
        assertThat(after.tunnelId()).contains(tunnel);
        assertThat(after.operators()).containsExactly("ada");

        // The same preshared key is derived again; the agent is told that a new handshake is needed
        agent.connect();
        await().until(() -> agent.told(ToAgent.PeerAdmitted.class).size() == 2);
        await().until(() -> fixture.listener()
                .peer(agent.tunnelPublicKey())
                .flatMap(peer -> peer.lastHandshake())
                .isPresent());
        fixture.engine.tunnels().peerSeen(new PeerSeen(agent.tunnelPublicKey(), Instant.now(), false));
        awaitStatus(agent, TunnelStatus.UP);
        assertThat(agent.liveTunnel()).contains(tunnel);
        assertThat(agent.told(ToAgent.DropTunnel.class)).isEmpty();
    }

    @Test
    void endsWhatWasPendingWhenTheEngineStopped() throws HostNetworkException {
        TestAgent agent = fixture.connectedAgent();
        agent.raisesAdapter = false;
        open(agent, fixture.operator("ada"));
        await().until(() -> !fixture.admitted().isEmpty());
        fixture.restart();

        assertThat(status(agent).reason()).contains(EndReason.ENGINE_STOP);
        assertThat(fixture.admitted()).isEmpty();
    }

    @Test
    void endsWhatIdledAwayWhileTheEngineWasDown() throws HostNetworkException {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));
        fixture.clock.advance(EngineFixture.IDLE);
        fixture.restart();
        assertThat(status(agent).reason()).contains(EndReason.IDLE_TIMEOUT);
        assertThat(fixture.admitted()).isEmpty();

        agent.connect();
        await().until(() -> agent.liveTunnel().isEmpty());
        assertThat(agent.told(ToAgent.DropTunnel.class))
                .containsExactly(new ToAgent.DropTunnel(tunnel, EndReason.IDLE_TIMEOUT));
    }

    @Test
    void removesPeersThatNoRowDesires() throws HostNetworkException {
        WireGuardKeyPair stranger = WireGuardKeyPair.generate();
        admitStranger(stranger);
        fixture.engine.tunnels().pulse();
        assertThat(fixture.admitted()).isEmpty();

        admitStranger(stranger);
        fixture.engine.tunnels().start();
        assertThat(fixture.admitted()).isEmpty();
    }

    private void admitStranger(WireGuardKeyPair stranger) throws HostNetworkException {
        fixture.listener()
                .admit(new Peer(
                        stranger.publicKey(),
                        WireGuardSecret.copyOf(new byte[32]),
                        fixture.tunnelNetwork().deviceAddress(77),
                        Set.of(PortRule.tcp(22))));
        assertThat(fixture.admitted()).hasSize(1);
    }

    @Test
    void admitsOnAPulseWhatTheHostLost() throws HostNetworkException {
        TestAgent agent = fixture.connectedAgent();
        openUp(agent, fixture.operator("ada"));
        fixture.listener().evict(agent.tunnelPublicKey());
        fixture.engine.tunnels().pulse();

        await().until(() -> agent.told(ToAgent.PeerAdmitted.class).size() == 2);
        assertThat(fixture.admitted()).contains(agent.tunnelPublicKey());
        awaitStatus(agent, TunnelStatus.UP);
    }

    @Test
    void recoversAfterALostListener() throws HostNetworkException {
        TestAgent agent = fixture.connectedAgent();
        openUp(agent, fixture.operator("ada"));
        fixture.engine.tunnels().listenerLost(new ListenerLost(Instant.now(), false, "the driver was removed"));
        awaitStatus(agent, TunnelStatus.RECOVERING);

        fixture.listener().evict(agent.tunnelPublicKey());
        fixture.engine.tunnels().listenerLost(new ListenerLost(Instant.now(), true, "it stands again"));
        await().until(() -> fixture.admitted().contains(agent.tunnelPublicKey()));
    }

    @Test
    void recoversASilentPeerByALaterHandshakeOnly() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));
        Optional<Instant> last = status(agent).lastHandshakeAt();
        fixture.engine.tunnels().peerSilent(new PeerSilent(agent.tunnelPublicKey(), last));
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.RECOVERING);

        fixture.engine.tunnels().peerSeen(new PeerSeen(agent.tunnelPublicKey(), last.orElseThrow(), true));
        Tunnel row = fixture.database.read(work -> work.tunnels().find(tunnel)).orElseThrow();
        boolean laterHandshake = status(agent).lastHandshakeAt().orElseThrow().isAfter(last.orElseThrow());
        assertThat(row.status() == TunnelStatus.RECOVERING || laterHandshake).isTrue();
    }

    @Test
    void dropsATunnelThatItDoesNotKnow() {
        TestAgent agent = fixture.enrolledAgent();
        TunnelId unknown = TunnelId.random();
        agent.claim(unknown);
        agent.connect();

        await().until(() -> agent.liveTunnel().isEmpty());
        assertThat(agent.told(ToAgent.DropTunnel.class))
                .containsExactly(new ToAgent.DropTunnel(unknown, EndReason.ERROR));
    }

    @Test
    void endsTheTunnelOfAnAgentThatCameBackWithoutIt() {
        TestAgent agent = fixture.connectedAgent();
        openUp(agent, fixture.operator("ada"));
        agent.crash();
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
        agent.connect();

        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.AGENT_DISCONNECT);
        assertThat(fixture.admitted()).isEmpty();
    }

    @Test
    void keepsTheTunnelOverALostChannel() {
        TestAgent agent = fixture.connectedAgent();
        TunnelId tunnel = openUp(agent, fixture.operator("ada"));
        agent.loseChannel();
        assertThat(fixture.engine.switchboard().isConnected(agent.id())).isFalse();
        fixture.engine.tunnels().pulse();
        agent.connect();

        await().until(() -> !agent.told(ToAgent.PermitPorts.class).isEmpty());
        assertThat(status(agent).tunnelId()).contains(tunnel);
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
    }

    @Test
    void asksAgainWhenTheChannelWasLostBeforeTheAnswer() {
        TestAgent agent = fixture.connectedAgent();
        agent.offersAtOnce = false;
        open(agent, fixture.operator("ada"));
        await().until(agent::wasAsked);
        agent.loseChannel();
        agent.offersAtOnce = true;
        agent.connect();

        awaitStatus(agent, TunnelStatus.UP);
        assertThat(agent.told(ToAgent.RaiseTunnel.class)).hasSize(2);
    }

    @Test
    void asksNoAgentThatWasStartedAnewBeforeItAnswered() throws HostNetworkException {
        TestAgent agent = fixture.connectedAgent();
        agent.offersAtOnce = false;
        open(agent, fixture.operator("ada"));
        await().until(agent::wasAsked);
        agent.crash();
        agent.connect();

        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.AGENT_DISCONNECT);
        assertThat(agent.told(ToAgent.RaiseTunnel.class)).hasSize(1);
        assertThat(fixture.admitted()).isEmpty();
    }

    @Test
    void endsTheTunnelOfAnAgentThatVanished() {
        TestAgent agent = fixture.connectedAgent();
        openUp(agent, fixture.operator("ada"));
        agent.crash();
        fixture.clock.advance(TunnelSweep.GONE_AFTER.plus(Duration.ofSeconds(5)));
        fixture.engine.tunnels().pulse();

        awaitStatus(agent, TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.AGENT_DISCONNECT);
    }
}
