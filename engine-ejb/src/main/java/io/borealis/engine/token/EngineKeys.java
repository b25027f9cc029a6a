package io.borealis.engine.token;

import io.borealis.engine.EngineHome;
import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * The Engine's own keys, made at the first start and loaded ever after: one signs access tokens, another signs
 * orchestration tokens, one secret gives every tunnel its preshared key and its terminal key, one seals second factors, and one
 * signs the chain over the activity.
 * Thread-safe.
 */
public final class EngineKeys {
    private static final String ACCESS_FILE = "access-token.key";
    private static final String ORCHESTRATION_FILE = "orchestration-token.key";
    private static final String TUNNEL_SECRET_FILE = "tunnel-secret.key";
    private static final String SECOND_FACTOR_FILE = "second-factor.key";
    private static final String ACTIVITY_SEAL_FILE = "activity-seal.key";

    private final RotatingKey<SigningKey> accessKey;
    private final RotatingKey<SigningKey> orchestrationKey;
    private final RotatingKey<TunnelSecrets> tunnelSecrets;
    private final RotatingKey<SecondFactorSeal> secondFactorSeal;
    private final RotatingKey<SigningKey> activitySeal;
    private final KeyStorage certificates;
    private final Path caFile;

    private EngineKeys(EngineHome home) {
        this.certificates = KeyStorages.ofThisSystem(home.certificates());
        KeyStorage vpnServer = KeyStorages.ofThisSystem(home.vpnServer());
        this.tunnelSecrets = RotatingKey.in(vpnServer, TUNNEL_SECRET_FILE, TunnelSecrets::new, TunnelSecrets::keyId);
        this.secondFactorSeal =
                RotatingKey.in(certificates, SECOND_FACTOR_FILE, SecondFactorSeal::new, SecondFactorSeal::keyId);
        this.accessKey = RotatingKey.in(certificates, ACCESS_FILE, SigningKey::ofSeed, SigningKey::keyId);
        this.orchestrationKey = RotatingKey.in(certificates, ORCHESTRATION_FILE, SigningKey::ofSeed, SigningKey::keyId);
        this.activitySeal = RotatingKey.in(certificates, ACTIVITY_SEAL_FILE, SigningKey::ofSeed, SigningKey::keyId);
        this.caFile = home.caCertificate();
    }

    /**
     * Loads the keys, or makes what is missing. Configuration and start may both come here first; only what the start got
     * knows of rotations.
     *
     * @throws IllegalStateException when a file is damaged or readable by others; nothing is replaced then
     */
    public static synchronized EngineKeys at(EngineHome home) {
        return new EngineKeys(home);
    }

    /** Signs the access tokens of operators and agents. */
    public RotatingKey<SigningKey> accessKey() {
        return accessKey;
    }

    /** Signs orchestration tokens; its public half is in every device's trust bundle. */
    public RotatingKey<SigningKey> orchestrationKey() {
        return orchestrationKey;
    }

    /** Gives every tunnel its preshared key and its terminal key. */
    public RotatingKey<TunnelSecrets> tunnelSecrets() {
        return tunnelSecrets;
    }

    /** Seals the second factors of accounts. */
    public RotatingKey<SecondFactorSeal> secondFactorSeal() {
        return secondFactorSeal;
    }

    /** Signs where the chain over the activity has come to, and exports of it; nothing else. */
    public RotatingKey<SigningKey> activitySeal() {
        return activitySeal;
    }

    /** Where these keys are kept, for what belongs beside them. */
    public KeyStorage storage() {
        return certificates;
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
