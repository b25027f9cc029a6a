package io.borealis.engine.token;

import io.borealis.engine.EngineHome;
import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.network.keys.UnusableSecretException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Engine's own keys, made at the first start and loaded ever after: one signs access tokens, another signs
 * orchestration tokens, one secret gives every tunnel its preshared key and its terminal key, and one seals second factors.
 * Immutable.
 */
public final class EngineKeys {
    private static final String ACCESS_FILE = "access-token.key";
    private static final String ORCHESTRATION_FILE = "orchestration-token.key";
    private static final String TUNNEL_SECRET_FILE = "tunnel-secret.key";
    private static final String SECOND_FACTOR_FILE = "second-factor.key";

    private final SigningKey accessKey;
    private final SigningKey orchestrationKey;
    private final TunnelSecrets tunnelSecrets;
    private final SecondFactorSeal secondFactorSeal;
    private final Path caFile;

    private EngineKeys(
            SigningKey accessKey,
            SigningKey orchestrationKey,
            TunnelSecrets tunnelSecrets,
            SecondFactorSeal secondFactorSeal,
            Path caFile) {
        this.secondFactorSeal = secondFactorSeal;
        this.accessKey = accessKey;
        this.orchestrationKey = orchestrationKey;
        this.tunnelSecrets = tunnelSecrets;
        this.caFile = caFile;
    }

    /**
     * Loads the keys, or makes what is missing. Configuration and start may both come here first.
     *
     * @throws IllegalStateException when a file is damaged or readable by others; nothing is replaced then
     */
    public static synchronized EngineKeys at(EngineHome home) {
        SecureRandom random = new SecureRandom();
        KeyStorage certificates = KeyStorages.ofThisSystem(home.certificates());
        byte[] secret = loadOrMake(KeyStorages.ofThisSystem(home.vpnServer()), TUNNEL_SECRET_FILE, random);
        byte[] sealing = loadOrMake(certificates, SECOND_FACTOR_FILE, random);
        try {
            return new EngineKeys(
                    signingKey(certificates, ACCESS_FILE, random),
                    signingKey(certificates, ORCHESTRATION_FILE, random),
                    new TunnelSecrets(secret),
                    new SecondFactorSeal(sealing),
                    home.caCertificate());
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(sealing, (byte) 0);
        }
    }

    private static SigningKey signingKey(KeyStorage storage, String name, SecureRandom random) {
        byte[] seed = loadOrMake(storage, name, random);
        try {
            return SigningKey.ofSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    // One line of Base64: the seed of a signing key, or the secret
    private static byte[] loadOrMake(KeyStorage storage, String name, SecureRandom random) {
        Path file = storage.folder().resolve(name);
        try {
            Optional<byte[]> kept = storage.read(name);
            return kept.isPresent() ? decode(kept.get(), file) : make(storage, name, random);
        } catch (UnusableSecretException sealedElsewhere) {
            throw damaged(file, sealedElsewhere);
        } catch (IOException unreadable) {
            throw new IllegalStateException("the key file cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    private static byte[] make(KeyStorage storage, String name, SecureRandom random) throws IOException {
        byte[] seed = SigningKey.newSeed(random);
        byte[] line = Base64.getEncoder().encode(seed);
        try {
            storage.create(name, line);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
        return seed;
    }

    private static byte[] decode(byte[] kept, Path file) {
        try {
            byte[] seed = Base64.getDecoder().decode(new String(kept, StandardCharsets.US_ASCII).trim());
            if (seed.length == SigningKey.SEED_LENGTH) {
                return seed;
            }
            throw damaged(file, null);
        } catch (IllegalArgumentException notBase64) {
            throw damaged(file, null);
        } finally {
            Arrays.fill(kept, (byte) 0);
        }
    }

    private static IllegalStateException damaged(Path file, @Nullable IOException cause) {
        String what = cause == null
                ? file + " is damaged: it must be one line, the Base64 of " + SigningKey.SEED_LENGTH + " bytes"
                : String.valueOf(cause.getMessage());
        return new IllegalStateException(
                what + ". Restore it from a backup; without one, delete it: every token or"
                        + " tunnel that rests on it ends, and devices enrolled under it must be enrolled again",
                cause);
    }

    /** Signs the access tokens of operators and agents. */
    public SigningKey accessKey() {
        return accessKey;
    }

    /** Signs orchestration tokens; its public half is in every device's trust bundle. */
    public SigningKey orchestrationKey() {
        return orchestrationKey;
    }

    public TunnelSecrets tunnelSecrets() {
        return tunnelSecrets;
    }

    /** Seals the second factors of accounts. */
    public SecondFactorSeal secondFactorSeal() {
        return secondFactorSeal;
    }

    /** The Engine's CA certificate; read anew each time, for it is made by the server's set-up. */
    public CaCertificate caCertificate() {
        try {
            String pem = Files.readString(caFile, StandardCharsets.US_ASCII);
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return new CaCertificate(pem, certificate.getEncoded());
        } catch (IOException | CertificateException missing) {
            throw new IllegalStateException(
                    caFile + " is no readable CA certificate; run the server's set-up (make-certificates) first",
                    missing);
        }
    }

    /**
     * A CA certificate in both its forms.
     *
     * @param der its bytes; not to be changed
     */
    public record CaCertificate(String pem, byte[] der) {}
}
