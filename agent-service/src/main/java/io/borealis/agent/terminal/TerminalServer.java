package io.borealis.agent.terminal;

import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.DirectSockets;
import io.borealis.protocol.terminal.JdkEd25519;
import io.borealis.protocol.terminal.TerminalCiphers;
import io.borealis.protocol.terminal.TerminalPort;
import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.forward.DefaultForwarderFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.random.JceRandomFactory;
import org.apache.sshd.common.random.SingletonRandomFactory;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.channel.PipeDataReceiver;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/**
 * The SSH server of one tunnel: one key may log in, a shell with a terminal is all it gets. Nothing is forwarded, no
 * file is transferred, no command is run beside the shell. {@link #close} ends every shell.
 */
final class TerminalServer implements AutoCloseable {

    private static final int MOST_SHELLS = 16;
    private static final int SOCKET_THREADS = 2;

    private final Set<ShellSession> shells = ConcurrentHashMap.newKeySet();
    private final SocketThreads threads = SocketThreads.start(SOCKET_THREADS);
    private final ShellSettings settings;
    private final SshServer server;

    /**
     * @param hostKey the device key: the Engine knows it from the enrollment
     * @param engineKey the only key that may log in
     */
    TerminalServer(ShellSettings settings, KeyPair hostKey, DeviceKey engineKey) {
        JdkEd25519.register();
        this.settings = settings;
        this.server = narrow(hostKey);
        server.setIoServiceFactoryFactory(new DirectSockets(() -> threads));
        server.setPublickeyAuthenticator((user, key, session) -> isEngine(engineKey, key));
        server.setShellFactory(this::newShell);
    }

    private static boolean isEngine(DeviceKey engineKey, PublicKey key) {
        return "EdDSA".equals(key.getAlgorithm()) && engineKey.equals(DeviceKey.of(key));
    }

    private static SshServer narrow(KeyPair hostKey) {
        SshServer server = ServerBuilder.builder()
                .randomFactory(new SingletonRandomFactory(JceRandomFactory.INSTANCE))
                .keyExchangeFactories(NamedFactory.setUpTransformedFactories(
                        true,
                        List.of(BuiltinDHFactories.curve25519, BuiltinDHFactories.curve25519_libssh),
                        ServerBuilder.DH2KEX))
                .signatureFactories(List.of(BuiltinSignatures.ed25519))
                .cipherFactories(TerminalCiphers.ciphers())
                .macFactories(TerminalCiphers.macs())
                .compressionFactories(List.of(BuiltinCompressions.none))
                .channelFactories(List.of(ChannelSessionFactory.INSTANCE))
                .forwarderFactory(DefaultForwarderFactory.INSTANCE)
                .forwardingFilter(RejectAllForwardingFilter.INSTANCE)
                .build(true);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setSubsystemFactories(List.of());
        // one more waits for the next shell
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, MOST_SHELLS + 1);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, MOST_SHELLS);
        CoreModuleProperties.AUTH_TIMEOUT.set(server, Duration.ofSeconds(10));
        // the tunnel ends idle shells, not a timer of SSH
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
        return server;
    }

    private Command newShell(ChannelSession channel) throws IOException {
        // Output is written without waiting, input is read by a thread that may: a shell that takes none holds up
        // nobody else
        PipeDataReceiver typed = new PipeDataReceiver(channel, channel.getLocalWindow());
        channel.setDataReceiver(typed);
        ShellSession[] self = new ShellSession[1];
        ShellSession shell = new ShellSession(settings, typed.getIn(), () -> shells.remove(self[0]));
        self[0] = shell;
        synchronized (shells) {
            if (shells.size() >= MOST_SHELLS) {
                throw new IOException("this device gives at most " + MOST_SHELLS + " shells at once");
            }
            shells.add(shell);
        }
        return shell;
    }

    /** Listens on the tunnel's own address and on no other. */
    void listen(InetAddress address) throws IOException {
        server.setHost(address.getHostAddress());
        server.setPort(TerminalPort.NUMBER);
        server.start();
    }

    @Override
    public void close() throws IOException {
        try {
            server.close(true).await(Duration.ofSeconds(1));
            server.stop(true);
        } finally {
            threads.end();
        }
    }
}
