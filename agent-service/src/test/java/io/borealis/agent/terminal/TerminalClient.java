package io.borealis.agent.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borealis.protocol.terminal.JdkEd25519;
import io.borealis.protocol.terminal.TerminalCiphers;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.awaitility.Awaitility;

/** An SSH client as the Engine has one, with a reader that can be stopped. */
final class TerminalClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SshClient client;
    private final ClientSession session;

    private TerminalClient(SshClient client, ClientSession session) {
        this.client = client;
        this.session = session;
    }

    static TerminalClient login(TunnelAddress address, KeyPair key, KeyPair device) throws IOException {
        return login(address, key, device, TerminalCiphers.ciphers());
    }

    /** One that encrypts in no other way. */
    static TerminalClient login(TunnelAddress address, KeyPair key, KeyPair device, List<NamedFactory<Cipher>> ciphers)
            throws IOException {
        JdkEd25519.register();
        SshClient client = SshClient.setUpDefaultClient();
        client.setCipherFactories(ciphers);
        client.setServerKeyVerifier((session, remote, hostKey) -> hostKey.equals(device.getPublic()));
        CoreModuleProperties.REQUEST_EXEC_REPLY.set(client, true);
        CoreModuleProperties.REQUEST_SHELL_REPLY.set(client, true);
        client.start();
        try {
            ClientSession session = client.connect("engine", address.toString(), TerminalPort.NUMBER)
                    .verify(PATIENCE)
                    .getSession();
            session.addPublicKeyIdentity(key);
            session.auth().verify(PATIENCE);
            return new TerminalClient(client, session);
        } catch (IOException | RuntimeException failed) {
            client.stop();
            throw failed;
        }
    }

    ClientSession session() {
        return session;
    }

    PublicKey hostKey() {
        return ((org.apache.sshd.client.session.ClientSessionImpl) (SessionContext) session).getServerKey();
    }

    Shell shell(int columns, int rows) throws IOException {
        PtyChannelConfiguration pty = new PtyChannelConfiguration();
        pty.setPtyType("xterm-256color");
        pty.setPtyColumns(columns);
        pty.setPtyLines(rows);
        return new Shell(session.createShellChannel(pty, java.util.Map.of()));
    }

    Shell shellWithoutTerminal() throws IOException {
        ChannelShell channel = session.createShellChannel();
        channel.setUsePty(false);
        return new Shell(channel);
    }

    void openCommand(String command) throws IOException {
        refused(session.createExecChannel(command));
    }

    void openOneShellTooMany() throws IOException {
        refused(session.createShellChannel());
    }

    private static void refused(ClientChannel channel) throws IOException {
        channel.open().verify(PATIENCE);
        Set<ClientChannelEvent> events =
                channel.waitFor(EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.CLOSED), PATIENCE);
        if (channel.getExitStatus() == null && events.contains(ClientChannelEvent.CLOSED)) {
            throw new IOException("the server refused");
        }
        throw new AssertionError("the server did not refuse: " + events + ", exit code " + channel.getExitStatus());
    }

    void openSubsystem(String name) throws IOException {
        refused(session.createSubsystemChannel(name));
    }

    void openTunnelTo(String host, int port) throws IOException {
        try (ChannelDirectTcpip channel = session.createDirectTcpipChannel(
                SshdSocketAddress.LOCALHOST_ADDRESS, new SshdSocketAddress(host, port))) {
            channel.open().verify(PATIENCE);
        }
    }

    @Override
    public void close() {
        client.stop();
    }

    /** One shell; everything that it printed is kept. */
    static final class Shell implements AutoCloseable {

        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private final ChannelShell channel;
        private final OutputStream input;
        private volatile boolean reading = true;

        Shell(ChannelShell channel) throws IOException {
            this.channel = channel;
            channel.setRedirectErrorStream(true);
            channel.open().verify(PATIENCE);
            input = channel.getInvertedIn();
            Thread reader = new Thread(this::read, "reader");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            InputStream output = channel.getInvertedOut();
            byte[] chunk = new byte[4096];
            try {
                while (true) {
                    if (!reading) {
                        synchronized (this) {
                            wait(20);
                        }
                        continue;
                    }
                    int count = output.read(chunk);
                    if (count < 0) {
                        return;
                    }
                    synchronized (printed) {
                        printed.write(chunk, 0, count);
                    }
                }
            } catch (IOException | InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        void type(String text) throws IOException {
            type(text.getBytes(UTF_8));
        }

        void type(byte[] bytes) throws IOException {
            input.write(bytes);
            input.flush();
        }

        void resize(int columns, int rows) throws IOException {
            channel.sendWindowChange(columns, rows);
        }

        /** Waits until the pattern was printed, and takes everything up to it. */
        String expect(String pattern) {
            Pattern wanted = Pattern.compile(pattern);
            return Awaitility.await()
                    .alias("output matching " + pattern)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(this::text, text -> wanted.matcher(text).find());
        }

        private String text() {
            synchronized (printed) {
                return printed.toString(UTF_8);
            }
        }

        int buffered() {
            synchronized (printed) {
                return printed.size();
            }
        }

        void stopReading() {
            reading = false;
        }

        void readOn() {
            reading = true;
        }

        int awaitExit() {
            channel.waitFor(EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.CLOSED), PATIENCE);
            Integer status = channel.getExitStatus();
            if (status == null) {
                throw new AssertionError("no exit code came");
            }
            return status;
        }

        @Override
        public void close() throws IOException {
            channel.close(false).await(PATIENCE);
        }
    }
}
