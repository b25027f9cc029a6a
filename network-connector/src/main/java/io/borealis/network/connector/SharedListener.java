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

/** The one listener behind all handles and watches, with the book of who was admitted when. Thread-safe. */
final class SharedListener {

    private final AdapterConfiguration configuration;
    private final CurrentKey key;
    private final boolean movesPackets;
    private final ListenerSupervision supervision;
    private final Admissions admissions;

    SharedListener(
            AdapterConfiguration configuration,
            CurrentKey key,
            boolean movesPackets,
            ListenerSupervision supervision,
            Admissions admissions) {
        this.configuration = configuration;
        this.key = key;
        this.movesPackets = movesPackets;
        this.supervision = supervision;
        this.admissions = admissions;
    }

    void admit(Peer peer) throws HostNetworkException {
        try {
            supervision.call(listener -> {
                listener.admit(peer);
                return peer;
            });
        } catch (HostNetworkException out) {
            admissions.evicted(peer.publicKey());
            throw out;
        }
        admissions.admitted(peer.publicKey());
    }

    void evict(WireGuardKey key) throws HostNetworkException {
        supervision.call(listener -> {
            listener.evict(key);
            return key;
        });
        admissions.evicted(key);
    }

    void permit(WireGuardKey key, Set<PortRule> ports) throws HostNetworkException {
        try {
            supervision.call(listener -> {
                listener.permit(key, ports);
                return key;
            });
        } catch (HostNetworkException out) {
            admissions.evicted(key);
            throw out;
        }
    }

    Reconciliation reconcile(Collection<Peer> desired) throws HostNetworkException {
        Reconciliation change = supervision.call(listener -> listener.reconcile(desired));
        admissions.reconciled(change);
        return change;
    }

    List<PeerStatistics> peers() throws HostNetworkException {
        return supervision.call(listener -> listener.peers());
    }

    Optional<PeerStatistics> peer(WireGuardKey key) throws HostNetworkException {
        return supervision.call(listener -> listener.peer(key));
    }

    WireGuardKey publicKey() {
        return key.publicKey();
    }

    WireGuardKey changeKey() throws HostNetworkException {
        WireGuardKey changed = key.change();
        admissions.clear();
        supervision.reopen("its key was changed");
        return changed;
    }

    String driverVersion() {
        return supervision.driverVersion();
    }

    boolean isHealthy() {
        return supervision.isHealthy();
    }

    Optional<String> outage() {
        return supervision.outage();
    }

    boolean movesPackets() {
        return movesPackets;
    }

    int listenPort() {
        return configuration.listenPort();
    }

    TunnelNetwork network() {
        return configuration.network();
    }

    int mtu() {
        return configuration.mtu();
    }

    Admissions admissions() {
        return admissions;
    }
}
