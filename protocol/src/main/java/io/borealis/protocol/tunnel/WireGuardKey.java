package io.borealis.protocol.tunnel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.util.Arrays;
import java.util.Base64;

/** A WireGuard public key (Curve25519, 32 bytes), Base64 on the wire. Not a secret. Immutable. */
public final class WireGuardKey {

    /** Length of every WireGuard key in bytes. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private WireGuardKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws MalformedValueException when it is not 32 bytes long or all zero */
    public static WireGuardKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new MalformedValueException(
                    Kind.WIREGUARD_KEY, "a WireGuard key has 32 bytes, this one has " + bytes.length);
        }
        if (Arrays.equals(bytes, new byte[LENGTH])) {
            throw new MalformedValueException(Kind.WIREGUARD_KEY, "an all-zero WireGuard key is no key");
        }
        return new WireGuardKey(bytes.clone());
    }

    /** @throws MalformedValueException when the text is not the Base64 of 32 bytes */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static WireGuardKey parse(String base64) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedValueException(Kind.WIREGUARD_KEY, "a WireGuard key must be Base64 of 32 bytes");
        }
        return of(decoded);
    }

    /** A copy of the 32 bytes, little-endian as on the wire. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @JsonValue
    public String toBase64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireGuardKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return toBase64();
    }
}
