package io.borealis.agent.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A terminal that listens, with the keys of both ends. */
abstract class TerminalCase {

    @TempDir
    Path home;

    KeyPair device;
    KeyPair engine;
    Terminal terminal;

    private final TunnelAddress address;

    /** @param address of this machine, and of no other test */
    TerminalCase(TunnelAddress address) {
        this.address = address;
    }

    /** The shell that it runs. */
    abstract ShellSettings shellIn(Path folder);

    @BeforeEach
    void openTerminal() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        device = generator.generateKeyPair();
        engine = generator.generateKeyPair();
        terminal = new Terminal(shellIn(home), device);
        terminal.prepare(DeviceKey.of(engine.getPublic()));
        terminal.open(address.toInetAddress());
        await().until(() -> listens(address));
    }

    @AfterEach
    void stopTerminal() throws Exception {
        assertThat(terminal.stop(10_000)).isTrue();
    }

    static boolean listens(TunnelAddress where) {
        try (Socket probe = new Socket(where.toInetAddress(), TerminalPort.NUMBER)) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    TerminalClient client() throws Exception {
        return client(engine);
    }

    TerminalClient client(KeyPair whose) throws Exception {
        return TerminalClient.login(address, whose, device);
    }
}
