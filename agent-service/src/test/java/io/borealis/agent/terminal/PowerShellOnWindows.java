package io.borealis.agent.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PowerShell 7 for Windows in winpty, through SSH as the Engine opens it; where lab/windows/prepare found one. */
class PowerShellOnWindows {

    private static final Path PWSH = Path.of("..", "lab", "windows", "target", "powershell", "pwsh.exe")
            .toAbsolutePath()
            .normalize();
    private static final TunnelAddress ADDRESS = TunnelAddress.parse("127.255.0.79");

    /** A folder that stays: a shell that is about to end still holds the one that it started in. */
    private static final Path HOME = Path.of(System.getProperty("java.io.tmpdir"));

    private Terminal terminal;
    private TerminalClient client;
    private TerminalClient.Shell shell;

    @BeforeEach
    void openShell() throws Exception {
        Assumptions.assumeTrue(
                Files.isRegularFile(PWSH), "NOT RUN: lab/windows/prepare found no PowerShell for Windows");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        KeyPair device = generator.generateKeyPair();
        KeyPair engine = generator.generateKeyPair();
        terminal = new Terminal(
                new ShellSettings(
                        List.of(PWSH.toString(), "-NoLogo", "-NoProfile"),
                        HOME,
                        false,
                        HOME.resolve("terminal-natives")),
                device);
        terminal.prepare(DeviceKey.of(engine.getPublic()));
        terminal.open(ADDRESS.toInetAddress());
        await().until(PowerShellOnWindows::listens);
        client = TerminalClient.login(ADDRESS, engine, device);
        shell = client.shell(100, 30);
        // its prompt cannot be matched: this console does not interpret what makes it
        await().atMost(Duration.ofMinutes(1)).until(() -> shell.buffered() > 0);
    }

    @AfterEach
    void stopTerminal() throws Exception {
        if (terminal != null) {
            client.close();
            assertThat(terminal.stop(10_000)).isTrue();
        }
    }

    private static boolean listens() {
        try (Socket probe = new Socket(ADDRESS.toInetAddress(), TerminalPort.NUMBER)) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void hasTheSizeOfTheWindowAndTellsItsExitCode() throws Exception {
        shell.type("1000000 + [Console]::WindowWidth\r");
        shell.expect("1000100");
        shell.type("exit 9\r");
        assertThat(shell.awaitExit()).isEqualTo(9);
    }

    @Test
    void keepsCharactersWholeWhateverTheCodePage() throws Exception {
        shell.type("'Ä' + 'Öß' + '日' + '本'\r");
        shell.expect("ÄÖß日本");
    }

    @Test
    void interruptsWhatRunsAtOnce() throws Exception {
        shell.type("'be' + 'gun'; while ($true) { Start-Sleep -Milliseconds 50 }\r");
        shell.expect("begun");
        shell.type("\u0003");
        shell.type("1000000 + 7\r");
        shell.expect("1000007");
    }
}
