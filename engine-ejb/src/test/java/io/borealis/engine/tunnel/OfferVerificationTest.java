package io.borealis.engine.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.token.OrchestrationTokens;
import io.borealis.engine.token.SigningKey;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real attempts on the channel: a peer comes in by a good offer alone. */
class OfferVerificationTest extends EngineTest {
    private TestAgent bystander;
    private TestAgent agent;
    private TunnelId tunnel;
    private Set<WireGuardKey> before;

    @BeforeEach
    void askAnAgentThatWaits() {
        bystander = fixture.connectedAgent();
        openUp(bystander, fixture.operator("bob"));
        agent = fixture.connectedAgent();
        agent.offersAtOnce = false;
        tunnel = open(agent, fixture.operator("ada"));
        await().until(agent::wasAsked);
        before = fixture.admitted();
    }

    private String token() {
        return agent.lastAsked().token();
    }

    private PrivateKey deviceKey() {
        return agent.deviceKeyPair().getPrivate();
    }

    private void offer(String token) {
        agent.offer(tunnel, token, agent.tunnelPublicKey(), deviceKey());
    }

    private void assertRefused(String why) {
        await().until(() -> !agent.told(ToAgent.PeerRefused.class).isEmpty());
        assertThat(fixture.admitted()).isEqualTo(before);
        assertThat(agent.told(ToAgent.PeerRefused.class).get(0).reason()).contains(why);
        assertThat(told(agent)).anyMatch(entry -> entry.startsWith("peer_refused: ") && entry.contains(why));
        assertThat(status(bystander).status()).isEqualTo(TunnelStatus.UP);
    }

    private void assertEndedBecause(String why) {
        await().until(() -> status(agent).status() == TunnelStatus.DOWN);
        assertThat(status(agent).reason()).contains(EndReason.ERROR);
        assertThat(status(agent).detail().orElseThrow()).contains(why);
    }

    @Test
    void admitsAGoodOffer() {
        offer(token());
        awaitStatus(agent, TunnelStatus.UP);
        assertThat(fixture.admitted()).hasSize(before.size() + 1).contains(agent.tunnelPublicKey());
    }

    @Test
    void refusesAnExpiredToken() {
        fixture.clock.advance(Duration.ofSeconds(61));
        offer(token());
        assertRefused("EXPIRED");
        assertEndedBecause("EXPIRED");
    }

    @Test
    void refusesAnAlteredToken() {
        String[] parts = token().split("\\.");
        String other = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replaceFirst("127\\.[0-9.]+", "127.255.0.99");
        offer(parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(other.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2]);
        assertRefused("BAD_SIGNATURE");
        assertEndedBecause("BAD_SIGNATURE");
    }

    @Test
    void refusesATokenOfAnotherSigner() {
        OrchestrationTokens forger = new OrchestrationTokens(SigningKey.ofSeed(new byte[32]), fixture.clock);
        offer(forger.issue(
                tunnel,
                agent.id(),
                agent.lastAsked().endpoint().port(),
                agent.lastAsked().engineKey(),
                agent.lastAsked().virtualIp()));
        assertRefused("BAD_SIGNATURE");
    }

    @Test
    void refusesATokenOfTheAccessKey() {
        OrchestrationTokens wrongKey =
                new OrchestrationTokens(fixture.keys.accessKey().current(), fixture.clock);
        offer(wrongKey.issue(
                tunnel,
                agent.id(),
                agent.lastAsked().endpoint().port(),
                agent.lastAsked().engineKey(),
                agent.lastAsked().virtualIp()));
        assertRefused("BAD_SIGNATURE");
    }

    @Test
    void refusesTheTokenOfAnotherAgent() {
        TestAgent other = fixture.connectedAgent();
        other.offersAtOnce = false;
        open(other, fixture.operator("eve"));
        await().until(other::wasAsked);
        offer(other.lastAsked().token());
        assertRefused("WRONG_AUDIENCE");
        assertThat(status(other).status()).isEqualTo(TunnelStatus.PENDING);
    }

    @Test
    void leavesAnotherAgentsTunnelAlone() {
        TestAgent thief = fixture.connectedAgent();
        thief.offer(tunnel, token(), WireGuardKeyPair.generate().publicKey(), deviceKey());
        await().until(() -> !thief.told(ToAgent.PeerRefused.class).isEmpty());

        assertThat(fixture.admitted()).isEqualTo(before);
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.PENDING);
        offer(token());
        awaitStatus(agent, TunnelStatus.UP);
    }

    @Test
    void refusesATokenUsedTwiceAndKeepsWhatLives() {
        offer(token());
        awaitStatus(agent, TunnelStatus.UP);
        before = fixture.admitted();
        agent.offer(tunnel, token(), WireGuardKeyPair.generate().publicKey(), deviceKey());

        assertRefused("USED");
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
    }

    @Test
    void refusesASecondPeerWithAFreshToken() {
        offer(token());
        awaitStatus(agent, TunnelStatus.UP);
        before = fixture.admitted();
        var joined = (OpenResult.Joined) broker().open(fixture.operator("eve"), agent.id());
        agent.offer(tunnel, joined.token(), WireGuardKeyPair.generate().publicKey(), deviceKey());

        assertRefused("the tunnel has its peer already");
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.UP);
    }

    @Test
    void refusesATokenOfAnotherTunnel() {
        agent.offer(TunnelId.random(), token(), agent.tunnelPublicKey(), deviceKey());
        assertRefused("MISMATCH");
        assertThat(status(agent).status()).isEqualTo(TunnelStatus.PENDING);
    }

    @Test
    void refusesATokenOfAnEarlierTunnelOfTheDevice() {
        String earlier = token();
        broker().leave(fixture.admin("root"), agent.id(), true);
        TunnelId later = open(agent, fixture.operator("ada"));
        await().until(() -> agent.lastAsked().tunnelId().equals(later));
        agent.offer(later, earlier, agent.tunnelPublicKey(), deviceKey());
        assertRefused("MISMATCH");
        assertEndedBecause("MISMATCH");
    }

    @Test
    void refusesATokenForAnotherAddressOrListener() {
        OrchestrationTokens own =
                new OrchestrationTokens(fixture.keys.orchestrationKey().current(), fixture.clock);
        offer(own.issue(
                tunnel,
                agent.id(),
                agent.lastAsked().endpoint().port(),
                agent.lastAsked().engineKey(),
                fixture.tunnelNetwork().deviceAddress(99)));
        assertRefused("another address");
    }

    @Test
    void refusesABadDeviceSignature() {
        agent.offer(
                tunnel, token(), agent.tunnelPublicKey(), TestAgent.newKeyPair().getPrivate());
        assertRefused("not signed by the device's key");
        assertEndedBecause("not signed by the device's key");
    }

    @Test
    void refusesASignatureOverAnotherKey() {
        String signature =
                TestAgent.sign(deviceKey(), ToEngine.PeerOffered.signingInput(token(), agent.tunnelPublicKey()));
        agent.say(new ToEngine.PeerOffered(
                tunnel, token(), WireGuardKeyPair.generate().publicKey(), signature));
        assertRefused("not signed by the device's key");
    }

    @Test
    void refusesASignatureThatIsNoBase64() {
        agent.say(new ToEngine.PeerOffered(tunnel, token(), agent.tunnelPublicKey(), "no signature!"));
        assertRefused("not Base64");
    }

    @Test
    void refusesThePublicKeyOfAnotherDevice() {
        agent.offer(tunnel, token(), bystander.tunnelPublicKey(), deviceKey());
        assertRefused("served another tunnel");
        assertThat(status(bystander).wireguard().orElseThrow().agentPublicKey()).contains(bystander.tunnelPublicKey());
    }

    @Test
    void refusesAPublicKeyThatServedBefore() {
        offer(token());
        awaitStatus(agent, TunnelStatus.UP);
        WireGuardKey old = agent.tunnelPublicKey();
        broker().leave(fixture.admin("root"), agent.id(), true);
        TunnelId later = open(agent, fixture.operator("ada"));
        await().until(() -> agent.lastAsked().tunnelId().equals(later));
        agent.offer(later, token(), old, deviceKey());
        assertRefused("served another tunnel");
    }

    @Test
    void refusesTheEnginesOwnPublicKey() {
        agent.offer(tunnel, token(), fixture.listener().publicKey(), deviceKey());
        assertRefused("the Engine's own");
    }

    @Test
    void refusesGarbage() {
        offer("not.a.token");
        assertRefused("MALFORMED");
    }
}
