package io.borealis.engine;

import io.borealis.network.HostNetworkException;
import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.network.Reconciliation;
import io.borealis.network.connector.HostNetworkConnection;
import io.borealis.network.connector.HostNetworkFactory;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.Reference;

/** Lends out one open listener, as the resource adapter does in the server. */
@SuppressWarnings("serial") // never serialised: it lives in one test
final class ListenerConnections implements HostNetworkFactory {
    private transient Listener listener;
    private final transient ListenerSettings settings;
    private final transient Change change;

    /** Opens the listener with another key. */
    interface Change {
        Listener byAnotherKey() throws HostNetworkException;
    }

    ListenerConnections(Listener listener, ListenerSettings settings, Change change) {
        this.listener = listener;
        this.settings = settings;
        this.change = change;
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

    private final class Lent implements HostNetworkConnection {
        @Override
        public void admit(Peer peer) throws HostNetworkException {
            listener.admit(peer);
        }

        @Override
        public void evict(WireGuardKey publicKey) throws HostNetworkException {
            listener.evict(publicKey);
        }

        @Override
        public void permit(WireGuardKey publicKey, Set<PortRule> ports) throws HostNetworkException {
            listener.permit(publicKey, ports);
        }

        @Override
        public Reconciliation reconcile(Collection<Peer> desired) throws HostNetworkException {
            return listener.reconcile(desired);
        }

        @Override
        public List<PeerStatistics> peers() throws HostNetworkException {
            return listener.peers();
        }

        @Override
        public Optional<PeerStatistics> peer(WireGuardKey publicKey) throws HostNetworkException {
            return listener.peer(publicKey);
        }

        @Override
        public WireGuardKey publicKey() {
            return listener.publicKey();
        }

        @Override
        public WireGuardKey changeKey() throws HostNetworkException {
            listener = change.byAnotherKey();
            return listener.publicKey();
        }

        @Override
        public String driverVersion() {
            return listener.driverVersion();
        }

        @Override
        public boolean isHealthy() {
            return listener.isHealthy();
        }

        @Override
        public Optional<String> outage() {
            return listener.isHealthy() ? Optional.empty() : Optional.of("the listener is lost");
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
