package io.borealis.protocol.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.borealis.protocol.MalformedValueException;
import io.borealis.protocol.MalformedValueException.Kind;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * An Ed25519 public key: the identity of a device, or of the Engine towards an agent's terminal. On the wire it is the
 * Base64 of its X.509 SubjectPublicKeyInfo. Immutable.
 */
public final class DeviceKey {

    private final PublicKey key;

    private DeviceKey(PublicKey key) {
        this.key = key;
    }

    /** @throws MalformedValueException when the key is not an Ed25519 key */
    public static DeviceKey of(PublicKey key) {
        return fromEncoded(key.getEncoded());
    }

    /** @throws MalformedValueException when the text is not the Base64 of an Ed25519 public key */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DeviceKey parse(String base64) {
        try {
            return fromEncoded(Base64.getDecoder().decode(base64));
        } catch (MalformedValueException alreadyPrecise) {
            throw alreadyPrecise;
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedValueException(Kind.DEVICE_KEY, "the device key must be Base64");
        }
    }

    private static DeviceKey fromEncoded(byte[] encoded) {
        try {
            return new DeviceKey(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException notEd25519) {
            throw new MalformedValueException(Kind.DEVICE_KEY, "the device key must be an Ed25519 public key");
        }
    }

    public PublicKey toPublicKey() {
        return key;
    }

    /** Whether the signature over the message was made by the private half of this key; never throws for bad input. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException badSignature) {
            return false;
        } catch (InvalidKeyException | java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Ed25519 is part of every Java 17 runtime", impossible);
        }
    }

    /** SHA-256 of the encoded key in hexadecimal: what a person compares. */
    public String fingerprint() {
        try {
            return java.util.HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @JsonValue
    public String toBase64() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceKey that && MessageDigest.isEqual(key.getEncoded(), that.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(key.getEncoded());
    }

    @Override
    public String toString() {
        return "ed25519:" + fingerprint().substring(0, 16);
    }
}
