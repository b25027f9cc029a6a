package io.borealis.protocol.token;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Duration;
import java.time.Instant;

/**
 * What an orchestration token states: this device may raise this tunnel, once, now. Immutable; the signed compact form
 * is made by {@link TokenSigner} and read by {@link TokenVerifier}.
 *
 * @param tokenId unique; a token is accepted once
 * @param deviceId the audience
 * @param udpPort where the Engine listens
 * @param engineKey the Engine's WireGuard public key
 * @param virtualIp the /32 of the device in this tunnel
 * @param expiresAt at most {@link #LONGEST_LIFE} after issuing
 */
public record OrchestrationToken(
        String tokenId,
        TunnelId tunnelId,
        DeviceId deviceId,
        int udpPort,
        WireGuardKey engineKey,
        TunnelAddress virtualIp,
        Instant issuedAt,
        Instant expiresAt) {

    /** No token lives longer. */
    public static final Duration LONGEST_LIFE = Duration.ofSeconds(60);

    static final String ISSUER = "borealis-engine";
    static final String TYPE = "borealis-orchestration+jwt";

    public OrchestrationToken {
        if (udpPort < 1 || udpPort > 65535) {
            throw new IllegalArgumentException("udp_port is 1 to 65535, not " + udpPort);
        }
        if (!expiresAt.isAfter(issuedAt)
                || Duration.between(issuedAt, expiresAt).compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException("an orchestration token lives more than 0 and at most 60 seconds");
        }
        // NumericDate has whole seconds here, so that what was signed equals what is read
        issuedAt = Instant.ofEpochSecond(issuedAt.getEpochSecond());
        expiresAt = Instant.ofEpochSecond(expiresAt.getEpochSecond());
    }
}
