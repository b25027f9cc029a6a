package io.borealis.engine.terminal;

import io.borealis.engine.token.SigningKey;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.terminal.DirectSockets;
import io.borealis.protocol.terminal.JdkEd25519;
import io.borealis.protocol.terminal.TerminalCiphers;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.terminal.TerminalSize;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.apache.sshd.common.channel.StreamingChannel;
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
    /** The host key that a connection expects. Given with the connection: its key exchange begins by itself. */
    private static final AttributeKey<DeviceKey> EXPECTED = new AttributeKey<>();

    private static final Duration SHELL_TIME = Duration.ofSeconds(10);
    private static final Duration AUTHENTICATION_TIME = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    // Some packets, so that the device does not wait for each one's acknowledgement, and no more: Ctrl-C overtakes what
    // is on its way to a screen that stops reading
    private static final long WINDOW_BYTES = 128 * 1024;
    private static final long PACKET_BYTES = 32 * 1024;

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
        JdkEd25519.register();
        // Modern choices only: nothing to negotiate down to, and nothing that takes seconds to set up
        SshClient client = ClientBuilder.builder()
                .keyExchangeFactories(List.of(ClientBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519)))
                .signatureFactories(List.of(BuiltinSignatures.ed25519))
                .cipherFactories(TerminalCiphers.ciphers())
                .macFactories(TerminalCiphers.macs())
                .build();
        client.setIoServiceFactoryFactory(new DirectSockets(() -> new BorrowedThreads(threads)));
        client.setScheduledExecutorService(scheduler, false);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setServerKeyVerifier((session, remote, key) -> isExpected(session, key));
        client.setUserAuthFactoriesNameList("publickey");
        client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        CoreModuleProperties.WINDOW_SIZE.set(client, WINDOW_BYTES);
        CoreModuleProperties.MAX_PACKET_SIZE.set(client, PACKET_BYTES);
        // The tunnel ends idle shells, not a timer of SSH
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        client.setSessionHeartbeat(HeartbeatType.IGNORE, HEARTBEAT);
        client.start();
        started = client;
        return client;
    }

    private static boolean isExpected(ClientSession session, PublicKey shown) {
        AttributeRepository context = session.getConnectionContext();
        DeviceKey expected = context == null ? null : context.getAttribute(EXPECTED);
        return expected != null && MessageDigest.isEqual(expected.toPublicKey().getEncoded(), shown.getEncoded());
    }

    /**
     * An authenticated session with the device; nothing waits. Ends with an IOException whose message is for the operator
     * when the device cannot be reached in time, is another one, or refuses the tunnel's key. Whoever cancels it is not
     * given a session that comes all the same: it is closed.
     */
    CompletableFuture<ClientSession> begin(TunnelAddress address, DeviceKey device, SigningKey key) {
        CompletableFuture<ClientSession> begun = new CompletableFuture<>();
        InetSocketAddress port = new InetSocketAddress(address.toInetAddress(), TerminalPort.NUMBER);
        Future<?> tooLate =
                failAfter(CONNECT_TIME, begun, unanswered("no answer in " + CONNECT_TIME.toSeconds() + " s"));
        attempt(port, device, begun, System.nanoTime(), session -> {
            tooLate.cancel(false);
            authenticate(session, key, begun);
        });
        return begun;
    }

    // Every failure to connect is tried again: what a refused connection is called differs between systems
    private void attempt(
            InetSocketAddress port,
            DeviceKey device,
            CompletableFuture<ClientSession> begun,
            long firstAt,
            Consumer<ClientSession> reached) {
        try {
            client().connect(USER, port, AttributeRepository.ofKeyValuePair(EXPECTED, device), null)
                    .addListener(connected -> {
                        if (connected.isConnected()) {
                            reached.accept(connected.getSession());
                        } else if (System.nanoTime() - firstAt > LISTEN_TIME.toNanos()) {
                            begun.completeExceptionally(unanswered(connected.getException()));
                        } else if (!begun.isDone()) {
                            scheduler.schedule(
                                    () -> attempt(port, device, begun, firstAt, reached),
                                    BETWEEN_ATTEMPTS_MILLIS,
                                    TimeUnit.MILLISECONDS);
                        }
                    });
        } catch (IOException | RuntimeException impossible) {
            // the client was closed meanwhile
            begun.completeExceptionally(unanswered(impossible));
        }
    }

    private void authenticate(ClientSession session, SigningKey key, CompletableFuture<ClientSession> begun) {
        Future<?> tooLate = failAfter(
                AUTHENTICATION_TIME,
                begun,
                new IOException(
                        "the device did not let the Engine in within " + AUTHENTICATION_TIME.toSeconds() + " s"));
        // However it ends without one: cancelled, too late, refused
        begun.whenComplete((given, failure) -> {
            tooLate.cancel(false);
            if (given == null) {
                session.close(true);
            }
        });
        session.addPublicKeyIdentity(new KeyPair(key.publicKey(), key.privateKey()));
        try {
            session.auth().addListener(answer -> {
                if (answer.isSuccess()) {
                    begun.complete(session);
                } else {
                    begun.completeExceptionally(refused(answer.getException()));
                }
            });
        } catch (IOException | RuntimeException failed) {
            begun.completeExceptionally(refused(failed));
        }
    }

    private Future<?> failAfter(Duration time, CompletableFuture<?> begun, IOException failure) {
        return scheduler.schedule(() -> begun.completeExceptionally(failure), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static IOException unanswered(String why) {
        return new IOException("TCP " + TerminalPort.NUMBER + " does not answer: " + why);
    }

    private static IOException unanswered(Throwable failed) {
        IOException told = unanswered(origin(failed));
        told.initCause(failed);
        return told;
    }

    private static IOException refused(@Nullable Throwable failed) {
        if (failed == null) {
            return new IOException("the device refuses the tunnel's key");
        }
        if (failed instanceof SshException refused
                && refused.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE) {
            return new IOException("the device shows another key than the one it enrolled with", failed);
        }
        return failed instanceof IOException told ? told : new IOException(origin(failed), failed);
    }

    /**
     * What {@link #begin} gives, for a thread that may wait.
     *
     * @throws IOException as it ends with, or interrupted
     */
    ClientSession connect(TunnelAddress address, DeviceKey device, SigningKey key) throws IOException {
        CompletableFuture<ClientSession> begun = begin(address, device, key);
        try {
            return begun.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException told) {
                throw told;
            }
            throw new IOException(origin(failed), failed);
        } catch (InterruptedException stopping) {
            begun.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the device answered");
        }
    }

    /** A shell in the session, in a terminal of this size. @throws IOException when the device does not start one in time */
    static ChannelShell shell(ClientSession session, TerminalSize size) throws IOException {
        PtyChannelConfiguration pty = new PtyChannelConfiguration();
        pty.setPtyType("xterm-256color");
        pty.setPtyColumns(size.columns());
        pty.setPtyLines(size.rows());
        ChannelShell shell = session.createShellChannel(pty, Map.of());
        shell.setStreaming(StreamingChannel.Streaming.Async);
        shell.setRedirectErrorStream(true);
        shell.open().verify(SHELL_TIME);
        return shell;
    }

    private static String origin(Throwable failed) {
        Throwable origin = failed;
        while (origin.getCause() != null) {
            origin = origin.getCause();
        }
        return String.valueOf(origin.getMessage());
    }

    @Override
    public synchronized void close() {
        SshClient client = started;
        if (client != null) {
            client.close(true);
        }
    }
}
