package io.borealis.agent.device;

import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.UnusableSecretException;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.token.ClientAssertion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The device key: an Ed25519 pair made on this device, whose private half never leaves it. Signs for the device.
 * Thread-safe.
 */
public final class DeviceIdentity {

    static final String NAME = "device.key";

    private static final byte[] PROBE = "borealis-device-key".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final KeyPair pair;
    private final DeviceKey publicKey;

    private DeviceIdentity(KeyPair pair) {
        this.pair = pair;
        this.publicKey = DeviceKey.of(pair.getPublic());
    }

    /**
     * The key kept in the storage; made and kept there first when there is none.
     *
     * @throws IOException when the storage fails, holds something that is no key, or lost the key of an enrolled device; a
     *     key is never replaced silently
     */
    public static DeviceIdentity in(KeyStorage storage) throws IOException {
        Optional<byte[]> kept;
        try {
            kept = storage.read(NAME);
        } catch (UnusableSecretException damaged) {
            throw new IOException(DAMAGED, damaged);
        }
        if (kept.isPresent()) {
            return decode(kept.get());
        }
        if (Files.exists(storage.folder().resolve(Membership.NAME), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(LOST + storage.folder());
        }
        return make(storage);
    }

    private static DeviceIdentity make(KeyStorage storage) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = encode(pair);
            try {
                storage.create(NAME, encoded);
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
            return new DeviceIdentity(pair);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Ed25519 is part of every Java 17 runtime", impossible);
        }
    }

    // the JDK does not tell the public half from the private one, so both are kept: length, PKCS#8, X.509
    private static byte[] encode(KeyPair pair) {
        byte[] secret = pair.getPrivate().getEncoded();
        byte[] open = pair.getPublic().getEncoded();
        byte[] both = ByteBuffer.allocate(Integer.BYTES + secret.length + open.length)
                .putInt(secret.length)
                .put(secret)
                .put(open)
                .array();
        Arrays.fill(secret, (byte) 0);
        return both;
    }

    private static DeviceIdentity decode(byte[] encoded) throws IOException {
        try {
            int length = ByteBuffer.wrap(encoded).getInt();
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            DeviceIdentity identity = new DeviceIdentity(new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(
                            Arrays.copyOfRange(encoded, Integer.BYTES + length, encoded.length))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(
                            Arrays.copyOfRange(encoded, Integer.BYTES, Integer.BYTES + length)))));
            if (identity.publicKey.verifies(PROBE, identity.signBytes(PROBE))) {
                return identity;
            }
        } catch (GeneralSecurityException | RuntimeException damaged) {
            throw new IOException(DAMAGED, damaged);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
        throw new IOException(DAMAGED);
    }

    private static final String DAMAGED = "the kept device key (" + NAME
            + ") is damaged; restore it from a backup, or remove it together with enrollment.json and enroll again";

    private static final String LOST = "the device key (" + NAME + ") is missing, though this device is enrolled ("
            + Membership.NAME + " is there); restore the key from a backup, or remove " + Membership.NAME
            + " and enroll again with a new code; both lie in ";

    public DeviceKey publicKey() {
        return publicKey;
    }

    /** The pair itself, for the terminal's server whose host key it is. */
    public KeyPair asHostKey() {
        return pair;
    }

    /** Base64 of the signature over the message. */
    public String sign(byte[] message) {
        return Base64.getEncoder().encodeToString(signBytes(message));
    }

    /** A fresh assertion of who this device is; works once and for a minute. */
    public String assertion(DeviceId device, Instant engineTime) {
        return ClientAssertion.sign(device, pair.getPrivate(), engineTime);
    }

    private byte[] signBytes(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            PrivateKey key = pair.getPrivate();
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Ed25519 is part of every Java 17 runtime", impossible);
        }
    }

    @Override
    public String toString() {
        return "DeviceIdentity[" + publicKey + "]";
    }
}
