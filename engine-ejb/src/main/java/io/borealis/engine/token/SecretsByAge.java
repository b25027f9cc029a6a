package io.borealis.engine.token;

import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of tunnels across a change of the secret from which they come: a tunnel that was opened under the secret before
 * keeps it until the overlap ends. When it was opened decides, so nothing has to be stored for a tunnel. Thread-safe.
 */
public final class SecretsByAge {
    /** A change takes a moment, and whatever was opened in it was opened under the secret before. */
    private static final Duration WHILE_IT_CHANGES = Duration.ofSeconds(2);

    private final RotatingKey<TunnelSecrets> secret;
    private final Clock clock;

    public SecretsByAge(RotatingKey<TunnelSecrets> secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    private TunnelSecrets of(Instant openedAt) {
        return openedAt.isBefore(newFrom())
                ? secret.previous(clock.instant()).orElseGet(secret::current)
                : secret.current();
    }

    /** Tunnels that were opened before this have the secret before, while there is one. */
    public Instant newFrom() {
        return secret.facts().since().map(since -> since.plus(WHILE_IT_CHANGES)).orElse(Instant.MIN);
    }

    /** The WireGuard preshared key of the tunnel; the caller closes it. */
    public WireGuardSecret presharedKey(TunnelId tunnel, Instant openedAt) {
        return of(openedAt).presharedKey(tunnel);
    }

    /** The key with which the Engine opens terminals in the tunnel. */
    public SigningKey terminalKey(TunnelId tunnel, Instant openedAt) {
        return of(openedAt).terminalKey(tunnel);
    }

    /** The keys by which a device of an operator is known, of the secrets that are good now, the one in use first. */
    public List<SecretKeySpec> knownDeviceKeys() {
        return secret.good(clock.instant()).stream()
                .map(TunnelSecrets::knownDeviceKey)
                .toList();
    }
}
