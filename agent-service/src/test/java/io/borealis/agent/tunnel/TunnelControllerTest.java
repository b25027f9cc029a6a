package io.borealis.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.agent.device.DeviceIdentity;
import io.borealis.agent.device.Membership;
import io.borealis.agent.terminal.ShellSettings;
import io.borealis.agent.terminal.Terminal;
import io.borealis.agent.token.RaiseCheck;
import io.borealis.agent.token.TrustedEngine;
import io.borealis.agent.tunnel.TunnelTimes.Search;
import io.borealis.network.AdapterSettings;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.NetworkUse;
import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine.HandshakeSeen;
import io.borealis.protocol.control.ToEngine.PeerOffered;
import io.borealis.protocol.control.ToEngine.RaiseRefused;
import io.borealis.protocol.control.ToEngine.RaiseRefused.Refusal;
import io.borealis.protocol.control.ToEngine.TunnelDropped;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.TrustBundle;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunnelControllerTest {

    @TempDir
    Path home;

    private final TunnelId id = TunnelId.random();
    private InMemoryHostNetwork network;
    private DeviceIdentity identity;
    private TestEngine engine;
    private Terminal terminal;
    private TunnelController controller;

    @BeforeEach
    void startAgent() throws Exception {
        begin(new InMemoryHostNetwork(), TunnelTimes.DEFAULT);
    }

    private void begin(InMemoryHostNetwork host, TunnelTimes times) throws Exception {
        network = host;
        KeyPair engineKeys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        DeviceId device = DeviceId.random();
        KeyStorage storage = KeyStorages.ofThisSystem(home.resolve("Certificates"));
        identity = DeviceIdentity.in(storage);
        TrustedEngine trust = new TrustedEngine(
                new Membership(device, new TrustBundle("", DeviceKey.of(engineKeys.getPublic()))),
                storage,
                Clock.systemUTC());
        engine = new TestEngine(engineKeys, device);
        terminal = new Terminal(
                new ShellSettings(List.of("/bin/bash"), home, true, home.resolve("native")), identity.asHostKey());
        controller = new TunnelController(
                identity,
                trust,
                new RaiseCheck(trust::tokenKeys, device, Clock.systemUTC()),
                network,
                AdapterSettings.DEFAULT,
                terminal,
                engine,
                times);
        controller.start();
    }

    @AfterEach
    void stopAgent() throws Exception {
        assertThat(controller.stop(Duration.ofSeconds(10))).isTrue();
        assertThat(terminal.stop(10_000)).isTrue();
        engine.close();
    }

    private void restart(TunnelTimes times) throws Exception {
        stopAgent();
        begin(new InMemoryHostNetwork(), times);
    }

    private PeerOffered offered() {
        return await().until(() -> engine.received(PeerOffered.class), offers -> !offers.isEmpty())
                .get(0);
    }

    private PeerOffered raised() throws Exception {
        controller.accept(engine.raise(id, Instant.now()));
        PeerOffered offer = offered();
        controller.accept(engine.admit(offer));
        await().untilAsserted(
                        () -> assertThat(engine.received(HandshakeSeen.class)).containsExactly(new HandshakeSeen(id)));
        return offer;
    }

    private RaiseRefused refused() {
        return await().until(() -> engine.received(RaiseRefused.class), all -> !all.isEmpty())
                .get(0);
    }

    private TunnelDropped dropped() {
        return await().until(() -> engine.received(TunnelDropped.class), all -> !all.isEmpty())
                .get(0);
    }

    private static boolean terminalAnswers() {
        try (Socket probe = new Socket(TestEngine.DEVICE.toInetAddress(), TerminalPort.NUMBER)) {
            return probe.isConnected();
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void raisesATunnelAndSeesItsHandshake() throws Exception {
        PeerOffered offer = raised();
        assertThat(controller.liveTunnel()).contains(id);
        assertThat(identity.publicKey()
                        .verifies(
                                PeerOffered.signingInput(offer.token(), offer.publicKey()),
                                Base64.getDecoder().decode(offer.signature())))
                .isTrue();
        await().until(TunnelControllerTest::terminalAnswers);
    }

    @Test
    void shakesHandsAgainWhenTheStandingTunnelIsAdmittedAnew() throws Exception {
        PeerOffered offer = raised();
        engine.evict(offer);

        controller.accept(engine.admit(offer));

        await().untilAsserted(
                        () -> assertThat(engine.received(HandshakeSeen.class)).hasSize(2));
        assertThat(controller.liveTunnel()).contains(id);
        await().until(TunnelControllerTest::terminalAnswers);
    }

    @Test
    void touchesTheAdapterOnlyAfterAdmission() throws Exception {
        controller.accept(engine.raise(id, Instant.now()));
        offered();
        assertThat(engine.received(HandshakeSeen.class)).isEmpty();
        assertThat(terminalAnswers()).isFalse();
    }

    @Test
    void dropsOnDemandAndMakesAFreshKeyNextTime() throws Exception {
        PeerOffered first = raised();
        controller.accept(new ToAgent.DropTunnel(id, EndReason.OPERATOR_DISCONNECT));
        assertThat(dropped().detail()).contains("operator_disconnect");
        assertThat(controller.liveTunnel()).isEmpty();
        await().until(() -> !terminalAnswers());
        engine.evict(first);

        TunnelId next = TunnelId.random();
        controller.accept(engine.raise(next, Instant.now()));
        await().until(() -> engine.received(PeerOffered.class).size() == 2);
        PeerOffered second = engine.received(PeerOffered.class).get(1);
        assertThat(second.publicKey()).isNotEqualTo(first.publicKey());
        controller.accept(engine.admit(second));
        await().until(() -> engine.received(HandshakeSeen.class).contains(new HandshakeSeen(next)));
    }

    @Test
    void holdsOneTunnelAtATime() throws Exception {
        raised();
        TunnelId other = TunnelId.random();
        controller.accept(engine.raise(other, Instant.now()));
        assertThat(refused())
                .isEqualTo(new RaiseRefused(other, Refusal.BUSY, "this device holds tunnel " + id + " already"));
        assertThat(controller.liveTunnel()).contains(id);
    }

    @Test
    void refusesATokenThatStatesSomethingElse() throws Exception {
        controller.accept(engine.raise(id, Instant.now(), 4));
        assertThat(refused().refusal()).isEqualTo(Refusal.TOKEN_REJECTED);
        assertThat(refused().detail()).contains("udp_port");
        assertThat(engine.received(PeerOffered.class)).isEmpty();
        assertThat(controller.liveTunnel()).isEmpty();
    }

    @Test
    void refusesATokenThatWasUsed() throws Exception {
        ToAgent.RaiseTunnel message = engine.raise(id, Instant.now());
        controller.accept(message);
        offered();
        controller.accept(new ToAgent.PeerRefused(id, "no"));
        await().until(() -> controller.liveTunnel().isEmpty());
        controller.accept(message);
        assertThat(refused().refusal()).isEqualTo(Refusal.TOKEN_REJECTED);
    }

    @Test
    void tellsStepAndCodeOfANativeFailureAndIsFreeAgain() throws Exception {
        network.failNext(Step.BRING_UP, 1234);
        controller.accept(engine.raise(id, Instant.now()));
        controller.accept(engine.admit(offered()));
        RaiseRefused refusal = refused();
        assertThat(refusal.refusal()).isEqualTo(Refusal.HOST_FAILED);
        assertThat(refusal.detail()).contains("BRING_UP").contains("1234");
        assertThat(controller.liveTunnel()).isEmpty();
    }

    @Test
    void refusesAnAddressThatTheDeviceUsesForSomethingElse() throws Exception {
        network.occupy(NetworkUse.of(NetworkUse.Kind.ROUTE, TunnelNetwork.parse("127.0.0.0/8")));
        controller.accept(engine.raise(id, Instant.now()));
        controller.accept(engine.admit(offered()));
        RaiseRefused refusal = refused();
        assertThat(refusal.refusal()).isEqualTo(Refusal.HOST_FAILED);
        assertThat(refusal.detail())
                .contains("overlaps the route 127.0.0.0/8")
                .contains("set the Engine's borealis.network.network");
        assertThat(controller.liveTunnel()).isEmpty();
    }

    @Test
    void installsTheAdapterAtTheNextRaiseWhenTheStartFailed() throws Exception {
        stopAgent();
        InMemoryHostNetwork failing = new InMemoryHostNetwork();
        failing.failNext(Step.CREATE_ADAPTER, 5);
        begin(failing, TunnelTimes.DEFAULT);
        raised();
    }

    @Test
    void givesUpWhenNobodyAdmitsThePeer() throws Exception {
        restart(new TunnelTimes(Duration.ofMillis(50), Duration.ofSeconds(180), Duration.ofSeconds(5), Search.DEFAULT));
        controller.accept(engine.raise(id, Instant.now()));
        assertThat(dropped().detail()).contains("did not admit");
        controller.accept(new ToAgent.PeerAdmitted(id));
        assertThat(controller.liveTunnel()).isEmpty();
    }

    @Test
    void givesATunnelUpWhenEngineAndHandshakeAreBothSilent() throws Exception {
        restart(new TunnelTimes(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofMillis(20), Search.DEFAULT));
        PeerOffered offer = raised();
        engine.evict(offer);
        await().during(Duration.ofMillis(600))
                .until(() -> controller.liveTunnel().isPresent());
        engine.loseChannel();
        assertThat(dropped().detail()).contains("neither Engine nor handshake");
    }

    @Test
    void looksForTheEngineAgainWhenHandshakesStop() throws Exception {
        restart(new TunnelTimes(
                Duration.ofSeconds(10),
                Duration.ofSeconds(180),
                Duration.ofMillis(20),
                new Search(Duration.ofMillis(200), Duration.ofMillis(50))));
        PeerOffered offer = raised();
        engine.evict(offer);
        network.failNext(Step.RESOLVE_ENDPOINT, 0);
        await().until(() -> !network.isToFail(Step.RESOLVE_ENDPOINT));

        // a name that leads nowhere ends nothing, and it is looked for again
        network.failNext(Step.RESOLVE_ENDPOINT, 0);
        await().until(() -> !network.isToFail(Step.RESOLVE_ENDPOINT));
        assertThat(controller.liveTunnel()).isPresent();
    }

    @Test
    void dropsRatherThanKeepPortsThatCouldNotBeCut() throws Exception {
        raised();
        controller.accept(new ToAgent.PermitPorts(id, List.of(PortRule.tcp(22))));
        assertThat(engine.received(TunnelDropped.class)).isEmpty();
        network.failNext(Step.ADD_FILTERS, 99);
        controller.accept(new ToAgent.PermitPorts(id, List.of()));
        assertThat(dropped().detail()).contains("ADD_FILTERS").contains("99");
    }

    @Test
    void saysWhatItDoesNotHold() {
        TunnelId unknown = TunnelId.random();
        controller.accept(new ToAgent.DropTunnel(unknown, EndReason.ERROR));
        assertThat(dropped()).isEqualTo(new TunnelDropped(unknown, "this device holds no such tunnel"));
    }

    @Test
    void tellsTheEngineWhenTheAgentStops() throws Exception {
        raised();
        assertThat(controller.stop(Duration.ofSeconds(10))).isTrue();
        assertThat(dropped()).isEqualTo(new TunnelDropped(id, "the agent stops"));
    }
}
