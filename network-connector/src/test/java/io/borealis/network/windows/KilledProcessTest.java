package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.network.Adapter;
import io.borealis.network.AdapterSettings;
import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that is killed takes its adapters and filters with it, and its successor starts at once. */
@Tag("lab")
final class KilledProcessTest {

    private static final String READY = "both ends stand";

    @BeforeAll
    static void requireLab() {
        Lab.require();
    }

    @Test
    void leavesNothingBehindAndNothingInTheWay() throws Exception {
        Process victim = startVictim();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo(READY);
            assertThat(Lab.adapters()).hasSize(2);
            victim.destroyForcibly();
            assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }

        try (LabTunnel lab = new LabTunnel();
                WindowsHostNetwork successor = new WindowsHostNetwork(DriverLibrary.onLibraryPath());
                WireGuardSecret key = LabTunnel.randomSecret();
                Listener listener = successor.listen(settings(key));
                Adapter adapter = successor.install(new AdapterSettings(LabTunnel.AGENT_NAME))) {
            assertThat(listener.isHealthy()).isTrue();
            assertThat(listener.peers()).isEmpty();
            assertThat(InstalledFilters.permittedTowards(lab.device().address()))
                    .isEmpty();
            assertThat(adapter.engine()).isEmpty();
        }
        await().untilAsserted(() -> assertThat(Lab.traces()).isEmpty());
    }

    private static ListenerSettings settings(WireGuardSecret key) {
        return new ListenerSettings(LabTunnel.ENGINE_NAME, 30254, LabTunnel.NETWORK, 1420, key);
    }

    private static Process startVictim() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djna.library.path=" + System.getProperty("jna.library.path"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Both ends with a tunnel, until it is killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            LabTunnel lab = new LabTunnel();
            lab.listen().admit(lab.device());
            lab.install().raise(lab.tunnel());
            System.out.println(READY);
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
