package io.borealis.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.lab.engine.EngineReply;
import io.borealis.lab.host.WindowsHost;
import io.borealis.lab.run.Leg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device with the library that WireGuard LLC ships, and no driver behind it: here Windows has no kernel of its own. */
class OfficialDriverIT extends LabCase {

    private static final Path OFFICIAL = Path.of("lab/windows/target/driver/wireguard.dll");
    private static final Duration RETRIES = Duration.ofSeconds(60);
    private static final String SENTENCE = "the WireGuardNT driver is not installed or not running; "
            + "run Borealis.ps1 -Verify, then restart the service";

    /** Under Wine the stand-in has the same name and would be taken instead, but for this program. */
    private static final String ITS_LIBRARIES = "HKCU\\Software\\Wine\\AppDefaults\\BorealisAgent.exe\\DllOverrides";

    private WindowsHost host;
    private Path library;
    private byte[] standIn;

    @BeforeEach
    void exchangeTheLibrary() throws Exception {
        Legs.only(Leg.WINDOWS, "only a Windows process loads a DLL of Windows");
        host = (WindowsHost) first.host();
        library = host.drive().resolve("Program Files/Borealis Agent/Program/driver/wireguard.dll");
        standIn = Files.readAllBytes(library);
        long began = Files.size(first.service().log());
        first.service().stop();
        host.run("reg", "add", ITS_LIBRARIES, "/v", "wireguard", "/d", "native", "/f")
                .orThrow("choosing the official library");
        install(Files.readAllBytes(lab.run().tree().resolve(OFFICIAL)));
        first.service().start();
        awaitConnected();
        // at its start it gives Windows the time that an adapter may need
        await().atMost(RETRIES).until(() -> logSince(began).contains("the adapter is not installed"));
    }

    private String logSince(long position) throws IOException {
        byte[] log = Files.readAllBytes(first.service().log());
        return new String(log, (int) position, log.length - (int) position, StandardCharsets.UTF_8);
    }

    @AfterEach
    void putTheStandInBack() throws Exception {
        if (host != null) {
            first.service().stop();
            host.run("reg", "delete", ITS_LIBRARIES, "/f").orThrow("taking the choice back");
            install(standIn);
            first.service().start();
            awaitConnected();
        }
    }

    // beside and into its place: the file that is there is a link to the one that every machine shares
    private void install(byte[] content) throws IOException, NoSuchAlgorithmException {
        replace(library, content);
        replace(
                library.resolveSibling("wireguard.dll.sha256"),
                HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path part = Files.write(file.resolveSibling("part"), content);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitConnected() {
        await().atMost(RETRIES).until(() -> admin.get("/api/devices/" + first.id())
                .expect(200)
                .json()
                .path("connected")
                .asBoolean());
    }

    @Test
    void isToldInOneSentenceWithTheCureAndTheDeviceStaysConnected() throws IOException {
        long before = Files.size(first.service().log());

        operator.connect(first.id()).expect(200);
        await().atMost(RETRIES).until(() -> statusOf(first).equals("down"));

        EngineReply status = operator.status(first.id()).expect(200);
        assertThat(status.field("reason")).isEqualTo("agent_refused");
        assertThat(status.field("detail")).contains(SENTENCE);
        assertThat(logSince(before)).contains(SENTENCE).contains("driver - Failed to take device installation mutex");
        assertThat(engineNetwork().peers()).isEmpty();
        awaitConnected();
        up(operator, second);
    }
}
