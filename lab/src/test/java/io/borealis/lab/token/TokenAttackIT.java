package io.borealis.lab.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.lab.Lab;
import io.borealis.lab.LabCase;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.token.OrchestrationToken;
import io.borealis.protocol.token.TokenSigner;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a device does with a token, a peer appears only for the one right offer. */
class TokenAttackIT extends LabCase {

    private ScriptedAgent agent;
    private List<String> peersBefore;

    @BeforeEach
    void enrollADevice() {
        up(operator, first);
        agent = ScriptedAgent.enroll(lab.engine().client(), Lab.newCode(admin, true));
        peersBefore = engineNetwork().peers();
        assertThat(peersBefore)
                .as("the tunnel of an honest device stands beside")
                .hasSize(1);
    }

    @AfterEach
    void leave() {
        admin.disconnectAll(agent.device().toString());
        agent.close();
    }

    private ToAgent.RaiseTunnel raised(ScriptedAgent asked) {
        operator.connect(asked.device().toString()).expect(200);
        return asked.awaitMessage(ToAgent.RaiseTunnel.class);
    }

    private static WireGuardKey newKey() {
        try (WireGuardKeyPair pair = WireGuardKeyPair.generate()) {
            return pair.publicKey();
        }
    }

    /** The Engine says no, the driver's peers are what they were, and the operator sees the tunnel down with a reason. */
    private void refused(TunnelId tunnel) {
        ToAgent.PeerRefused refusal = agent.awaitMessage(ToAgent.PeerRefused.class);
        assertThat(refusal.tunnelId()).isEqualTo(tunnel);
        assertThat(engineNetwork().peers()).isEqualTo(peersBefore);
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode status =
                    operator.status(agent.device().toString()).expect(200).json();
            assertThat(status.path("status").asText()).isEqualTo("down");
            assertThat(status.path("reason").asText()).isNotBlank();
        });
        assertThat(engineNetwork().peers()).isEqualTo(peersBefore);
        assertThat(statusOf(first)).isEqualTo("up");
    }

    @Test
    void admitsTheRightOffer() {
        ToAgent.RaiseTunnel raise = raised(agent);
        WireGuardKey key = newKey();

        agent.offer(raise.tunnelId(), raise.token(), key);

        assertThat(agent.awaitMessage(ToAgent.PeerAdmitted.class).tunnelId()).isEqualTo(raise.tunnelId());
        assertThat(engineNetwork().peers())
                .hasSize(2)
                .contains(key.toBase64() + "\t" + raise.virtualIp().toString().replaceAll("/.*", "") + "/32");
        assertThat(operator.status(agent.device().toString()).field("status"))
                .as("no handshake, not up")
                .isEqualTo("pending");
    }

    @Test
    void takesThePeerAwayWhenNoHandshakeComes() {
        ToAgent.RaiseTunnel raise = raised(agent);
        agent.offer(raise.tunnelId(), raise.token(), newKey());
        agent.awaitMessage(ToAgent.PeerAdmitted.class);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> engineNetwork().peers().equals(peersBefore));
        await().atMost(SOON).until(() -> operator.status(agent.device().toString())
                .field("reason")
                .equals("handshake_timeout"));
    }

    @Test
    void refusesAnExpiredToken() {
        ToAgent.RaiseTunnel raise = raised(agent);
        Instant past = Instant.now().minusSeconds(61);

        String expired = signedByTheEngine(raise, agent.device(), past, past.plusSeconds(60));
        agent.offer(raise.tunnelId(), expired, newKey());

        refused(raise.tunnelId());
    }

    @Test
    void refusesATokenThatWouldLiveTooLong() {
        ToAgent.RaiseTunnel raise = raised(agent);
        String[] parts = raise.token().split("\\.");
        String longer = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replaceAll("\"exp\":([0-9]+)", "\"exp\":9999999999");

        agent.offer(raise.tunnelId(), parts[0] + "." + base64Url(longer) + "." + parts[2], newKey());

        refused(raise.tunnelId());
    }

    @Test
    void refusesAnAlteredToken() {
        ToAgent.RaiseTunnel raise = raised(agent);
        String[] parts = raise.token().split("\\.");
        String altered = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace(raise.virtualIp().toString(), "192.0.2.7");

        agent.offer(raise.tunnelId(), parts[0] + "." + base64Url(altered) + "." + parts[2], newKey());

        refused(raise.tunnelId());
    }

    @Test
    void refusesATokenWithoutASignature() {
        ToAgent.RaiseTunnel raise = raised(agent);
        String header = base64Url("{\"alg\":\"none\",\"typ\":\"borealis-orchestration+jwt\"}");

        agent.offer(raise.tunnelId(), header + "." + raise.token().split("\\.")[1] + ".", newKey());

        refused(raise.tunnelId());
    }

    @Test
    void refusesATokenThatTheDeviceSignedItself() {
        ToAgent.RaiseTunnel raise = raised(agent);
        Instant now = Instant.now();

        String forged = new TokenSigner(ScriptedAgent.newKey().getPrivate())
                .sign(claims(raise, agent.device(), now, now.plusSeconds(60)));
        agent.offer(raise.tunnelId(), forged, newKey());

        refused(raise.tunnelId());
    }

    @Test
    void refusesATokenOfAnotherDevice() {
        try (ScriptedAgent other = ScriptedAgent.enroll(lab.engine().client(), Lab.newCode(admin, true))) {
            ToAgent.RaiseTunnel theirs = raised(other);
            ToAgent.RaiseTunnel mine = raised(agent);

            agent.offer(mine.tunnelId(), theirs.token(), newKey());

            refused(mine.tunnelId());
            agent.offer(theirs.tunnelId(), theirs.token(), newKey());
            assertThat(agent.awaitMessage(ToAgent.PeerRefused.class)).isNotNull();
            assertThat(engineNetwork().peers()).isEqualTo(peersBefore);
            admin.disconnectAll(other.device().toString());
        }
    }

    @Test
    void refusesATokenThatWasUsedAndKeepsTheFirstKey() {
        ToAgent.RaiseTunnel raise = raised(agent);
        agent.offer(raise.tunnelId(), raise.token(), newKey());
        agent.awaitMessage(ToAgent.PeerAdmitted.class);
        WireGuardKey second = newKey();

        agent.offer(raise.tunnelId(), raise.token(), second);

        agent.awaitMessage(ToAgent.PeerRefused.class);
        assertThat(engineNetwork().peers()).noneMatch(peer -> peer.contains(second.toBase64()));
    }

    @Test
    void refusesTheTokenOfAnEarlierTunnel() {
        ToAgent.RaiseTunnel earlier = raised(agent);
        operator.disconnect(agent.device().toString()).expect(200);
        agent.awaitMessage(ToAgent.DropTunnel.class);
        ToAgent.RaiseTunnel now = raised(agent);

        agent.offer(now.tunnelId(), earlier.token(), newKey());

        refused(now.tunnelId());
    }

    @Test
    void refusesAnOfferThatTheDeviceKeyDidNotSign() {
        ToAgent.RaiseTunnel raise = raised(agent);

        agent.offerSignedBy(ScriptedAgent.newKey(), raise.tunnelId(), raise.token(), newKey());

        refused(raise.tunnelId());
    }

    @Test
    void refusesAnOfferWithoutATunnel() {
        ToAgent.RaiseTunnel raise = raised(agent);
        operator.disconnect(agent.device().toString()).expect(200);

        agent.offer(raise.tunnelId(), raise.token(), newKey());

        agent.awaitMessage(ToAgent.PeerRefused.class);
        assertThat(engineNetwork().peers()).isEqualTo(peersBefore);
    }

    @Test
    void closesTheChannelOfADeviceThatSaysWhatIsNotInTheProtocol() {
        agent.sayText("{\"type\":\"peer_offered\",\"surprise\":1}");

        await().atMost(SOON).until(() -> agent.closeCode().isPresent());
        assertThat(agent.closeCode()).hasValue(4400);
        assertThat(engineNetwork().peers()).isEqualTo(peersBefore);
    }

    @Test
    void keepsTheTunnelOfOneDeviceWhenAnotherReportsItDropped() {
        String honest = operator.status(first.id()).field("tunnel_id");

        agent.say(new io.borealis.protocol.control.ToEngine.TunnelDropped(TunnelId.parse(honest), "not mine"));
        agent.say(new io.borealis.protocol.control.ToEngine.HandshakeSeen(TunnelId.parse(honest)));

        await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> statusOf(first)
                .equals("up"));
        assertThat(engineNetwork().peers()).isEqualTo(peersBefore);
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A token that is right in everything but what the test changes: signed with the Engine's own key. */
    private String signedByTheEngine(ToAgent.RaiseTunnel raise, DeviceId device, Instant issued, Instant expires) {
        return new TokenSigner(engineKey()).sign(claims(raise, device, issued, expires));
    }

    private static OrchestrationToken claims(
            ToAgent.RaiseTunnel raise, DeviceId device, Instant issued, Instant expires) {
        return new OrchestrationToken(
                UUID.randomUUID().toString(),
                raise.tunnelId(),
                device,
                raise.endpoint().port(),
                raise.engineKey(),
                raise.virtualIp(),
                issued,
                expires);
    }

    private PrivateKey engineKey() {
        try {
            // What follows the key tells of its rotation
            String key = lab.engine()
                    .secret("orchestration-token.key")
                    .lines()
                    .findFirst()
                    .orElseThrow();
            byte[] seed = Base64.getDecoder().decode(key);
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException unusable) {
            throw new AssertionError("the Engine's key", unusable);
        }
    }
}
