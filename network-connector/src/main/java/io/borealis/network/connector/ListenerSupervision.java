package io.borealis.network.connector;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.Listener;
import io.borealis.network.NetworkOverlap;
import io.borealis.protocol.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens the listener, sees when it is lost, and opens it again with growing patience. Thread-safe: calls go to the
 * listener without waiting for the supervision.
 */
final class ListenerSupervision implements AutoCloseable {

    /** Opens a listener; called at start and after every loss. */
    interface Opening {
        Listener open() throws HostNetworkException;
    }

    /** A call to the listener. */
    interface Call<T> {
        T on(Listener listener) throws HostNetworkException;
    }

    private static final System.Logger LOG = System.getLogger(ListenerSupervision.class.getName());
    /** Drivers and ports that an earlier process holds are given back within seconds. */
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Opening opening;
    private final Ticker ticker = Ticker.ofThisMachine();
    private volatile @Nullable Listener current;
    private volatile String outage = "the adapter is not started";
    private volatile String driverVersion = "";
    private Duration pause = FIRST_PAUSE;
    private Duration nextAttempt = Duration.ZERO;
    private boolean closed;

    ListenerSupervision(Opening opening) {
        this.opening = opening;
    }

    /** @throws HostNetworkException the last failure, when the listener could not be opened within some seconds */
    synchronized void start() throws HostNetworkException {
        Duration wait = FIRST_PAUSE;
        long deadline = System.nanoTime() + PATIENCE_AT_START.toNanos();
        while (current == null) {
            try {
                adopt(opening.open());
            } catch (HostNetworkException failure) {
                boolean passes = failure.step() != Step.LOAD_DRIVER_LIBRARY && failure.step() != Step.CLAIM_NETWORK;
                if (!passes || System.nanoTime() + wait.toNanos() > deadline || !slept(wait)) {
                    throw failure;
                }
                LOG.log(System.Logger.Level.INFO, "The listener did not open, trying again: {0}", failure.getMessage());
                wait = wait.multipliedBy(2);
            }
        }
    }

    private static boolean slept(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void adopt(Listener listener) {
        driverVersion = listener.driverVersion();
        pause = FIRST_PAUSE;
        current = listener;
    }

    /**
     * Passes a call on.
     *
     * @throws HostNetworkException what the listener says, or {@link Step#REACH_LISTENER} while it is lost
     */
    <T> T call(Call<T> call) throws HostNetworkException {
        Listener listener = current;
        if (listener == null) {
            throw unreachable();
        }
        try {
            return call.on(listener);
        } catch (IllegalStateException closedUnderway) {
            if (current == listener) {
                throw closedUnderway;
            }
            throw unreachable();
        }
    }

    private HostNetworkException unreachable() {
        return new HostNetworkException(Step.REACH_LISTENER, 0, outage);
    }

    boolean isHealthy() {
        Listener listener = current;
        return listener != null && listener.isHealthy();
    }

    /** Why no listener stands, with the cure where one is known; empty while one does. No native call. */
    Optional<String> outage() {
        return current == null ? Optional.of(outage) : Optional.empty();
    }

    /** Of the driver that runs or ran last; empty before the first start. */
    String driverVersion() {
        return driverVersion;
    }

    /** Closes the listener with all its peers and opens it again; where that fails, {@link #check} tries again. */
    synchronized void reopen(String why) {
        Listener listener = current;
        if (closed || listener == null) {
            return;
        }
        lose(listener, Instant.now(), why);
        openAgain();
    }

    /** Looks once at listener and host; tells a loss when it is first seen, and the return when the listener stands again. */
    synchronized Optional<ListenerLost> check() {
        Listener listener = current;
        if (closed) {
            return Optional.empty();
        }
        if (listener == null) {
            return ticker.elapsed().compareTo(nextAttempt) < 0 ? Optional.empty() : openAgain();
        }
        Optional<String> fault = faultOf(listener);
        Instant now = Instant.now();
        fault.ifPresent(why -> lose(listener, now, why));
        return fault.map(why -> new ListenerLost(now, false, outage));
    }

    /**
     * A network that somebody else begins to use is as good a reason to go down as a broken adapter: the filters of the
     * tunnels keep this host from it.
     */
    private static Optional<String> faultOf(Listener listener) {
        if (!listener.isHealthy()) {
            return Optional.of("it no longer stands as it was opened");
        }
        try {
            return listener.overlap().map(NetworkOverlap::sentence);
        } catch (HostNetworkException unreadable) {
            return Optional.ofNullable(unreadable.getMessage());
        }
    }

    private void lose(Listener listener, Instant now, String why) {
        outage = "the listener was lost at " + now + " with all peers and is being opened again: " + why;
        LOG.log(System.Logger.Level.WARNING, "The listener is closed and opened again: {0}", why);
        current = null;
        nextAttempt = ticker.elapsed();
        closeQuietly(listener);
    }

    private Optional<ListenerLost> openAgain() {
        try {
            adopt(opening.open());
            LOG.log(System.Logger.Level.INFO, "The listener stands again");
            return Optional.of(new ListenerLost(Instant.now(), true, "the listener stands again, without peers"));
        } catch (HostNetworkException failure) {
            outage = "the listener is lost; the last attempt to open it: " + failure.getMessage();
            LOG.log(System.Logger.Level.WARNING, "The listener did not open, trying again: {0}", failure.getMessage());
            nextAttempt = ticker.elapsed().plus(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            return Optional.empty();
        }
    }

    private static void closeQuietly(Listener listener) {
        try {
            listener.close();
        } catch (HostNetworkException failure) {
            LOG.log(System.Logger.Level.WARNING, "What was left of the lost listener: {0}", failure.getMessage());
        }
    }

    /** Takes the listener down for good. Idempotent. */
    @Override
    public synchronized void close() throws HostNetworkException {
        closed = true;
        outage = "the adapter is stopped";
        Listener listener = current;
        current = null;
        if (listener != null) {
            listener.close();
        }
    }
}
