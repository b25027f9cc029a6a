package io.borealis.engine.terminal;

import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.JdkEd25519;
import io.borealis.protocol.terminal.TerminalCiphers;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * A device's terminal over real SSH: a small shell that echoes, counts, floods until it is interrupted, and exits with
 * a code.
 */
final class ShellServer implements AutoCloseable {
    static final int CHUNK = 8 * 1024;

    private final SshServer server;
    private final AtomicLong flooded = new AtomicLong();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final CountDownLatch notBusy = new CountDownLatch(1);
    private volatile long seenFlooded;

    private ShellServer(SshServer server) {
        this.server = server;
    }

    static ShellServer start(TunnelAddress address, KeyPair hostKey, DeviceKey allowed) throws IOException {
        return start(address, hostKey, allowed, TerminalCiphers.ciphers());
    }

    /** One that encrypts in no other way. */
    static ShellServer start(
            TunnelAddress address, KeyPair hostKey, DeviceKey allowed, List<NamedFactory<Cipher>> ciphers)
            throws IOException {
        JdkEd25519.register();
        SshServer ssh = ServerBuilder.builder()
                .keyExchangeFactories(List.of(ServerBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519)))
                .cipherFactories(ciphers)
                .macFactories(TerminalCiphers.macs())
                .build();
        ShellServer shell = new ShellServer(ssh);
        ssh.setHost(address.toString());
        ssh.setPort(TerminalPort.NUMBER);
        ssh.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        ssh.setPublickeyAuthenticator((user, key, session) -> SshDevices.USER.equals(user)
                && MessageDigest.isEqual(key.getEncoded(), allowed.toPublicKey().getEncoded()));
        ssh.setShellFactory(channel -> shell.new Shell());
        ssh.start();
        return shell;
    }

    /** The SSH sessions that are authenticated. */
    Set<Session> sessions() {
        return server.getActiveSessions().stream()
                .filter(AbstractSession::isAuthenticated)
                .collect(Collectors.toSet());
    }

    /** Ends the command that reads nothing. */
    void endBusy() {
        notBusy.countDown();
    }

    long flooded() {
        return flooded.get();
    }

    boolean wasInterrupted() {
        return interrupted.get();
    }

    /** Whether nothing was written since the last question. */
    boolean isStalled() {
        long now = flooded.get();
        boolean stalled = now == seenFlooded;
        seenFlooded = now;
        return stalled;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private final class Shell implements Command, Runnable {
        private @Nullable InputStream in;
        private @Nullable OutputStream out;
        private @Nullable ExitCallback exit;
        private Map<String, String> environment = Map.of();
        private volatile boolean flooding;

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {}

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment env) {
            environment = env.getEnv();
            Thread thread = new Thread(this, "test-shell");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void destroy(ChannelSession channel) {
            flooding = false;
        }

        @Override
        public void run() {
            InputStream typed = Objects.requireNonNull(in);
            try {
                say("$ ");
                StringBuilder line = new StringBuilder();
                BufferedReader keys = new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8), 1);
                for (int key = keys.read(); key >= 0; key = keys.read()) {
                    if (key == 3) {
                        flooding = false;
                        interrupted.set(true);
                    } else if (key == '\n') {
                        if (obey(line.toString())) {
                            return;
                        }
                        line.setLength(0);
                    } else {
                        line.appendCodePoint(key);
                    }
                }
            } catch (IOException gone) {
                flooding = false;
            }
        }

        private boolean obey(String line) throws IOException {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "echo" -> say(words[1] + "\r\n$ ");
                case "size" ->
                    say(environment.get(Environment.ENV_COLUMNS) + "x" + environment.get(Environment.ENV_LINES)
                            + "\r\n$ ");
                case "count" -> {
                    byte[] much = new byte[Integer.parseInt(words[1])];
                    Arrays.fill(much, (byte) '.');
                    write(much);
                    say("\r\n$ ");
                }
                case "flood" -> flood();
                case "busy" -> awaitNotBusy();
                case "length" -> say(words[1].length() + " characters\r\n$ ");
                case "exit" -> {
                    say("bye\r\n");
                    Objects.requireNonNull(exit).onExit(Integer.parseInt(words[1]));
                    return true;
                }
                default -> say("?\r\n$ ");
            }
            return false;
        }

        private void awaitNotBusy() throws IOException {
            try {
                notBusy.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            say("ready\r\n$ ");
        }

        private void flood() {
            flooding = true;
            byte[] chunk = new byte[CHUNK];
            Arrays.fill(chunk, (byte) 'y');
            Thread flood = new Thread(
                    () -> {
                        try {
                            while (flooding) {
                                write(chunk);
                                flooded.addAndGet(chunk.length);
                            }
                            say("^C\r\n$ ");
                        } catch (IOException gone) {
                            flooding = false;
                        }
                    },
                    "test-flood");
            flood.setDaemon(true);
            flood.start();
        }

        private void say(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        private void write(byte[] bytes) throws IOException {
            OutputStream shown = Objects.requireNonNull(out);
            shown.write(bytes);
            shown.flush();
        }
    }
}
