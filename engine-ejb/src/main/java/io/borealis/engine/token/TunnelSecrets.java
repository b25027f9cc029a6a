package io.borealis.engine.token;

import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of each tunnel, derived from one secret of the Engine and the tunnel's id (HMAC-SHA256, one label per
 * purpose): nothing secret is stored, and a restarted Engine admits its tunnels anew. The key of the marks that known
 * devices carry comes from the same secret under a label of its own. Thread-safe.
 */
public final class TunnelSecrets {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PRESHARED_KEY = "borealis-preshared-key-v1";
    private static final String KNOWN_DEVICE_KEY = "borealis-known-device-key-v1";
    private static final String KEY_ID = "borealis-key-id-v1";
    private static final String TERMINAL_KEY = "borealis-terminal-key-v1";

    private final SecretKeySpec secret;

    TunnelSecrets(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The WireGuard preshared key of the tunnel; the caller closes it. */
    public WireGuardSecret presharedKey(TunnelId tunnel) {
        byte[] derived = derive(PRESHARED_KEY, tunnel);
        try {
            return WireGuardSecret.copyOf(derived);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** The key with which the Engine opens terminals in the tunnel. */
    public SigningKey terminalKey(TunnelId tunnel) {
        byte[] derived = derive(TERMINAL_KEY, tunnel);
        try {
            return SigningKey.ofSeed(derived);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /** Seals the marks of devices that logged in before. */
    public SecretKeySpec knownDeviceKey() {
        byte[] derived = derive(KNOWN_DEVICE_KEY, "");
        try {
            return new SecretKeySpec(derived, ALGORITHM);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    private byte[] derive(String purpose, TunnelId tunnel) {
        return derive(purpose, tunnel.toString());
    }

    private byte[] derive(String purpose, String of) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal((purpose + "\n" + of).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA256 is part of every Java runtime", impossible);
        }
    }

    /** Names the secret and tells nothing about it. */
    String keyId() {
        return HexFormat.of().formatHex(derive(KEY_ID, "")).substring(0, 16);
    }

    @Override
    public String toString() {
        return "TunnelSecrets[redacted]";
    }
}
