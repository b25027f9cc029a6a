package io.borealis.engine.activity.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.borealis.protocol.Ticker;
import io.borealis.protocol.tunnel.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogReceiverTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException {
        TlsReceiver.makeCertificate(folder.resolve("local.p12"), folder.resolve("local.pem"), "localhost");
        TlsReceiver.makeCertificate(folder.resolve("other.p12"), folder.resolve("other.pem"), "elsewhere.example");
    }

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private static TlsReceiver listen(String store, int port) throws IOException, GeneralSecurityException {
        return new TlsReceiver(folder.resolve(store), port);
    }

    private SyslogReceiver sender(int port, String authority) {
        return new SyslogReceiver(
                new SyslogSettings(new Endpoint("localhost", port), Optional.of(folder.resolve(authority))),
                scheduler,
                Ticker.ofThisMachine());
    }

    private static List<String> words(TlsReceiver receiver) {
        return receiver.messages().stream()
                .map(message -> message.substring(message.indexOf('\uFEFF') + 1))
                .toList();
    }

    private static List<String> lines(int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(i -> "site_created detail=\"" + i + "\"")
                .toList();
    }

    private static void give(SyslogReceiver sender, int from, int until) {
        lines(from, until).forEach(line -> sender.take(Instant.now(), line));
    }

    @Test
    void sendsEachLineInItsOrder() throws Exception {
        try (TlsReceiver receiver = listen("local.p12", 0);
                SyslogReceiver sender = sender(receiver.port(), "local.pem")) {
            give(sender, 0, 500);
            await().atMost(SOON).until(() -> receiver.messages().size() == 500);
            give(sender, 500, 600);
            await().atMost(SOON).until(() -> receiver.messages().size() == 600);

            assertThat(words(receiver)).isEqualTo(lines(0, 600));
            assertThat(receiver.troubles()).isEmpty();
        }
    }

    @Test
    void keepsWhatComesWhileTheReceiverIsAwayAndTellsWhatItCouldNot() throws Exception {
        TlsReceiver first = listen("local.p12", 0);
        int port = first.port();
        try (SyslogReceiver sender = sender(port, "local.pem")) {
            give(sender, 0, 1);
            await().atMost(SOON).until(() -> first.messages().size() == 1);
            first.close();

            give(sender, 1, 10_051);
            try (TlsReceiver again = listen("local.p12", port)) {
                await().atMost(SOON)
                        .until(() -> words(again).stream().anyMatch(line -> line.startsWith("lines_missing")));
                give(sender, 20_000, 20_001);
                await().atMost(SOON).until(() -> words(again).contains("site_created detail=\"20000\""));

                assertThat(words(again).subList(0, 10_000)).isEqualTo(lines(1, 10_001));
                assertThat(words(again).get(10_000)).startsWith("lines_missing count=50 detail=");
                assertThat(words(again)).hasSize(10_002);
            }
        }
    }

    @Test
    void sendsNothingToWhomItDoesNotTrust() throws Exception {
        try (TlsReceiver receiver = listen("local.p12", 0);
                SyslogReceiver sender = sender(receiver.port(), "other.pem")) {
            give(sender, 0, 3);
            await().atMost(SOON).until(() -> !receiver.troubles().isEmpty());

            assertThat(receiver.messages()).isEmpty();
        }
    }

    @Test
    void sendsNothingToATrustedOneWithAnotherName() throws Exception {
        try (TlsReceiver receiver = listen("other.p12", 0);
                SyslogReceiver sender = sender(receiver.port(), "other.pem")) {
            give(sender, 0, 3);
            await().atMost(SOON).until(() -> !receiver.troubles().isEmpty());

            assertThat(receiver.messages()).isEmpty();
        }
    }

    @Test
    void sendsWhatWaitsBeforeItStops() throws Exception {
        try (TlsReceiver receiver = listen("local.p12", 0)) {
            SyslogReceiver sender = sender(receiver.port(), "local.pem");
            give(sender, 0, 20);
            sender.close();

            await().atMost(SOON).until(() -> receiver.messages().size() == 20);
        }
    }

    private static Optional<SyslogSettings> configured(Map<String, String> properties) {
        return SyslogSettings.from(name -> Optional.ofNullable(properties.get(name)));
    }

    @Test
    void readsWhereTheReceiverIs() throws IOException {
        Path file = Files.createFile(folder.resolve("some.pem"));

        assertThat(configured(Map.of())).isEmpty();
        assertThat(configured(Map.of("borealis.syslog.receiver", "logs.example.com:6514")))
                .contains(new SyslogSettings(new Endpoint("logs.example.com", 6514), Optional.empty()));
        assertThat(configured(Map.of(
                        "borealis.syslog.receiver", "[2001:db8::1]:6514", "borealis.syslog.ca-file", file.toString())))
                .contains(new SyslogSettings(new Endpoint("2001:db8::1", 6514), Optional.of(file)));
    }

    @Test
    void refusesWhatCannotBeWithTheCure() {
        assertThatIllegalStateException()
                .isThrownBy(() -> configured(Map.of("borealis.syslog.receiver", "logs.example.com")))
                .withMessageContaining("borealis.syslog.receiver")
                .withMessageContaining("logs.example.com:6514");
        assertThatIllegalStateException()
                .isThrownBy(() -> configured(Map.of("borealis.syslog.ca-file", "/none.pem")))
                .withMessageContaining("borealis.syslog.receiver");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        configured(Map.of("borealis.syslog.receiver", "a:1", "borealis.syslog.ca-file", "/none.pem")))
                .withMessageContaining("borealis.syslog.ca-file cannot be read");
    }
}
