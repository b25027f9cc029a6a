package io.borealis.engine.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineFixture;
import io.borealis.engine.Keytool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWatchTest {
    @TempDir
    Path root;

    private EngineFixture fixture;
    private CertificateWatch watch;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        fixture = EngineFixture.start(root);
        Files.createDirectories(fixture.home.certificates());
        make("server.p12", 40);
        make("authority.p12", 7300);
        Keytool.run(
                file("authority.p12"),
                "-exportcert",
                "-rfc",
                "-file",
                file("ca.pem").toString());
        watch = CertificateWatch.at(fixture.home, Optional.of(Keytool.PASSWORD), fixture.clock);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Path file(String name) {
        return fixture.home.certificates().resolve(name);
    }

    private void make(String name, int days) throws IOException, InterruptedException {
        Keytool.run(file(name), "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-validity", "" + days);
    }

    private List<String> told() throws IOException {
        return Files.readAllLines(fixture.home.log()).stream()
                .filter(line -> line.contains("certificate_ending"))
                .toList();
    }

    private void dayByDay(int days) {
        for (int day = 0; day < days; day++) {
            fixture.clock.advance(Duration.ofDays(1));
            watch.look(fixture.engine.activity());
            watch.look(fixture.engine.activity());
        }
    }

    @Test
    void tellsAtEachStageOnceWhatEndsAndWhatToDo() throws IOException {
        watch.look(fixture.engine.activity());
        dayByDay(9);
        assertThat(told()).isEmpty();

        dayByDay(1);
        assertThat(told())
                .singleElement()
                .asString()
                .contains("the TLS certificate of the Engine ends at ", "make-certificates --rotate-server");

        dayByDay(29);
        assertThat(told()).hasSize(5);

        dayByDay(30);
        assertThat(told()).hasSize(6).last().asString().contains("ended at ");
    }

    @Test
    void tellsAtTheStartOfAnEngineHowNearItIs() throws IOException {
        fixture.clock.advance(Duration.ofDays(35));

        watch.look(fixture.engine.activity());
        watch.look(fixture.engine.activity());

        assertThat(told()).hasSize(1);
    }

    @Test
    void watchesWhatTheEngineWasStartedWithUntilItIsStartedAgain() throws Exception {
        Files.delete(fixture.home.certificates().resolve("server.p12"));
        make("server.p12", 397);
        fixture.clock.advance(Duration.ofDays(35));

        watch.look(fixture.engine.activity());
        assertThat(told()).hasSize(1);

        CertificateWatch.at(fixture.home, Optional.of(Keytool.PASSWORD), fixture.clock)
                .look(fixture.engine.activity());
        assertThat(told()).hasSize(1);
    }

    @Test
    void tellsOfTheAuthorityAsWell() throws IOException {
        fixture.clock.advance(Duration.ofDays(7290));

        watch.look(fixture.engine.activity());

        assertThat(told())
                .hasSize(2)
                .last()
                .asString()
                .contains("the certificate authority of the Engine ends at ", "make-certificates --rotate-ca");
    }

    @Test
    void watchesNothingThatIsNotOurs() throws IOException {
        fixture.clock.advance(Duration.ofDays(7290));
        Files.delete(fixture.home.caCertificate());

        CertificateWatch.at(fixture.home, Optional.empty(), fixture.clock).look(fixture.engine.activity());
        CertificateWatch.at(fixture.home, Optional.of("another"), fixture.clock).look(fixture.engine.activity());

        assertThat(told()).isEmpty();
    }
}
