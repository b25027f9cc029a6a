package io.borealis.agent.token;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.borealis.protocol.control.ToAgent.RaiseTunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.token.OrchestrationToken;
import io.borealis.protocol.token.RejectedTokenException;
import io.borealis.protocol.token.RejectedTokenException.Reason;
import io.borealis.protocol.token.TokenSigner;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RaiseCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final KeyPair engine = keyPair();
    private final DeviceId device = DeviceId.random();
    private final TunnelId tunnel = TunnelId.random();
    private final WireGuardKey engineKey = WireGuardKeyPair.generate().publicKey();
    private final TunnelAddress address = TunnelAddress.parse("10.255.0.7");
    private final Endpoint endpoint = new Endpoint("engine.example", 30000);
    private final RaiseCheck check =
            new RaiseCheck(() -> List.of(DeviceKey.of(engine.getPublic())), device, Clock.fixed(NOW, ZoneOffset.UTC));

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String token(KeyPair signer, DeviceId audience, Instant issued) {
        return new TokenSigner(signer.getPrivate())
                .sign(new OrchestrationToken(
                        UUID.randomUUID().toString(),
                        tunnel,
                        audience,
                        endpoint.port(),
                        engineKey,
                        address,
                        issued,
                        issued.plusSeconds(60)));
    }

    private RaiseTunnel message(String token, TunnelId id, Endpoint at, WireGuardKey key, TunnelAddress ip) {
        return new RaiseTunnel(
                id,
                token,
                at,
                key,
                WireGuardSecret.copyOf(new byte[32]),
                ip,
                TunnelAddress.parse("10.255.0.1"),
                900,
                1420,
                List.of(),
                DeviceKey.of(engine.getPublic()));
    }

    private RaiseTunnel message(String token) {
        return message(token, tunnel, endpoint, engineKey, address);
    }

    private void refuses(RaiseTunnel message, Reason reason) {
        assertThatThrownBy(() -> check.accept(message))
                .asInstanceOf(type(RejectedTokenException.class))
                .extracting(RejectedTokenException::reason)
                .isEqualTo(reason);
    }

    @Test
    void acceptsATokenOnce() throws Exception {
        RaiseTunnel message = message(token(engine, device, NOW));
        check.accept(message);
        refuses(message, Reason.USED);
    }

    @Test
    void refusesWhatTheTokenDoesNotState() {
        String token = token(engine, device, NOW);
        refuses(message(token, TunnelId.random(), endpoint, engineKey, address), Reason.MISMATCH);
        refuses(
                message(token(engine, device, NOW), tunnel, new Endpoint("engine.example", 30001), engineKey, address),
                Reason.MISMATCH);
        refuses(
                message(
                        token(engine, device, NOW),
                        tunnel,
                        endpoint,
                        WireGuardKeyPair.generate().publicKey(),
                        address),
                Reason.MISMATCH);
        refuses(
                message(token(engine, device, NOW), tunnel, endpoint, engineKey, TunnelAddress.parse("10.255.0.8")),
                Reason.MISMATCH);
    }

    @Test
    void refusesAForeignKeyAnotherDeviceAndAnotherTime() {
        refuses(message(token(keyPair(), device, NOW)), Reason.BAD_SIGNATURE);
        refuses(message(token(engine, DeviceId.random(), NOW)), Reason.WRONG_AUDIENCE);
        refuses(message(token(engine, device, NOW.minusSeconds(66))), Reason.EXPIRED);
        refuses(message(token(engine, device, NOW.plusSeconds(6))), Reason.BAD_TIME);
    }

    @Test
    void toleratesAFewSeconds() throws Exception {
        check.accept(message(token(engine, device, NOW.plusSeconds(4))));
        check.accept(message(token(engine, device, NOW.minusSeconds(63))));
    }
}
