package io.borealis.engine.token;

import io.borealis.protocol.device.DeviceKey;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** An Ed25519 key pair of the Engine, whole by its 32-byte seed. The private half shows itself to signers alone. */
public final class SigningKey {
    /** Length of the seed in bytes. */
    public static final int SEED_LENGTH = 32;

    // The fixed DER bytes before a key of RFC 8410: PKCS#8 for the private half, SubjectPublicKeyInfo for the public
    private static final byte[] PRIVATE_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** The pair of the seed; the caller wipes the seed. */
    public static SigningKey ofSeed(byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("an Ed25519 seed has " + SEED_LENGTH + " bytes");
        }
        byte[] encodedPrivate = join(PRIVATE_PREFIX, seed);
        try {
            byte[] point =
                    new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            return new SigningKey(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(encodedPrivate)),
                    factory.generatePublic(new X509EncodedKeySpec(join(PUBLIC_PREFIX, point))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Ed25519 is part of every Java 17 runtime", impossible);
        } finally {
            Arrays.fill(encodedPrivate, (byte) 0);
        }
    }

    static byte[] newSeed(SecureRandom random) {
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(seed);
        return seed;
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** The public half as it travels. */
    public DeviceKey deviceKey() {
        return DeviceKey.of(publicKey);
    }

    /** Names the key in a token's header and in the key set. */
    public String keyId() {
        return deviceKey().fingerprint().substring(0, 16);
    }

    @Override
    public String toString() {
        return "SigningKey[" + keyId() + "]";
    }
}
