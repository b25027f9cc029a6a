package io.borealis.network.connector;

import io.borealis.network.HostNetworkException;
import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.network.Reconciliation;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A handle: valid until it is closed, or until the container takes its managed connection back. */
final class HostNetworkHandle implements HostNetworkConnection {

    private volatile @Nullable HostNetworkManagedConnection managed;

    HostNetworkHandle(HostNetworkManagedConnection managed) {
        this.managed = managed;
    }

    private HostNetworkManagedConnection managed() {
        HostNetworkManagedConnection current = managed;
        if (current == null) {
            throw new IllegalStateException("this connection was closed; get another one from the factory");
        }
        return current;
    }

    private SharedListener listener() throws HostNetworkException {
        return managed().listener();
    }

    /** For what the adapter knows without its listener: a stopped adapter cannot be asked at all. */
    private SharedListener running() {
        try {
            return listener();
        } catch (HostNetworkException stopped) {
            throw new IllegalStateException(stopped.getMessage(), stopped);
        }
    }

    @Override
    public void admit(Peer peer) throws HostNetworkException {
        listener().admit(peer);
    }

    @Override
    public void evict(WireGuardKey publicKey) throws HostNetworkException {
        listener().evict(publicKey);
    }

    @Override
    public void permit(WireGuardKey publicKey, Set<PortRule> ports) throws HostNetworkException {
        listener().permit(publicKey, ports);
    }

    @Override
    public Reconciliation reconcile(Collection<Peer> desired) throws HostNetworkException {
        return listener().reconcile(desired);
    }

    @Override
    public List<PeerStatistics> peers() throws HostNetworkException {
        return listener().peers();
    }

    @Override
    public Optional<PeerStatistics> peer(WireGuardKey publicKey) throws HostNetworkException {
        return listener().peer(publicKey);
    }

    @Override
    public WireGuardKey publicKey() {
        return running().publicKey();
    }

    @Override
    public WireGuardKey changeKey() throws HostNetworkException {
        return listener().changeKey();
    }

    @Override
    public String driverVersion() {
        return running().driverVersion();
    }

    @Override
    public boolean isHealthy() {
        HostNetworkManagedConnection current = managed();
        try {
            return current.listener().isHealthy();
        } catch (HostNetworkException stopped) {
            return false;
        }
    }

    @Override
    public Optional<String> outage() {
        HostNetworkManagedConnection current = managed();
        try {
            return current.listener().outage();
        } catch (HostNetworkException stopped) {
            return Optional.ofNullable(stopped.getMessage());
        }
    }

    @Override
    public boolean movesPackets() {
        return running().movesPackets();
    }

    @Override
    public int listenPort() {
        return running().listenPort();
    }

    @Override
    public TunnelNetwork network() {
        return running().network();
    }

    @Override
    public int mtu() {
        return running().mtu();
    }

    /** The container gives this handle to another managed connection. */
    void moveTo(HostNetworkManagedConnection other) {
        managed().disown(this);
        managed = other;
        other.adopt(this);
    }

    /** The managed connection went back to the pool. */
    void invalidate() {
        managed = null;
    }

    @Override
    public void close() {
        HostNetworkManagedConnection current = managed;
        managed = null;
        if (current != null) {
            current.closed(this);
        }
    }
}
