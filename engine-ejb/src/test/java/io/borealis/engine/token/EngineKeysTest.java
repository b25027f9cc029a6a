package io.borealis.engine.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.engine.EngineHome;
import io.borealis.protocol.tunnel.TunnelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineKeysTest {
    @TempDir
    Path root;

    private EngineHome home;

    @BeforeEach
    void haveAHome() {
        home = new EngineHome(root);
    }

    @Test
    void makesItsKeysOnceAndLoadsThemEverAfter() {
        EngineKeys made = EngineKeys.at(home);
        EngineKeys loaded = EngineKeys.at(home);
        TunnelId tunnel = TunnelId.random();

        assertThat(loaded.accessKey().current().deviceKey())
                .isEqualTo(made.accessKey().current().deviceKey());
        assertThat(loaded.orchestrationKey().current().deviceKey())
                .isEqualTo(made.orchestrationKey().current().deviceKey())
                .isNotEqualTo(made.accessKey().current().deviceKey());
        assertThat(loaded.tunnelSecrets().current().presharedKey(tunnel))
                .isEqualTo(made.tunnelSecrets().current().presharedKey(tunnel))
                .isNotEqualTo(made.tunnelSecrets().current().presharedKey(TunnelId.random()));
        assertThat(loaded.tunnelSecrets().current().terminalKey(tunnel).deviceKey())
                .isEqualTo(made.tunnelSecrets().current().terminalKey(tunnel).deviceKey());
    }

    @Test
    void givesSecretFilesToTheirOwnerAlone() throws IOException {
        EngineKeys.at(home);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".key")).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.vpnServer())))
                .isEqualTo("rwx------");
    }

    @Test
    void refusesAFileThatOthersCanRead() throws IOException {
        EngineKeys.at(home);
        Path file = home.vpnServer().resolve("tunnel-secret.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> EngineKeys.at(home))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tunnel-secret.key")
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refusesADamagedFileAndLeavesItAlone() throws IOException {
        EngineKeys.at(home);
        Path file = home.certificates().resolve("orchestration-token.key");
        Files.writeString(file, "damaged");

        assertThatThrownBy(() -> EngineKeys.at(home))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is damaged");
        assertThat(file).hasContent("damaged");
    }

    @Test
    void saysHowToGetAMissingCaCertificate() {
        EngineKeys keys = EngineKeys.at(home);
        assertThatThrownBy(keys::caCertificate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("make-certificates");
    }

    @Test
    void signsWithThePrivateHalfOfWhatItPublishes() throws GeneralSecurityException, IOException, JoseException {
        EngineKeys keys = EngineKeys.at(home);
        Path published = AccessKeyConfiguration.publish(home);
        PublicJsonWebKey jwk = (PublicJsonWebKey)
                new JsonWebKeySet(Files.readString(published)).getJsonWebKeys().get(0);
        byte[] text = {1, 2, 3};
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.accessKey().current().privateKey());
        signer.update(text);
        byte[] signature = signer.sign();

        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(jwk.getPublicKey());
        verifier.update(text);
        assertThat(verifier.verify(signature)).isTrue();
        assertThat(jwk.getKeyId()).isEqualTo(keys.accessKey().current().keyId());
        assertThat(Files.readString(published)).doesNotContain("\"d\"");
    }

    @Test
    void showsNoSecret() {
        EngineKeys keys = EngineKeys.at(home);
        assertThat(keys.tunnelSecrets().current().toString()).isEqualTo("TunnelSecrets[redacted]");
        assertThat(keys.accessKey().current().toString()).hasSizeLessThan(40);
    }
}
