package io.borealis.protocol.tunnel;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/**
 * A Curve25519 key pair for WireGuard, made and used on one machine. The JDK's X25519 does the mathematics (RFC 7748).
 * {@link #close} wipes the private half.
 */
public final class WireGuardKeyPair implements AutoCloseable {

    private final WireGuardSecret privateKey;
    private final WireGuardKey publicKey;

    private WireGuardKeyPair(WireGuardSecret privateKey, WireGuardKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public static WireGuardKeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("X25519");
            generator.initialize(NamedParameterSpec.X25519, new SecureRandom());
            var pair = generator.generateKeyPair();
            byte[] scalar = ((XECPrivateKey) pair.getPrivate())
                    .getScalar()
                    .orElseThrow(() -> new IllegalStateException("an X25519 key without its scalar"));
            clamp(scalar);
            try {
                return new WireGuardKeyPair(
                        WireGuardSecret.copyOf(scalar), encode(((XECPublicKey) pair.getPublic()).getU()));
            } finally {
                Arrays.fill(scalar, (byte) 0);
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("X25519 is part of every Java 17 runtime", impossible);
        }
    }

    /** The pair of a private key that was kept, for instance in a file. The secret now belongs to the pair. */
    public static WireGuardKeyPair of(WireGuardSecret privateKey) {
        byte[] scalar = privateKey.reveal();
        try {
            KeyFactory factory = KeyFactory.getInstance("X25519");
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
            // public key = scalar · base point, and the base point is the one with u = 9 (RFC 7748 §4.1)
            agreement.doPhase(
                    factory.generatePublic(
                            new java.security.spec.XECPublicKeySpec(NamedParameterSpec.X25519, BigInteger.valueOf(9))),
                    true);
            return new WireGuardKeyPair(privateKey, WireGuardKey.of(agreement.generateSecret()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("X25519 is part of every Java 17 runtime", impossible);
        } finally {
            Arrays.fill(scalar, (byte) 0);
        }
    }

    private static void clamp(byte[] scalar) {
        scalar[0] &= (byte) 0xF8;
        scalar[31] &= (byte) 0x7F;
        scalar[31] |= (byte) 0x40;
    }

    private static WireGuardKey encode(BigInteger u) {
        byte[] bigEndian = u.toByteArray();
        byte[] littleEndian = new byte[WireGuardKey.LENGTH];
        for (int i = 0; i < Math.min(bigEndian.length, WireGuardKey.LENGTH); i++) {
            littleEndian[i] = bigEndian[bigEndian.length - 1 - i];
        }
        return WireGuardKey.of(littleEndian);
    }

    public WireGuardSecret privateKey() {
        return privateKey;
    }

    public WireGuardKey publicKey() {
        return publicKey;
    }

    @Override
    public void close() {
        privateKey.close();
    }

    @Override
    public String toString() {
        return "WireGuardKeyPair[" + publicKey + "]";
    }
}
