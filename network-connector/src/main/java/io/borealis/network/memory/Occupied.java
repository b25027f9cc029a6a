package io.borealis.network.memory;

import io.borealis.network.AgentTunnel;
import io.borealis.network.HostNetworkException;
import io.borealis.network.NetworkOverlap;
import io.borealis.network.NetworkUse;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the simulated host uses besides tunnels: what it is told, for its tunnels lie in 127/8, which every real host
 * has to itself. Thread-safe.
 */
final class Occupied {

    private static final String INTERFACE = "simulated";

    private final List<NetworkUse> uses = new CopyOnWriteArrayList<>();

    void add(NetworkUse use) {
        uses.add(use);
    }

    void clear() {
        uses.clear();
    }

    Optional<NetworkOverlap> overlap(TunnelNetwork network) {
        return uses.stream()
                .filter(use -> use.overlaps(network))
                .findFirst()
                .map(use -> NetworkOverlap.onEngine(network, use, INTERFACE, uses));
    }

    void requireFree(TunnelNetwork network) throws HostNetworkException {
        Optional<NetworkOverlap> overlap = overlap(network);
        if (overlap.isPresent()) {
            throw overlap.get().toException();
        }
    }

    void requireFree(AgentTunnel tunnel) throws HostNetworkException {
        for (NetworkUse use : uses) {
            if (use.overlaps(tunnel.address()) || use.overlaps(tunnel.engineAddress())) {
                throw NetworkOverlap.onDevice(tunnel, use, INTERFACE, uses).toException();
            }
        }
    }
}
