package io.borealis.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.token.RejectedTokenException.Reason;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final KeyPair engine = ed25519();
    private final DeviceId device = DeviceId.random();
    private final OrchestrationToken token = new OrchestrationToken(
            "jti-1",
            TunnelId.random(),
            device,
            30000,
            WireGuardKeyPair.generate().publicKey(),
            TunnelAddress.parse("10.255.0.2"),
            NOW,
            NOW.plusSeconds(60));
    private final String compact = new TokenSigner(engine.getPrivate()).sign(token);

    private static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private TokenVerifier verifierAt(Instant now) {
        return new TokenVerifier(engine.getPublic(), Clock.fixed(now, ZoneOffset.UTC), Duration.ZERO);
    }

    private void assertRejected(TokenVerifier verifier, String text, DeviceId audience, Reason reason) {
        assertThatThrownBy(() -> verifier.accept(text, audience))
                .asInstanceOf(type(RejectedTokenException.class))
                .returns(reason, RejectedTokenException::reason)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain(text);
    }

    @Test
    void acceptsWhatWasSigned() throws RejectedTokenException {
        assertThat(verifierAt(NOW.plusSeconds(59)).accept(compact, device)).isEqualTo(token);
    }

    @Test
    void acceptsOnlyOnce() throws RejectedTokenException {
        TokenVerifier verifier = verifierAt(NOW);
        verifier.accept(compact, device);
        assertRejected(verifier, compact, device, Reason.USED);
    }

    @Test
    void rejectsForAnotherDevice() {
        assertRejected(verifierAt(NOW), compact, DeviceId.random(), Reason.WRONG_AUDIENCE);
    }

    @Test
    void rejectedTokenIsNotUsedUp() throws RejectedTokenException {
        TokenVerifier verifier = verifierAt(NOW);
        assertRejected(verifier, compact, DeviceId.random(), Reason.WRONG_AUDIENCE);
        assertThat(verifier.accept(compact, device)).isEqualTo(token);
    }

    @Test
    void rejectsAfterExpiry() {
        assertRejected(verifierAt(NOW.plusSeconds(60)), compact, device, Reason.EXPIRED);
    }

    @Test
    void rejectsFromTheFuture() {
        assertRejected(verifierAt(NOW.minusSeconds(5)), compact, device, Reason.BAD_TIME);
    }

    @Test
    void skewWidensBothEnds() throws RejectedTokenException {
        TokenVerifier late = new TokenVerifier(
                engine.getPublic(), Clock.fixed(NOW.plusSeconds(70), ZoneOffset.UTC), Duration.ofSeconds(30));
        assertThat(late.accept(compact, device)).isEqualTo(token);
    }

    @Test
    void rejectsAlteredPayload() {
        String[] parts = compact.split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("10.255.0.2", "10.255.0.3");
        String altered = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
        assertRejected(verifierAt(NOW), altered, device, Reason.BAD_SIGNATURE);
    }

    @Test
    void rejectsAnotherSigner() {
        assertRejected(
                verifierAt(NOW), new TokenSigner(ed25519().getPrivate()).sign(token), device, Reason.BAD_SIGNATURE);
    }

    @Test
    void rejectsUnsignedTokensAndOtherAlgorithms() {
        String payload = compact.split("\\.")[1];
        for (String header : new String[] {
            "{\"alg\":\"none\",\"typ\":\"borealis-orchestration+jwt\"}",
            "{\"alg\":\"HS256\",\"typ\":\"borealis-orchestration+jwt\"}"
        }) {
            String forged =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8))
                            + "." + payload + ".AAAA";
            assertRejected(verifierAt(NOW), forged, device, Reason.MALFORMED);
        }
    }

    @Test
    void rejectsTokensOfAnotherType() {
        String assertion = ClientAssertion.sign(device, engine.getPrivate(), NOW);
        assertRejected(verifierAt(NOW), assertion, device, Reason.MALFORMED);
        assertRejected(verifierAt(NOW), "..", device, Reason.MALFORMED);
        assertRejected(verifierAt(NOW), "x".repeat(5000), device, Reason.MALFORMED);
    }

    @Test
    void tokenNeverLivesLongerThanAMinute() {
        assertThatThrownBy(() -> new OrchestrationToken(
                        "j",
                        token.tunnelId(),
                        device,
                        30000,
                        token.engineKey(),
                        token.virtualIp(),
                        NOW,
                        NOW.plusSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void assertionIsAcceptedOnceAndOnlyWithTheDeviceKey() throws RejectedTokenException {
        KeyPair own = ed25519();
        SingleUse used = new SingleUse(10);
        Clock clock = Clock.fixed(NOW.plusSeconds(1), ZoneOffset.UTC);
        String assertion = ClientAssertion.sign(device, own.getPrivate(), NOW);
        assertThat(ClientAssertion.claimedDevice(assertion)).isEqualTo(device);
        ClientAssertion.accept(assertion, device, DeviceKey.of(own.getPublic()), clock, Duration.ZERO, used);
        assertThatThrownBy(() -> ClientAssertion.accept(
                        assertion, device, DeviceKey.of(own.getPublic()), clock, Duration.ZERO, used))
                .asInstanceOf(type(RejectedTokenException.class))
                .returns(Reason.USED, RejectedTokenException::reason);
        assertThatThrownBy(() -> ClientAssertion.accept(
                        assertion, device, DeviceKey.of(engine.getPublic()), clock, Duration.ZERO, new SingleUse(10)))
                .asInstanceOf(type(RejectedTokenException.class))
                .returns(Reason.BAD_SIGNATURE, RejectedTokenException::reason);
    }

    @Test
    void fullMemoryOfUsedTokensFailsClosed() {
        AtomicLong passed = new AtomicLong();
        SingleUse used = new SingleUse(2, () -> Duration.ofSeconds(passed.get()));
        assertThat(used.claim("a", NOW.plusSeconds(10), NOW)).isTrue();
        assertThat(used.claim("b", NOW.plusSeconds(20), NOW)).isTrue();
        assertThat(used.claim("c", NOW.plusSeconds(20), NOW)).isFalse();
        passed.set(11);
        assertThat(used.claim("c", NOW.plusSeconds(30), NOW.plusSeconds(11))).isTrue();
    }

    @Test
    void clockPutAheadAndBackAgainLetsNothingBeUsedTwice() {
        AtomicLong passed = new AtomicLong();
        SingleUse used = new SingleUse(1, () -> Duration.ofSeconds(passed.get()));
        assertThat(used.claim("a", NOW.plusSeconds(60), NOW)).isTrue();

        Instant ahead = NOW.plus(Duration.ofHours(2));
        assertThat(used.claim("b", ahead.plusSeconds(60), ahead))
                .as("a claim while the clock is ahead must not make it forget")
                .isFalse();
        assertThat(used.claim("a", NOW.plusSeconds(60), NOW.plusSeconds(1))).isFalse();
        assertThat(used.claim("a", NOW.plusSeconds(60), NOW.minus(Duration.ofHours(2))))
                .isFalse();
        passed.set(61);
        assertThat(used.claim("b", NOW.plusSeconds(120), NOW.plusSeconds(61))).isTrue();
    }
}
