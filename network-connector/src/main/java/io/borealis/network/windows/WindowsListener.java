package io.borealis.network.windows;

import io.borealis.network.HostNetworkException;
import io.borealis.network.Listener;
import io.borealis.network.NetworkOverlap;
import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.network.Reconciliation;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The Engine's end of all tunnels on Windows. Thread-safe: changes run one at a time, each of them a few native calls;
 * reading peers takes no lock here, so a long list never delays an admission.
 */
final class WindowsListener implements Listener {

    private static final Logger LOG = System.getLogger(WindowsListener.class.getName());

    private final WireGuardKey publicKey;
    private final TunnelNetwork network;
    private final NetworkClaim claim;
    private final TunnelEnd end;
    private final FilterEngine filters;
    private final long defaultDeny;
    private final AdmittedPeers peers;
    private final Runnable whenClosed;
    private final ReentrantLock changes = new ReentrantLock();
    private volatile boolean closed;

    /** @param defaultDeny the filter by which is told whether our filters still stand */
    WindowsListener(
            WireGuardKey publicKey,
            TunnelNetwork network,
            NetworkClaim claim,
            TunnelEnd end,
            FilterEngine filters,
            PortFilters rules,
            long defaultDeny,
            Runnable whenClosed) {
        this.publicKey = publicKey;
        this.network = network;
        this.claim = claim;
        this.end = end;
        this.filters = filters;
        this.defaultDeny = defaultDeny;
        this.peers = new AdmittedPeers(end.adapter(), filters, rules::permitDevicePorts);
        this.whenClosed = whenClosed;
    }

    @Override
    public WireGuardKey publicKey() {
        return publicKey;
    }

    @Override
    public String driverVersion() {
        return end.adapter().driverVersion();
    }

    private interface Change<T> {
        T apply() throws HostNetworkException;
    }

    private <T> T change(Change<T> change) throws HostNetworkException {
        changes.lock();
        try {
            requireOpen();
            return change.apply();
        } finally {
            changes.unlock();
        }
    }

    @Override
    public void admit(Peer peer) throws HostNetworkException {
        requireDeviceAddress(peer.address());
        change(() -> {
            peers.requireFree(peer);
            peers.admit(peer);
            return peer;
        });
    }

    @Override
    public void evict(WireGuardKey key) throws HostNetworkException {
        change(() -> {
            peers.evict(List.of(key));
            return key;
        });
    }

    @Override
    public void permit(WireGuardKey key, Set<PortRule> ports) throws HostNetworkException {
        change(() -> {
            peers.permit(key, ports);
            return key;
        });
    }

    @Override
    public Reconciliation reconcile(Collection<Peer> desired) throws HostNetworkException {
        requireNoContradiction(desired);
        return change(() -> new Reconciling(end.adapter(), peers).run(desired));
    }

    @Override
    public List<PeerStatistics> peers() throws HostNetworkException {
        requireOpen();
        try (PeerTable table = end.adapter().read()) {
            return table.statistics();
        }
    }

    @Override
    public Optional<PeerStatistics> peer(WireGuardKey key) throws HostNetworkException {
        requireOpen();
        try (PeerTable table = end.adapter().read()) {
            return table.statistics(key);
        }
    }

    @Override
    public Optional<NetworkOverlap> overlap() throws HostNetworkException {
        return claim.overlap(network);
    }

    @Override
    public boolean isHealthy() {
        if (closed || !end.adapter().isUp()) {
            return false;
        }
        if (!filters.has(defaultDeny)) {
            shutBecauseFiltersAreGone();
            return false;
        }
        return end.ip().hasAddress(end.address());
    }

    /** Without its filters the adapter would let everything through. */
    private void shutBecauseFiltersAreGone() {
        if (closed) {
            return;
        }
        LOG.log(Level.ERROR, "The filters of the tunnel are gone (was the Windows service BFE restarted?); going down");
        try {
            end.adapter().down();
        } catch (HostNetworkException failed) {
            LOG.log(Level.ERROR, failed.getMessage());
        }
    }

    @Override
    public void close() {
        changes.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            takeDown(end, filters);
        } finally {
            changes.unlock();
        }
        whenClosed.run();
    }

    /** Whatever fails on the way is gone with the adapter, and the filters outlive it. */
    static void takeDown(TunnelEnd end, FilterEngine filters) {
        try (Configuration noPeers = new Configuration(0)) {
            end.takeDown(noPeers.replacePeers());
        }
        end.adapter().close();
        filters.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this listener was closed");
        }
    }

    private void requireDeviceAddress(TunnelAddress address) {
        int last = network.base().value() | ~network.mask();
        if (!network.contains(address)
                || address.equals(network.engineAddress())
                || address.equals(network.base())
                || address.value() == last) {
            throw new IllegalArgumentException(address + " is no device address of " + network);
        }
    }

    private void requireNoContradiction(Collection<Peer> desired) {
        Map<TunnelAddress, WireGuardKey> owners = new HashMap<>();
        Map<WireGuardKey, TunnelAddress> addresses = new HashMap<>();
        for (Peer peer : desired) {
            requireDeviceAddress(peer.address());
            if (owners.put(peer.address(), peer.publicKey()) != null) {
                throw new IllegalArgumentException(peer.address() + " is desired for two peers");
            }
            if (addresses.put(peer.publicKey(), peer.address()) != null) {
                throw new IllegalArgumentException("the peer " + peer.publicKey() + " is desired twice");
            }
        }
    }
}
