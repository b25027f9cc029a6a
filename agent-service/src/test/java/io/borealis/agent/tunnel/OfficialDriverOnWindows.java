package io.borealis.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.WinReg;
import io.borealis.agent.activity.AgentLog;
import io.borealis.agent.device.DeviceIdentity;
import io.borealis.agent.device.Membership;
import io.borealis.agent.terminal.ShellSettings;
import io.borealis.agent.terminal.Terminal;
import io.borealis.agent.token.RaiseCheck;
import io.borealis.agent.token.TrustedEngine;
import io.borealis.network.AdapterSettings;
import io.borealis.network.keys.KeyStorage;
import io.borealis.network.keys.KeyStorages;
import io.borealis.network.windows.DriverLibrary;
import io.borealis.network.windows.WindowsHostNetwork;
import io.borealis.protocol.control.ToEngine.PeerOffered;
import io.borealis.protocol.control.ToEngine.RaiseRefused;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.TrustBundle;
import io.borealis.protocol.tunnel.TunnelId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent with the library that WireGuard LLC ships, on a Windows that has the file and no driver behind it. */
class OfficialDriverOnWindows {

    private static final Path OFFICIAL = Path.of("..", "lab", "windows", "target", "driver", "wireguard.dll");
    /** Under Wine a library of the lab has the same name and would be taken instead, but for a program of this name. */
    private static final String PROGRAM = "javaw.exe";

    private static final String ITS_LIBRARIES = "Software\\Wine\\AppDefaults\\" + PROGRAM + "\\DllOverrides";

    @TempDir
    private Path folder;

    @Test
    void saysInOneSentenceThatTheDriverDoesNotRunAndStaysAtTheEnginesSide() throws Exception {
        Advapi32Util.registryCreateKey(WinReg.HKEY_CURRENT_USER, ITS_LIBRARIES);
        Advapi32Util.registrySetStringValue(WinReg.HKEY_CURRENT_USER, ITS_LIBRARIES, "wireguard", "native");
        byte[] library = Files.readAllBytes(OFFICIAL);
        Files.write(folder.resolve("wireguard.dll"), library);
        Files.writeString(
                folder.resolve("wireguard.dll.sha256"),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(library)));
        ProcessBuilder device = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", PROGRAM).toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Device.class.getName(),
                        folder.toString())
                .redirectErrorStream(true);
        Process process = device.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("refused: CREATE_ADAPTER failed")
                .containsPattern(": the WireGuardNT driver is not installed or not running; "
                        + "run Borealis.ps1 -Verify, then restart the service\\R")
                .contains("SEVERE driver - Failed to take device installation mutex")
                .contains("offers its key again");
    }

    /** The agent from the tunnel down, asked for a tunnel and, when that was refused, for the next. */
    static final class Device {

        private Device() {}

        public static void main(String[] arguments) throws Exception {
            AgentLog.begin();
            AgentLog.toConsole(java.util.logging.Level.ALL);
            Path folder = Path.of(arguments[0]);
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            DeviceId device = DeviceId.random();
            KeyStorage storage = KeyStorages.ofThisSystem(folder.resolve("Certificates"));
            DeviceIdentity identity = DeviceIdentity.in(storage);
            TrustedEngine trust = new TrustedEngine(
                    new Membership(device, new TrustBundle("", DeviceKey.of(keys.getPublic()))),
                    storage,
                    Clock.systemUTC());
            Terminal terminal = new Terminal(
                    new ShellSettings(List.of("cmd.exe"), folder, false, folder.resolve("native")),
                    identity.asHostKey());
            try (TestEngine engine = new TestEngine(keys, device)) {
                TunnelController controller = new TunnelController(
                        identity,
                        trust,
                        new RaiseCheck(trust::tokenKeys, device, Clock.systemUTC()),
                        new WindowsHostNetwork(DriverLibrary.inDirectory(folder)),
                        AdapterSettings.DEFAULT,
                        terminal,
                        engine,
                        TunnelTimes.DEFAULT);
                Duration patience = Duration.ofMinutes(1);
                controller.accept(engine.raise(TunnelId.random(), Instant.now()));
                await().atMost(patience)
                        .until(() -> !engine.received(PeerOffered.class).isEmpty());
                controller.accept(
                        engine.admit(engine.received(PeerOffered.class).get(0)));
                await().atMost(patience)
                        .until(() -> !engine.received(RaiseRefused.class).isEmpty());
                System.out.println(
                        "refused: " + engine.received(RaiseRefused.class).get(0).detail());
                controller.accept(engine.raise(TunnelId.random(), Instant.now()));
                await().atMost(patience)
                        .until(() -> engine.received(PeerOffered.class).size() == 2);
                System.out.println("offers its key again");
            }
            System.exit(0);
        }
    }
}
