package io.borealis.engine.tunnel;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.network.Reconciliation;
import io.borealis.network.connector.HostNetworkConnection;
import io.borealis.network.connector.HostNetworkFactory;
import io.borealis.network.memory.InMemoryHostNetwork;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardKeyPair;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The in-memory network as the resource adapter lends it, with handshakes that a test makes, and with what is permitted
 * to whom. Thread-safe.
 */
@SuppressWarnings("serial") // never serialised: it lives in one test
final class ShakenHost implements HostNetworkFactory, AutoCloseable {
    private final transient InMemoryHostNetwork network = new InMemoryHostNetwork();
    private final transient ListenerSettings settings;
    private final transient Map<WireGuardKey, Instant> shaken = new ConcurrentHashMap<>();
    private final transient Map<WireGuardKey, Set<PortRule>> permits = new HashMap<>();
    private transient @Nullable Listener listener;

    ShakenHost(ListenerSettings settings) throws HostNetworkException {
        this.settings = settings;
        listen();
    }

    /** Opens the listener, a second time where the first was to fail. */
    synchronized void listen() throws HostNetworkException {
        try {
            listener = network.listen(settings);
        } catch (HostNetworkException askedFor) {
            listener = network.listen(settings);
        }
    }

    /** The listener goes away with every peer. */
    synchronized void lose() {
        Listener lost = listener;
        listener = null;
        shaken.clear();
        permits.clear();
        if (lost != null) {
            try {
                lost.close();
            } catch (HostNetworkException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    void failNext(Step step) {
        network.failNext(step, 5);
    }

    /** A device that is admitted shook hands. */
    synchronized void shake(WireGuardKey device, Instant at) {
        if (permits.containsKey(device)) {
            shaken.put(device, at);
        }
    }

    /** Everything that is admitted, and what is open towards it. */
    synchronized Map<WireGuardKey, Set<PortRule>> permits() {
        return Map.copyOf(permits);
    }

    private Listener open() throws HostNetworkException {
        if (listener == null) {
            throw new HostNetworkException(Step.REACH_LISTENER, 0, "the listener was lost");
        }
        return listener;
    }

    private PeerStatistics overlaid(PeerStatistics peer) {
        return new PeerStatistics(
                peer.publicKey(), Optional.ofNullable(shaken.get(peer.publicKey())), 148, peer.sentBytes());
    }

    @Override
    public HostNetworkConnection getConnection() {
        return new Lent();
    }

    @Override
    public void setReference(Reference reference) {
        throw new UnsupportedOperationException("no naming in a test");
    }

    @Override
    public Reference getReference() {
        throw new UnsupportedOperationException("no naming in a test");
    }

    @Override
    public void close() {
        lose();
        network.close();
    }

    private final class Lent implements HostNetworkConnection {
        @Override
        public void admit(Peer peer) throws HostNetworkException {
            synchronized (ShakenHost.this) {
                shaken.remove(peer.publicKey());
                permits.remove(peer.publicKey());
                open().admit(peer);
                permits.put(peer.publicKey(), peer.ports());
            }
        }

        @Override
        public void evict(WireGuardKey key) throws HostNetworkException {
            synchronized (ShakenHost.this) {
                open().evict(key);
                permits.remove(key);
                shaken.remove(key);
            }
        }

        @Override
        public void permit(WireGuardKey key, Set<PortRule> ports) throws HostNetworkException {
            synchronized (ShakenHost.this) {
                permits.remove(key);
                open().permit(key, ports);
                permits.put(key, ports);
            }
        }

        @Override
        public Reconciliation reconcile(Collection<Peer> desired) throws HostNetworkException {
            synchronized (ShakenHost.this) {
                Reconciliation done = open().reconcile(desired);
                done.evicted().forEach(permits::remove);
                done.failed().keySet().forEach(permits::remove);
                done.admitted().forEach(shaken::remove);
                desired.stream()
                        .filter(peer -> done.admitted().contains(peer.publicKey()))
                        .forEach(peer -> permits.put(peer.publicKey(), peer.ports()));
                return done;
            }
        }

        @Override
        public List<PeerStatistics> peers() throws HostNetworkException {
            synchronized (ShakenHost.this) {
                return open().peers().stream().map(ShakenHost.this::overlaid).toList();
            }
        }

        @Override
        public Optional<PeerStatistics> peer(WireGuardKey key) throws HostNetworkException {
            synchronized (ShakenHost.this) {
                return open().peer(key).map(ShakenHost.this::overlaid);
            }
        }

        @Override
        public WireGuardKey publicKey() {
            synchronized (ShakenHost.this) {
                return WireGuardKeyPair.of(settings.privateKey()).publicKey();
            }
        }

        @Override
        public WireGuardKey changeKey() {
            throw new UnsupportedOperationException("nobody changes keys here");
        }

        @Override
        public String driverVersion() {
            return InMemoryHostNetwork.DRIVER_VERSION;
        }

        @Override
        public boolean isHealthy() {
            return listener != null;
        }

        @Override
        public Optional<String> outage() {
            return listener == null ? Optional.of("the listener was lost") : Optional.empty();
        }

        @Override
        public boolean movesPackets() {
            return false;
        }

        @Override
        public int listenPort() {
            return settings.listenPort();
        }

        @Override
        public TunnelNetwork network() {
            return settings.network();
        }

        @Override
        public int mtu() {
            return settings.mtu();
        }

        @Override
        public void close() {
            // The listener is the test's
        }
    }
}
