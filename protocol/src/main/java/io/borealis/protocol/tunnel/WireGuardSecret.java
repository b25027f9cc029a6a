package io.borealis.protocol.tunnel;

import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A WireGuard private key or preshared key: 32 secret bytes. {@link #toString} is redacted, equality takes constant
 * time, {@link #close} overwrites the bytes. Whoever makes one closes it. Not safe for use while another thread closes
 * it.
 */
public final class WireGuardSecret implements AutoCloseable {

    private final byte[] bytes;
    private boolean wiped;

    private WireGuardSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies the 32 bytes; the caller wipes its own.
     *
     * @throws MalformedValueException when it is not 32 bytes long
     */
    public static WireGuardSecret copyOf(byte[] bytes) {
        if (bytes.length != WireGuardKey.LENGTH) {
            throw new MalformedValueException(Kind.WIREGUARD_KEY, "a WireGuard secret has 32 bytes");
        }
        return new WireGuardSecret(bytes.clone());
    }

    /**
     * A copy of the secret for the one call that needs it; wipe it afterwards.
     *
     * @throws IllegalStateException when the secret was wiped
     */
    public byte[] reveal() {
        if (wiped) {
            throw new IllegalStateException("this WireGuard secret was wiped");
        }
        return bytes.clone();
    }

    @Override
    public void close() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireGuardSecret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** The same for all secrets: a hash of the bytes would give them away. */
    @Override
    public int hashCode() {
        return WireGuardSecret.class.hashCode();
    }

    @Override
    public String toString() {
        return "WireGuardSecret[redacted]";
    }
}
