package io.borealis.engine.tunnel.host;

import io.borealis.network.HostNetworkException;
import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.network.Reconciliation;
import io.borealis.network.connector.HostNetworkConnection;
import io.borealis.network.connector.HostNetworkFactory;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Engine's end of all tunnels on this host, borrowed from the resource adapter for each call. Never to be used
 * inside a transaction. Thread-safe.
 */
public final class TunnelHost {
    private final HostNetworkFactory factory;
    private volatile @Nullable Facts known;
    /** What each peer may be reached on, as it was told last; of peers that are gone it means nothing. */
    private final Map<WireGuardKey, Set<PortRule>> permitted = new ConcurrentHashMap<>();

    public TunnelHost(HostNetworkFactory factory) {
        this.factory = factory;
    }

    /**
     * What stays the same as long as the listener's settings do.
     *
     * @param movesPackets false for the simulated network
     */
    public record Facts(WireGuardKey engineKey, int listenPort, TunnelNetwork network, int mtu, boolean movesPackets) {}

    /**
     * How the listener stands.
     *
     * @param driverVersion empty when it could not be asked
     * @param detail why it is not healthy, with the cure where one is known
     */
    public record Condition(
            boolean healthy, boolean simulated, Optional<String> driverVersion, Optional<String> detail) {}

    private interface Call<T> {
        T on(HostNetworkConnection connection) throws HostNetworkException;
    }

    private <T> T with(Call<T> call) throws HostNetworkException {
        try (HostNetworkConnection connection = factory.getConnection()) {
            return call.on(connection);
        }
    }

    public Facts facts() throws HostNetworkException {
        Facts before = known;
        if (before != null) {
            return before;
        }
        Facts read = with(connection -> new Facts(
                connection.publicKey(),
                connection.listenPort(),
                connection.network(),
                connection.mtu(),
                connection.movesPackets()));
        known = read;
        return read;
    }

    /**
     * Gives the listener a new key; every peer is gone then.
     *
     * @throws HostNetworkException when the key was not changed
     */
    public WireGuardKey changeKey() throws HostNetworkException {
        WireGuardKey changed = with(HostNetworkConnection::changeKey);
        known = null;
        return changed;
    }

    /** What is known of the listener, without asking for a miracle: empty while it never stood. */
    public Optional<Facts> knownFacts() {
        try {
            return Optional.of(facts());
        } catch (HostNetworkException notYet) {
            return Optional.empty();
        }
    }

    public Condition condition() {
        try {
            return with(connection -> new Condition(
                    connection.isHealthy(),
                    !connection.movesPackets(),
                    Optional.of(connection.driverVersion()),
                    connection.isHealthy()
                            ? Optional.empty()
                            : connection.outage().or(() -> Optional.of("the listener does not stand as it should"))));
        } catch (HostNetworkException failed) {
            return new Condition(false, false, Optional.empty(), Optional.ofNullable(failed.getMessage()));
        }
    }

    /** Why nothing can be admitted now, with the cure where one is known; empty while the listener stands. */
    public Optional<String> outage() {
        try {
            return with(HostNetworkConnection::outage);
        } catch (HostNetworkException unreachable) {
            return Optional.ofNullable(unreachable.getMessage());
        }
    }

    public void admit(Peer peer) throws HostNetworkException {
        with(connection -> {
            connection.admit(peer);
            return Boolean.TRUE;
        });
        permitted.put(peer.publicKey(), peer.ports());
    }

    public void evict(WireGuardKey key) throws HostNetworkException {
        with(connection -> {
            connection.evict(key);
            return Boolean.TRUE;
        });
        permitted.remove(key);
    }

    public void permit(WireGuardKey key, Set<PortRule> ports) throws HostNetworkException {
        with(connection -> {
            connection.permit(key, ports);
            return Boolean.TRUE;
        });
        permitted.put(key, Set.copyOf(ports));
    }

    /** Whether this is what the host was told last to permit the peer. */
    public boolean isPermitted(WireGuardKey key, Set<PortRule> ports) {
        return ports.equals(permitted.get(key));
    }

    public Reconciliation reconcile(Collection<Peer> desired) throws HostNetworkException {
        Reconciliation done = with(connection -> connection.reconcile(desired));
        desired.forEach(peer -> permitted.put(peer.publicKey(), peer.ports()));
        return done;
    }

    /** What the driver says of the peer now; empty when it is not admitted. */
    public Optional<PeerStatistics> peer(WireGuardKey key) throws HostNetworkException {
        return with(connection -> connection.peer(key));
    }

    public boolean isAdmitted(WireGuardKey key) throws HostNetworkException {
        return peer(key).isPresent();
    }

    /** Every admitted peer. */
    public Map<WireGuardKey, PeerStatistics> peers() throws HostNetworkException {
        return with(HostNetworkConnection::peers).stream()
                .collect(Collectors.toMap(PeerStatistics::publicKey, Function.identity()));
    }
}
