package io.borealis.engine.token;

import io.borealis.engine.EngineHome;
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

/**
 * The Engine's own keys, made at the first start and loaded ever after: one signs access tokens, another signs
 * orchestration tokens, and one secret gives every tunnel its preshared key and its terminal key. Immutable.
 */
public final class EngineKeys {
    private static final String ACCESS_FILE = "access-token.key";
    private static final String ORCHESTRATION_FILE = "orchestration-token.key";
    private static final String TUNNEL_SECRET_FILE = "tunnel-secret.key";

    private final SigningKey accessKey;
    private final SigningKey orchestrationKey;
    private final TunnelSecrets tunnelSecrets;
    private final Path caFile;

    private EngineKeys(SigningKey accessKey, SigningKey orchestrationKey, TunnelSecrets tunnelSecrets, Path caFile) {
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
        byte[] secret = loadOrMake(home.vpnServer().resolve(TUNNEL_SECRET_FILE), random);
        try {
            return new EngineKeys(
                    signingKey(home.certificates().resolve(ACCESS_FILE), random),
                    signingKey(home.certificates().resolve(ORCHESTRATION_FILE), random),
                    new TunnelSecrets(secret),
                    home.caCertificate());
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static SigningKey signingKey(Path file, SecureRandom random) {
        byte[] seed = loadOrMake(file, random);
        try {
            return SigningKey.ofSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    // One line of Base64: the seed of a signing key, or the secret
    private static byte[] loadOrMake(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                byte[] seed = SigningKey.newSeed(random);
                byte[] line = Base64.getEncoder().encode(seed);
                OwnerOnlyFile.create(file, line);
                Arrays.fill(line, (byte) 0);
                return seed;
            }
            byte[] text = OwnerOnlyFile.read(file);
            byte[] seed = Base64.getDecoder().decode(new String(text, StandardCharsets.US_ASCII).trim());
            Arrays.fill(text, (byte) 0);
            if (seed.length == SigningKey.SEED_LENGTH) {
                return seed;
            }
            throw damaged(file);
        } catch (IllegalArgumentException notBase64) {
            throw damaged(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException("the key file cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    private static IllegalStateException damaged(Path file) {
        return new IllegalStateException(file + " is damaged: it must be one line, the Base64 of "
                + SigningKey.SEED_LENGTH + " bytes. Restore it from a backup; without one, delete it: every token or"
                + " tunnel that rests on it ends, and devices enrolled under it must be enrolled again");
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
