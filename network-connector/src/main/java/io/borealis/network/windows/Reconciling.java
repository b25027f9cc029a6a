package io.borealis.network.windows;

import io.borealis.network.HostNetworkException;
import io.borealis.network.Peer;
import io.borealis.network.Reconciliation;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One pass that makes the driver's peers and their permits equal to what is desired. The driver is asked, not our
 * memory, so that it also heals what somebody else changed. Used once, under the listener's lock.
 */
final class Reconciling {

    /** One buffer for the driver stays below a quarter of a megabyte. */
    private static final int CHUNK = 1024;
    /** When so many peers fail one by one the host is broken, not the peers. */
    private static final int MOST_SINGLE_FAILURES = 8;

    private final DriverAdapter adapter;
    private final AdmittedPeers peers;
    private final List<WireGuardKey> admitted = new ArrayList<>();
    private final Map<WireGuardKey, HostNetworkException> failed = new LinkedHashMap<>();

    Reconciling(DriverAdapter adapter, AdmittedPeers peers) {
        this.adapter = adapter;
        this.peers = peers;
    }

    Reconciliation run(Collection<Peer> desired) throws HostNetworkException {
        Map<WireGuardKey, Peer> missing = new LinkedHashMap<>();
        desired.forEach(peer -> missing.put(peer.publicKey(), peer));
        Set<WireGuardKey> surplus = new LinkedHashSet<>(peers.keys());
        surplus.removeAll(missing.keySet());
        try (PeerTable table = adapter.read()) {
            for (PeerTable.Row row : table.rows()) {
                Peer wanted = missing.get(row.publicKey());
                if (wanted == null) {
                    surplus.add(row.publicKey());
                } else if (row.is(wanted.presharedKey(), wanted.address()) && peers.has(wanted)) {
                    missing.remove(wanted.publicKey());
                }
            }
        }
        for (List<WireGuardKey> chunk : chunks(List.copyOf(surplus))) {
            peers.evict(chunk);
        }
        admit(List.copyOf(missing.values()));
        return new Reconciliation(admitted, List.copyOf(surplus), failed);
    }

    private void admit(List<Peer> missing) {
        if (missing.isEmpty()) {
            return;
        }
        try {
            peers.grant(missing);
        } catch (HostNetworkException refused) {
            admitOneByOne(missing, refused);
            return;
        }
        for (List<Peer> chunk : chunks(missing)) {
            try {
                peers.configure(chunk);
                chunk.forEach(peer -> admitted.add(peer.publicKey()));
            } catch (HostNetworkException refused) {
                admitOneByOne(chunk, refused);
            }
        }
    }

    /** One bad peer must not keep the others out, and none of them may stay half in. */
    private void admitOneByOne(List<Peer> chunk, HostNetworkException batchFailure) {
        peers.takeOut(chunk.stream().map(Peer::publicKey).toList(), batchFailure);
        int failures = 0;
        for (Peer peer : chunk) {
            if (failures >= MOST_SINGLE_FAILURES) {
                failed.put(peer.publicKey(), batchFailure);
                continue;
            }
            try {
                peers.admit(peer);
                admitted.add(peer.publicKey());
            } catch (HostNetworkException refused) {
                failed.put(peer.publicKey(), refused);
                failures++;
            }
        }
    }

    private static <T> List<List<T>> chunks(List<T> all) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        return chunks;
    }
}
