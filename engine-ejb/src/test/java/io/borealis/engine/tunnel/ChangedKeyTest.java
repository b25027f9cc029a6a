package io.borealis.engine.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.Page;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.token.rotation.KeyName;
import io.borealis.engine.token.rotation.KeyRotation;
import io.borealis.engine.token.rotation.RotationResult;
import io.borealis.engine.token.rotation.WaitingDevice;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of orders changes: who is there notices nothing, who was away for all of the overlap is told what helps. */
class ChangedKeyTest {

    @TempDir
    Path root;

    private EngineFixture fixture;
    private OperatorSession admin;

    @BeforeEach
    void start() {
        fixture = EngineFixture.start(root);
        admin = fixture.admin("ada");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private TestAgent learner() {
        TestAgent agent = fixture.enrolledAgent();
        agent.newestProtocol = 2;
        return agent;
    }

    private KeyRotation rotation() {
        return fixture.engine.keyRotation();
    }

    private DeviceKey keyInUse() {
        return fixture.keys.orchestrationKey().current().deviceKey();
    }

    private void up(TestAgent agent) {
        standing(agent);
        fixture.engine.tunnels().broker().leave(admin, agent.id(), true);
    }

    private String whyDown(TestAgent agent) {
        fixture.engine.tunnels().broker().open(admin, agent.id());
        await().until(() -> fixture.database
                .read(work -> work.tunnels().findLive(agent.id()))
                .isEmpty());
        return endOf(agent);
    }

    private List<DeviceId> waiting() {
        return rotation().progress().waiting(Optional.empty(), Page.LONGEST).items().stream()
                .map(WaitingDevice::agentId)
                .toList();
    }

    @Test
    void whoIsConnectedLearnsAtOnceAndWhoComesInTimeAtHisHello() throws Exception {
        TestAgent there = learner();
        TestAgent away = learner();
        there.connect();
        DeviceKey old = keyInUse();
        await().until(() -> !waiting().contains(there.id()));

        rotation().rotate(admin, KeyName.ORCHESTRATION_TOKEN);

        await().untilAsserted(() -> assertThat(there.trusted()).containsExactly(keyInUse(), old));
        await().untilAsserted(() -> assertThat(waiting()).containsExactly(away.id()));
        up(there);

        fixture.restart();
        there.connect();
        away.connect();
        up(there);
        await().untilAsserted(() -> assertThat(waiting()).isEmpty());
        up(away);

        rotation().endOverlap(admin, KeyName.ORCHESTRATION_TOKEN);

        await().untilAsserted(() -> assertThat(away.trusted()).containsExactly(keyInUse()));
        up(there);
        up(away);
    }

    @Test
    void aTunnelKeepsTheSecretUnderWhichItWasOpenedUntilTheOverlapEnds() throws Exception {
        TestAgent agent = learner();
        TestAgent other = learner();
        agent.connect();
        other.connect();
        standing(agent);
        WireGuardKey old = agent.tunnelPublicKey();

        rotation().rotate(admin, KeyName.TUNNEL_SECRET);
        fixture.clock.advance(Duration.ofSeconds(5));
        standing(other);

        assertThat(fixture.admitted()).contains(old, other.tunnelPublicKey());
        assertThat(statusOf(agent)).contains(TunnelStatus.UP);

        fixture.restart();
        agent.connect();
        other.connect();
        await().untilAsserted(() -> assertThat(statusOf(agent)).contains(TunnelStatus.UP));
        await().untilAsserted(() -> assertThat(statusOf(other)).contains(TunnelStatus.UP));

        rotation().endOverlap(admin, KeyName.TUNNEL_SECRET);

        assertThat(statusOf(agent)).contains(TunnelStatus.DOWN);
        assertThat(endOf(agent)).contains("secret for tunnels was changed");
        assertThat(statusOf(other)).contains(TunnelStatus.UP);
        up(agent);
    }

    @Test
    void aNewListenerKeyEndsTunnelsWithItsNameAndTheNextOnesUseIt() {
        TestAgent agent = learner();
        agent.connect();
        standing(agent);
        WireGuardKey old = agent.lastAsked().engineKey();

        assertThat(rotation().rotate(admin, KeyName.WIREGUARD)).isInstanceOf(RotationResult.Done.class);

        assertThat(statusOf(agent)).contains(TunnelStatus.DOWN);
        assertThat(endOf(agent)).contains("WireGuard key was changed");
        await().until(() -> agent.liveTunnel().isEmpty());
        standing(agent);
        assertThat(agent.lastAsked().engineKey()).isNotEqualTo(old);
        assertThat(rotation().endOverlap(admin, KeyName.WIREGUARD)).isInstanceOf(RotationResult.NoOverlap.class);
    }

    @Test
    void aStartThatFindsAChangeOfTheListenerKeyUnderWayEndsItsTunnels() throws Exception {
        TestAgent agent = learner();
        agent.connect();
        standing(agent);
        Path mark = fixture.home.vpnServer().resolve("listener-key.changing");
        Files.writeString(mark, "");

        fixture.restart();

        assertThat(statusOf(agent)).contains(TunnelStatus.DOWN);
        assertThat(mark).doesNotExist();
    }

    private void standing(TestAgent agent) {
        assertThat(fixture.engine.tunnels().broker().open(admin, agent.id())).isInstanceOf(OpenResult.Opened.class);
        await().untilAsserted(() -> assertThat(statusOf(agent)).contains(TunnelStatus.UP));
    }

    private Optional<TunnelStatus> statusOf(TestAgent agent) {
        return fixture.engine.tunnels().broker().status(admin, agent.id()).map(TunnelView::status);
    }

    private String endOf(TestAgent agent) {
        return fixture.database
                .read(work -> work.tunnels().newestOf(agent.id()))
                .flatMap(Tunnel::endDetail)
                .orElseThrow();
    }

    @Test
    void whoWasAwayForAllOfTheOverlapIsRefusedWithWhatHelps() {
        TestAgent late = learner();

        rotation().rotate(admin, KeyName.ORCHESTRATION_TOKEN);
        rotation().endOverlap(admin, KeyName.ORCHESTRATION_TOKEN);
        late.connect();

        await().untilAsserted(() -> assertThat(fixture.activityOf(late.id()))
                .extracting(Activity::event)
                .contains("key_not_trusted"));
        assertThat(waiting()).containsExactly(late.id());
        assertThat(whyDown(late)).contains("token_rejected", "BAD_SIGNATURE");
    }

    @Test
    void anAgentThatLearnsNoKeysIsOrderedWithTheOldOneAndThenToldToBeUpdated() {
        TestAgent older = fixture.connectedAgent();

        rotation().rotate(admin, KeyName.ORCHESTRATION_TOKEN);

        up(older);
        assertThat(waiting()).containsExactly(older.id());

        rotation().endOverlap(admin, KeyName.ORCHESTRATION_TOKEN);

        assertThat(whyDown(older)).contains("update it").contains("enrol the device anew");
    }

    @Test
    void tellsOfAnAuthorityThatChangesRightAfterTheStart() throws IOException {
        TestAgent agent = learner();
        agent.connect();
        await().until(() -> agent.told(ToAgent.TrustEngine.class).size() == 1);
        String authority = Files.readString(fixture.home.caCertificate());
        Files.writeString(fixture.home.caCertificate(), authority + authority);

        rotation().pulse();

        await().until(() -> agent.told(ToAgent.TrustEngine.class).size() == 2);
        rotation().pulse();
        assertThat(agent.told(ToAgent.TrustEngine.class)).hasSize(2);
    }
}
