package io.borealis.network.memory;

import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The datagram that stands for a handshake: who calls, a counter that only grows, and a MAC by the preshared key that
 * also covers the Engine's key. The Engine answers with the same counter. Immutable.
 */
record Hello(Kind kind, WireGuardKey device, long counter) {

    /** Length of every hello on the wire. */
    static final int LENGTH = 4 + 1 + WireGuardKey.LENGTH + Long.BYTES + 32;

    private static final int MAGIC = 0x42534831;
    private static final int SIGNED = LENGTH - 32;

    /** Who speaks. */
    enum Kind {
        CALL,
        ANSWER
    }

    byte[] seal(WireGuardKey engine, WireGuardSecret presharedKey) {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH)
                .putInt(MAGIC)
                .put((byte) kind.ordinal())
                .put(device.toBytes())
                .putLong(counter);
        buffer.put(mac(buffer.array(), engine, presharedKey));
        return buffer.array();
    }

    /** What the datagram claims, unverified; empty when it is none of ours. */
    static Optional<Hello> read(byte[] datagram) {
        if (datagram.length != LENGTH) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(datagram);
        int magic = buffer.getInt();
        int kind = buffer.get();
        byte[] device = new byte[WireGuardKey.LENGTH];
        buffer.get(device);
        if (magic != MAGIC || kind < 0 || kind >= Kind.values().length || Arrays.equals(device, new byte[32])) {
            return Optional.empty();
        }
        return Optional.of(new Hello(Kind.values()[kind], WireGuardKey.of(device), buffer.getLong()));
    }

    static boolean isSealedBy(byte[] datagram, WireGuardKey engine, WireGuardSecret presharedKey) {
        byte[] seal = Arrays.copyOfRange(datagram, SIGNED, LENGTH);
        return MessageDigest.isEqual(seal, mac(datagram, engine, presharedKey));
    }

    private static byte[] mac(byte[] datagram, WireGuardKey engine, WireGuardSecret presharedKey) {
        byte[] key = presharedKey.reveal();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(datagram, 0, SIGNED);
            return mac.doFinal(engine.toBytes());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA256 is part of every Java runtime", impossible);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
