package io.borealis.network.windows;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.Peer;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The peers of the Engine's adapter together with their permits: a peer is in with its permits or out without them.
 * Not thread-safe: the listener changes one thing at a time, and reads the driver without asking here.
 */
final class AdmittedPeers {

    private final DriverAdapter adapter;
    private final FilterEngine filters;
    private final Grants.Wording wording;
    private final Map<WireGuardKey, Grants> grants = new HashMap<>();
    private final Map<TunnelAddress, WireGuardKey> owners = new HashMap<>();
    /** Permits whose removal failed; they go with the next change. */
    private final Set<Long> orphans = new LinkedHashSet<>();

    AdmittedPeers(DriverAdapter adapter, FilterEngine filters, Grants.Wording wording) {
        this.adapter = adapter;
        this.filters = filters;
        this.wording = wording;
    }

    boolean knows(WireGuardKey key) {
        return grants.containsKey(key);
    }

    Set<WireGuardKey> keys() {
        return Set.copyOf(grants.keySet());
    }

    boolean has(Peer peer) {
        Grants held = grants.get(peer.publicKey());
        return held != null && held.are(peer.address(), peer.ports());
    }

    /** Two peers with one address: the driver would silently take it away from the first. */
    void requireFree(Peer peer) {
        WireGuardKey owner = owners.get(peer.address());
        if (owner != null && !owner.equals(peer.publicKey())) {
            throw new IllegalArgumentException(peer.address() + " belongs to another admitted peer");
        }
    }

    void admit(Peer peer) throws HostNetworkException {
        try {
            grant(List.of(peer));
            configure(List.of(peer));
        } catch (HostNetworkException failed) {
            takeOut(List.of(peer.publicKey()), failed);
            throw failed;
        }
    }

    /** The permits of all these peers in one transaction. */
    void grant(Collection<Peer> peers) throws HostNetworkException {
        Map<WireGuardKey, Grants> granted = filters.change(Step.ADD_FILTERS, transaction -> {
            transaction.delete(orphans);
            Map<WireGuardKey, Grants> after = new HashMap<>();
            for (Peer peer : peers) {
                Grants before = grants.getOrDefault(peer.publicKey(), Grants.none(peer.address()));
                after.put(peer.publicKey(), before.replace(transaction, wording, peer.address(), peer.ports()));
            }
            return after;
        });
        orphans.clear();
        peers.forEach(peer -> forget(peer.publicKey()));
        granted.forEach(this::remember);
    }

    /** These peers in one call of the driver, without disturbing any other. */
    void configure(Collection<Peer> peers) throws HostNetworkException {
        try (Configuration configuration = new Configuration(peers.size())) {
            peers.forEach(peer -> configuration.device(peer.publicKey(), peer.presharedKey(), peer.address()));
            adapter.configure(Step.ADD_PEER, configuration);
        }
    }

    void permit(WireGuardKey key, Set<PortRule> ports) throws HostNetworkException {
        Grants before = grants.get(key);
        if (before == null) {
            throw new IllegalArgumentException("no such peer is admitted: " + key);
        }
        try {
            Grants after = filters.change(Step.ADD_FILTERS, transaction -> {
                transaction.delete(orphans);
                return before.replace(transaction, wording, before.address(), ports);
            });
            orphans.clear();
            remember(key, after);
        } catch (HostNetworkException failed) {
            takeOut(List.of(key), failed);
            throw failed;
        }
    }

    /** Peers first, then their permits; when a peer cannot be taken out its permits go nevertheless. */
    void evict(Collection<WireGuardKey> keys) throws HostNetworkException {
        try {
            remove(keys);
        } catch (HostNetworkException failed) {
            revokeAfter(keys, failed);
            throw failed;
        }
        revoke(keys);
    }

    /** As {@link #evict}, as the answer to a failure that is reported anyway. */
    void takeOut(Collection<WireGuardKey> keys, HostNetworkException cause) {
        try {
            remove(keys);
        } catch (HostNetworkException failed) {
            cause.addSuppressed(failed);
        }
        revokeAfter(keys, cause);
    }

    private void revokeAfter(Collection<WireGuardKey> keys, HostNetworkException cause) {
        try {
            revoke(keys);
        } catch (HostNetworkException failed) {
            cause.addSuppressed(failed);
        }
    }

    private void remove(Collection<WireGuardKey> keys) throws HostNetworkException {
        try (Configuration configuration = new Configuration(keys.size())) {
            keys.forEach(configuration::remove);
            adapter.configure(Step.REMOVE_PEER, configuration);
        }
    }

    private void revoke(Collection<WireGuardKey> keys) throws HostNetworkException {
        for (WireGuardKey key : keys) {
            Grants held = forget(key);
            orphans.addAll(held.filterIds());
        }
        if (orphans.isEmpty()) {
            return;
        }
        filters.change(Step.REMOVE_FILTERS, transaction -> {
            transaction.delete(orphans);
            return keys;
        });
        orphans.clear();
    }

    /** All permits that belong to nobody any more. */
    List<Long> orphans() {
        return new ArrayList<>(orphans);
    }

    private void remember(WireGuardKey key, Grants held) {
        grants.put(key, held);
        owners.put(held.address(), key);
    }

    private Grants forget(WireGuardKey key) {
        Grants held = grants.remove(key);
        if (held == null) {
            return Grants.none(new TunnelAddress(0));
        }
        owners.remove(held.address(), key);
        return held;
    }
}
