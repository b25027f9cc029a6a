package io.borealis.network.memory;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.Listener;
import io.borealis.network.ListenerSettings;
import io.borealis.network.NetworkOverlap;
import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.network.Reconciliation;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The Engine's end without packets: it answers the hello of every admitted peer. */
final class InMemoryListener implements Listener {

    private final ListenerSettings settings;
    private final WireGuardKey publicKey;
    private final Faults faults;
    private final Occupied occupied;
    private final Runnable whenClosed;
    private final HelloSocket socket;
    private final Map<WireGuardKey, AdmittedPeer> peers = new HashMap<>();
    private final Map<TunnelAddress, AdmittedPeer> owners = new HashMap<>();
    private boolean closed;

    InMemoryListener(
            ListenerSettings settings, WireGuardKey publicKey, Faults faults, Occupied occupied, Runnable whenClosed)
            throws HostNetworkException {
        this.settings = settings;
        this.publicKey = publicKey;
        this.faults = faults;
        this.occupied = occupied;
        this.whenClosed = whenClosed;
        this.socket = HelloSocket.bind(settings.listenPort());
        socket.answerWith(this::answer);
    }

    private Optional<byte[]> answer(byte[] datagram) {
        return Hello.read(datagram)
                .filter(hello -> hello.kind() == Hello.Kind.CALL)
                .flatMap(hello -> find(hello.device()).flatMap(peer -> peer.answer(hello, datagram, publicKey)));
    }

    private synchronized Optional<AdmittedPeer> find(WireGuardKey key) {
        return Optional.ofNullable(peers.get(key));
    }

    @Override
    public WireGuardKey publicKey() {
        return publicKey;
    }

    @Override
    public String driverVersion() {
        return InMemoryHostNetwork.DRIVER_VERSION;
    }

    @Override
    public synchronized void admit(Peer peer) throws HostNetworkException {
        requireOpen();
        settings.requireDeviceAddress(peer.address());
        AdmittedPeer owner = owners.get(peer.address());
        if (owner != null && !owner.publicKey().equals(peer.publicKey())) {
            throw new IllegalArgumentException(peer.address() + " belongs to another peer, " + owner.publicKey());
        }
        remove(peer.publicKey());
        add(peer);
    }

    private void add(Peer peer) throws HostNetworkException {
        faults.reach(Step.ADD_FILTERS);
        faults.reach(Step.ADD_PEER);
        AdmittedPeer admitted = new AdmittedPeer(peer);
        peers.put(peer.publicKey(), admitted);
        owners.put(peer.address(), admitted);
    }

    private void remove(WireGuardKey key) {
        AdmittedPeer gone = peers.remove(key);
        if (gone != null) {
            owners.remove(gone.address());
            gone.forget();
        }
    }

    @Override
    public synchronized void evict(WireGuardKey key) throws HostNetworkException {
        requireOpen();
        faults.reach(Step.REMOVE_PEER);
        remove(key);
    }

    @Override
    public synchronized void permit(WireGuardKey key, Set<PortRule> ports) throws HostNetworkException {
        requireOpen();
        AdmittedPeer peer = find(key).orElseThrow(() -> new IllegalArgumentException(key + " is not admitted"));
        try {
            faults.reach(Step.ADD_FILTERS);
        } catch (HostNetworkException failure) {
            remove(key);
            throw failure;
        }
        peer.permit(ports);
    }

    @Override
    public synchronized Reconciliation reconcile(Collection<Peer> desired) throws HostNetworkException {
        requireOpen();
        Set<WireGuardKey> wanted = requireConsistent(desired);
        faults.reach(Step.READ_PEERS);
        List<WireGuardKey> evicted =
                peers.keySet().stream().filter(key -> !wanted.contains(key)).toList();
        if (!evicted.isEmpty()) {
            faults.reach(Step.REMOVE_PEER);
        }
        List<Peer> missing = desired.stream()
                .filter(peer -> find(peer.publicKey())
                        .filter(admitted -> admitted.is(peer))
                        .isEmpty())
                .toList();
        // all that changes goes out before anything comes in: two peers may have swapped their addresses
        evicted.forEach(this::remove);
        missing.forEach(peer -> remove(peer.publicKey()));
        List<WireGuardKey> admitted = new ArrayList<>();
        Map<WireGuardKey, HostNetworkException> failed = new HashMap<>();
        for (Peer peer : missing) {
            try {
                add(peer);
                admitted.add(peer.publicKey());
            } catch (HostNetworkException failure) {
                failed.put(peer.publicKey(), failure);
            }
        }
        return new Reconciliation(admitted, evicted, failed);
    }

    private Set<WireGuardKey> requireConsistent(Collection<Peer> desired) {
        Set<WireGuardKey> keys = new HashSet<>();
        Set<TunnelAddress> addresses = new HashSet<>();
        for (Peer peer : desired) {
            settings.requireDeviceAddress(peer.address());
            if (!keys.add(peer.publicKey())) {
                throw new IllegalArgumentException("peer " + peer.publicKey() + " is desired twice");
            }
            if (!addresses.add(peer.address())) {
                throw new IllegalArgumentException("address " + peer.address() + " is desired for two peers");
            }
        }
        return keys;
    }

    @Override
    public synchronized List<PeerStatistics> peers() throws HostNetworkException {
        faults.reach(Step.READ_PEERS);
        return peers.values().stream().map(AdmittedPeer::statistics).toList();
    }

    @Override
    public Optional<PeerStatistics> peer(WireGuardKey key) throws HostNetworkException {
        faults.reach(Step.READ_PEERS);
        return find(key).map(AdmittedPeer::statistics);
    }

    /** What would be open towards a device if packets moved. */
    synchronized Set<PortRule> permittedTowards(TunnelAddress address) {
        AdmittedPeer owner = owners.get(address);
        return owner == null ? Set.of() : owner.ports();
    }

    @Override
    public Optional<NetworkOverlap> overlap() throws HostNetworkException {
        faults.reach(Step.READ_HOST_NETWORK);
        return occupied.overlap(settings.network());
    }

    @Override
    public boolean isHealthy() {
        return socket.isOpen();
    }

    /** The socket goes away, as a driver does; the listener stays open in the eyes of its owner. */
    void lose() {
        socket.close();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            peers.keySet().stream().toList().forEach(this::remove);
        }
        // outside the lock: closing waits for the thread that answers, and that one may wait for the lock
        socket.close();
        whenClosed.run();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this listener was closed");
        }
    }
}
