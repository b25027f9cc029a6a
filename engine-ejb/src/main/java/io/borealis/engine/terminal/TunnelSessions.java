package io.borealis.engine.terminal;

import io.borealis.engine.token.SecretsByAge;
import io.borealis.protocol.tunnel.TunnelId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * SSH sessions with devices, and in each tunnel that is up one more, authenticated and without a shell, that waits for the
 * next terminal: key exchange and authentication are done before somebody clicks. That one is nobody's: the Engine's key of
 * the tunnel opened it, and whether a person may start a shell is asked when he does. A terminal takes its session for
 * good, so that ending the session ends the terminal and nothing else. Thread-safe.
 */
final class TunnelSessions implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TunnelSessions.class.getName());

    /** Whoever waits longer is quicker by himself. */
    private static final int LONGEST_WAIT_SECONDS = 5;

    private final SshDevices devices;
    private final TerminalRights rights;
    private final SecretsByAge secrets;
    private final ExecutorService threads;
    private final int most;
    private volatile boolean closed;
    private final Map<TunnelId, CompletableFuture<ClientSession>> spares = new ConcurrentHashMap<>();

    /** @param most tunnels in which one waits; 0 for none */
    TunnelSessions(SshDevices devices, TerminalRights rights, SecretsByAge secrets, ExecutorService threads, int most) {
        this.devices = devices;
        this.rights = rights;
        this.secrets = secrets;
        this.threads = threads;
        this.most = most;
    }

    /** What is done with a session; it closes it where it fails. */
    interface Use<T> {
        T of(ClientSession session) throws IOException;
    }

    /**
     * Gives a session away, by a thread that may wait: the one that waits, where that serves. Afterwards another one waits.
     *
     * @throws IOException as {@link SshDevices#connect}, or what the use throws with a session that is fresh
     */
    <T> T with(TunnelId tunnel, TerminalRights.Target target, Use<T> use) throws IOException {
        T result = withOneOf(tunnel, target, use);
        threads.execute(() -> prepare(tunnel));
        return result;
    }

    private <T> T withOneOf(TunnelId tunnel, TerminalRights.Target target, Use<T> use) throws IOException {
        Optional<ClientSession> spare = take(tunnel);
        if (spare.isPresent()) {
            try {
                return use.of(spare.get());
            } catch (IOException stale) {
                // The device may have been away unseen: a connection of now tells how it stands
                LOG.log(Level.DEBUG, "a prepared session of tunnel {0} did not serve: {1}", tunnel, stale);
            }
        }
        return use.of(devices.connect(target.address(), target.key(), secrets.terminalKey(tunnel, target.openedAt())));
    }

    /** The tunnel is up, perhaps after a silence in which connections broke unseen: from now on a fresh one waits. */
    void renew(TunnelId tunnel) {
        drop(tunnel);
        threads.execute(() -> prepare(tunnel));
    }

    // A failure is nobody's concern: the next terminal connects by itself, and tells
    private void prepare(TunnelId tunnel) {
        CompletableFuture<ClientSession> place = new CompletableFuture<>();
        if (closed || spares.size() >= most || spares.putIfAbsent(tunnel, place) != null) {
            return;
        }
        Optional<TerminalRights.Target> target = Optional.empty();
        try {
            // Asked when the place is taken: an end after this drops it
            target = rights.target(tunnel);
        } finally {
            if (target.isEmpty()) {
                drop(tunnel);
            }
        }
        target.ifPresent(
                device -> devices.begin(device.address(), device.key(), secrets.terminalKey(tunnel, device.openedAt()))
                        .whenComplete((session, failure) -> arrived(tunnel, place, session, failure)));
    }

    private void arrived(
            TunnelId tunnel,
            CompletableFuture<ClientSession> place,
            @Nullable ClientSession session,
            @Nullable Throwable failure) {
        if (session == null) {
            spares.remove(tunnel, place);
            place.completeExceptionally(failure == null ? new CancellationException() : failure);
        } else if (place.complete(session)) {
            session.addCloseFutureListener(closed -> spares.remove(tunnel, place));
        } else {
            // Nobody wants it any more
            session.close(true);
        }
    }

    // Where it is under way it is waited for: it began before
    private Optional<ClientSession> take(TunnelId tunnel) {
        CompletableFuture<ClientSession> place = spares.remove(tunnel);
        if (place == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(place.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS))
                    .filter(ClientSession::isOpen);
        } catch (ExecutionException | CancellationException none) {
            return Optional.empty();
        } catch (TimeoutException late) {
            discard(place);
            return Optional.empty();
        } catch (InterruptedException stopping) {
            discard(place);
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Closes the one of this tunnel. */
    void drop(TunnelId tunnel) {
        CompletableFuture<ClientSession> place = spares.remove(tunnel);
        if (place != null) {
            discard(place);
        }
    }

    private static void discard(CompletableFuture<ClientSession> place) {
        if (!place.cancel(false) && !place.isCompletedExceptionally()) {
            place.join().close(true);
        }
    }

    @Override
    public void close() {
        closed = true;
        spares.keySet().forEach(this::drop);
        devices.close();
    }
}
