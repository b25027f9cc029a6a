package io.borealis.engine.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps the secrets of second factors out of the database: AES-256-GCM, bound to the account, and HMAC-SHA256 for what need
 * not be read again. Both keys come from one secret of the Engine, each under a label of its own. Thread-safe.
 */
public final class SecondFactorSeal {
    private static final String MAC = "HmacSHA256";
    private static final String KEY_ID = "borealis-key-id-v1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec sealing;
    private final SecretKeySpec hashing;
    private final SecureRandom random = new SecureRandom();

    SecondFactorSeal(byte[] secret) {
        SecretKeySpec root = new SecretKeySpec(secret, MAC);
        this.sealing = new SecretKeySpec(mac(root, "borealis-second-factor-seal-v1"), "AES");
        this.hashing = new SecretKeySpec(mac(root, "borealis-recovery-code-v1"), MAC);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA256 is part of every Java runtime", impossible);
        }
    }

    /** The secret as it may lie in the database. */
    public String seal(String username, byte[] secret) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, username, nonce).doFinal(secret);
            byte[] all = Arrays.copyOf(nonce, NONCE_LENGTH + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_LENGTH, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is part of every Java runtime", impossible);
        }
    }

    /** The secret again; empty when another key or for another account sealed it. The caller wipes it. */
    public Optional<byte[]> open(String username, String sealed) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed);
            byte[] nonce = Arrays.copyOf(all, NONCE_LENGTH);
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, username, nonce).doFinal(all, NONCE_LENGTH, all.length - NONCE_LENGTH));
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String username, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(username.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** By what a code of the account is known again; without the key it cannot be guessed at. */
    public String hash(String username, String code) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(hashing, username + "\n" + code));
    }

    /** Names the secret and tells nothing about it. */
    String keyId() {
        return HexFormat.of().formatHex(mac(hashing, KEY_ID)).substring(0, 16);
    }

    @Override
    public String toString() {
        return "SecondFactorSeal[redacted]";
    }
}
