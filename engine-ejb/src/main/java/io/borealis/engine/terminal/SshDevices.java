package io.borealis.engine.terminal;

import io.borealis.engine.token.SigningKey;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.jspecify.annotations.Nullable;

/**
 * The Engine as SSH client of its devices: one key per tunnel, the device's own key as the only accepted host key,
 * nothing read from the home of whoever runs the server. Starts at its first use. Thread-safe.
 */
final class SshDevices implements AutoCloseable {
    /** Who the Engine is to an agent; the agent knows no other user. */
    static final String USER = "borealis";

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);
    /** A tunnel is up a moment before the device's terminal listens in it. */
    private static final Duration LISTEN_TIME = Duration.ofSeconds(5);

    private static final long BETWEEN_ATTEMPTS_MILLIS = 50;
    private static final Duration AUTHENTICATION_TIME = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    // Small, so that little is on its way to a screen that stops reading: Ctrl-C overtakes no more than this
    private static final long WINDOW_BYTES = 64 * 1024;
    private static final long PACKET_BYTES = 16 * 1024;

    private final ExecutorService threads;
    private final ScheduledExecutorService scheduler;
    private @Nullable SshClient started;

    SshDevices(ExecutorService threads, ScheduledExecutorService scheduler) {
        this.threads = threads;
        this.scheduler = scheduler;
    }

    private synchronized SshClient client() {
        SshClient before = started;
        if (before != null) {
            return before;
        }
        JdkEd25519.use();
        // One modern choice each: nothing to negotiate down to, and nothing that takes seconds to set up
        SshClient client = ClientBuilder.builder()
                .keyExchangeFactories(List.of(ClientBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519)))
                .signatureFactories(List.of(BuiltinSignatures.ed25519))
                .cipherFactories(List.of(BuiltinCiphers.aes256gcm, BuiltinCiphers.aes128gcm))
                .build();
        client.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory(() -> new BorrowedThreads(threads)));
        client.setScheduledExecutorService(scheduler, false);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setServerKeyVerifier((session, remote, key) -> false);
        client.setUserAuthFactoriesNameList("publickey");
        client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        CoreModuleProperties.WINDOW_SIZE.set(client, WINDOW_BYTES);
        CoreModuleProperties.MAX_PACKET_SIZE.set(client, PACKET_BYTES);
        client.setSessionHeartbeat(HeartbeatType.IGNORE, HEARTBEAT);
        client.start();
        started = client;
        return client;
    }

    /**
     * An authenticated session with the device.
     *
     * @throws IOException when it cannot be reached in time, is another one, or refuses the tunnel's key
     */
    ClientSession connect(TunnelAddress address, DeviceKey device, SigningKey key) throws IOException {
        InetSocketAddress port = new InetSocketAddress(address.toInetAddress(), TerminalPort.NUMBER);
        ClientSession session = reach(port);
        try {
            session.setServerKeyVerifier((same, remote, shown) ->
                    MessageDigest.isEqual(device.toPublicKey().getEncoded(), shown.getEncoded()));
            session.addPublicKeyIdentity(new KeyPair(key.publicKey(), key.privateKey()));
            session.auth().verify(AUTHENTICATION_TIME);
            return session;
        } catch (IOException refused) {
            session.close(true);
            throw refused;
        }
    }

    private ClientSession reach(InetSocketAddress port) throws IOException {
        long began = System.nanoTime();
        while (true) {
            try {
                return client().connect(USER, port).verify(CONNECT_TIME).getSession();
            } catch (IOException failed) {
                if (!isRefused(failed) || System.nanoTime() - began > LISTEN_TIME.toNanos()) {
                    throw failed;
                }
                pause(failed);
            }
        }
    }

    private static boolean isRefused(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    private static void pause(IOException failed) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_ATTEMPTS_MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw failed;
        }
    }

    @Override
    public synchronized void close() {
        SshClient client = started;
        if (client != null) {
            client.close(true);
        }
    }
}
