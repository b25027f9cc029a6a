package io.borealis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.protocol.device.EnrollmentCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
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
        assertThat(EngineTrust.hasPin(certificates.caPem(), pin)).isTrue();
        assertThat(EngineTrust.hasPin(strangers.caPem(), pin)).isFalse();
        assertThat(tokenBy(EngineTrust.ofPin(pin), "localhost")).isEqualTo("t");
        assertThat(tokenBy(EngineTrust.ofCa(certificates.caPem()), "localhost")).isEqualTo("t");
    }

    @Test
    void trustsEachOfTwoAuthoritiesAndWhatItLearnsWhileItRuns() throws Exception {
        assertThat(tokenBy(EngineTrust.ofCa(strangers.caPem() + certificates.caPem()), "localhost"))
                .isEqualTo("t");
        AtomicReference<String> known = new AtomicReference<>(strangers.caPem());
        EngineApi agent = new EngineApi(server.url("localhost"), EngineTrust.ofCas(known::get), new EngineClock());
        assertThatThrownBy(() -> agent.accessToken("assertion")).hasMessageContaining("PKIX path");

        known.set(certificates.caPem());

        assertThat(agent.accessToken("assertion").accessToken()).isEqualTo("t");
    }

    @Test
    void refusesAuthoritiesThatAreNoneAndTooMany() {
        assertThatThrownBy(() -> EngineTrust.ofCa("")).isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> EngineTrust.ofCa(certificates.caPem().repeat(4)))
                .isInstanceOf(CertificateException.class);
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

    @Test
    void refusesAServerThatSpeaksNothingNewerThanTls12() throws Exception {
        try (SSLServerSocket old = (SSLServerSocket) certificates
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            old.setEnabledProtocols(new String[] {"TLSv1.2"});
            CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> {
                try (SSLSocket visitor = (SSLSocket) old.accept()) {
                    visitor.startHandshake();
                } catch (IOException refused) {
                    throw new UncheckedIOException(refused);
                }
            });
            EngineApi agent = new EngineApi(
                    URI.create("https://localhost:" + old.getLocalPort()),
                    EngineTrust.ofCa(certificates.caPem()),
                    new EngineClock());

            assertThatThrownBy(() -> agent.accessToken("assertion")).hasMessageContaining("protocol_version");
            assertThat(serving).failsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void saysWhatHelpsWhenTheAuthorityIsAnotherOfTheSameName() {
        assertThatThrownBy(() -> tokenBy(EngineTrust.ofCa(strangers.caPem()), "localhost"))
                .isInstanceOfSatisfying(IOException.class, refused -> assertThat(EngineSession.wordsFor(refused))
                        .contains("authority that this device does not know", "remove enrollment.json"));
    }
}
