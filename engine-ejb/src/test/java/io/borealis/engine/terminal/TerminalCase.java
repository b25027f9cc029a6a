package io.borealis.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineTest;
import io.borealis.engine.TestAgent;
import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.terminal.TerminalCiphers;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.TunnelId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.Cipher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A tunnel that is up, and a device that serves shells in it. */
abstract class TerminalCase extends EngineTest {
    protected TestAgent agent;
    protected OperatorSession ada;
    protected TunnelId tunnel;
    protected ShellServer server;
    protected final RecordedScreen screen = new RecordedScreen();

    @BeforeEach
    void serveShellInTunnel() throws IOException {
        agent = fixture.connectedAgent();
        ada = fixture.operator("ada");
        tunnel = openUp(agent, ada);
        server = serve(agent.deviceKeyPair());
    }

    protected final ShellServer serve(KeyPair hostKey) throws IOException {
        return serve(hostKey, TerminalCiphers.ciphers());
    }

    /** A device that encrypts in no other way. */
    protected final ShellServer serve(KeyPair hostKey, List<NamedFactory<Cipher>> ciphers) throws IOException {
        return ShellServer.start(
                agent.lastAsked().virtualIp(), hostKey, agent.lastAsked().terminalKey(), ciphers);
    }

    @AfterEach
    void stopShell() throws IOException {
        server.close();
    }

    protected Terminals terminals() {
        return fixture.engine.terminals();
    }

    protected Attachment opened() {
        TerminalResult result = terminals().open(ada, tunnel, new TerminalSize(100, 40), screen);
        assertThat(result).isInstanceOf(TerminalResult.Opened.class);
        return ((TerminalResult.Opened) result).attachment();
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
