package io.borealis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.protocol.device.EnrollmentCode;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTrustTest {

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static TestCertificates strangers;
    private static TestEngineServer server;

    @BeforeAll
    static void startServer() throws Exception {
        certificates = new TestCertificates(Files.createDirectory(folder.resolve("ours")), "dns:localhost");
        strangers = new TestCertificates(Files.createDirectory(folder.resolve("theirs")), "dns:localhost");
        server = new TestEngineServer(
                certificates,
                (what, body) -> new TestEngineServer.Answer(200, "{\"access_token\":\"t\",\"expires_in\":300}"));
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    private static String tokenBy(SSLContext trust, String host) throws Exception {
        return new EngineApi(server.url(host), trust, new EngineClock())
                .accessToken("assertion")
                .accessToken();
    }

    @Test
    void trustsThePinnedCaAndTheKnownCa() throws Exception {
        String pin = EnrollmentCode.pinOf(certificates.ca());
        assertThat(EngineTrust.pinOf(certificates.caPem())).isEqualTo(pin);
        assertThat(tokenBy(EngineTrust.ofPin(pin), "localhost")).isEqualTo("t");
        assertThat(tokenBy(EngineTrust.ofCa(certificates.caPem()), "localhost")).isEqualTo("t");
    }

    @Test
    void refusesAnotherCa() {
        assertThatThrownBy(() -> tokenBy(EngineTrust.ofPin(EnrollmentCode.pinOf(strangers.ca())), "localhost"))
                .hasMessageContaining("no certificate of its chain has the pin");
        assertThatThrownBy(() -> tokenBy(EngineTrust.ofCa(strangers.caPem()), "localhost"))
                .hasMessageContaining("PKIX path");
    }

    @Test
    void refusesAnotherHostName() {
        assertThatThrownBy(() -> tokenBy(EngineTrust.ofPin(EnrollmentCode.pinOf(certificates.ca())), "127.0.0.1"))
                .hasMessageContaining("subject alternative names");
        assertThatThrownBy(() -> tokenBy(EngineTrust.ofCa(certificates.caPem()), "127.0.0.1"))
                .hasMessageContaining("subject alternative names");
    }
}
