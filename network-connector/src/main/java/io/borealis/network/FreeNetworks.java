package io.borealis.network;

import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Finds networks for tunnels that a host does not use. */
public final class FreeNetworks {

    private static final int OFFERED = 2;
    /** From the upper end of each block, where the fewest companies begin to count. */
    private static final List<TunnelNetwork> PRIVATE = Stream.of(
                    "10.0.0.0/8", "172.16.0.0/12", "100.64.0.0/10", "192.168.0.0/16")
            .map(TunnelNetwork::parse)
            .toList();

    private static final List<TunnelNetwork> LOOPBACK = List.of(TunnelNetwork.parse("127.0.0.0/8"));
    /** A block whose first so many networks are taken piece by piece is left alone. */
    private static final int MOST_LOOKED_AT = 4096;

    private FreeNetworks() {}

    /** Two networks of the same size and kind that nothing uses, of different blocks where there are some. */
    static List<TunnelNetwork> like(TunnelNetwork network, Collection<NetworkUse> used) {
        return find(network.isLoopback() ? LOOPBACK : PRIVATE, network.prefixLength(), used);
    }

    /** As {@link #like}, for a host that knows an address of the network alone: of the default's size. */
    static List<TunnelNetwork> around(TunnelAddress address, Collection<NetworkUse> used) {
        boolean loopback = address.toInetAddress().isLoopbackAddress();
        return find(loopback ? LOOPBACK : PRIVATE, TunnelNetwork.DEFAULT.prefixLength(), used);
    }

    private static List<TunnelNetwork> find(List<TunnelNetwork> blocks, int prefixLength, Collection<NetworkUse> used) {
        List<TunnelNetwork> firsts = new ArrayList<>();
        List<TunnelNetwork> more = new ArrayList<>();
        for (TunnelNetwork block : blocks) {
            List<TunnelNetwork> inBlock = find(block, prefixLength, used);
            inBlock.stream().limit(1).forEach(firsts::add);
            inBlock.stream().skip(1).forEach(more::add);
        }
        return Stream.concat(firsts.stream(), more.stream()).limit(OFFERED).toList();
    }

    private static List<TunnelNetwork> find(TunnelNetwork block, int prefixLength, Collection<NetworkUse> used) {
        if (prefixLength < block.prefixLength()) {
            return List.of();
        }
        int parts = 1 << (prefixLength - block.prefixLength());
        List<TunnelNetwork> free = new ArrayList<>();
        for (int part = parts - 1; part >= Math.max(0, parts - MOST_LOOKED_AT) && free.size() < OFFERED; part--) {
            TunnelNetwork candidate = new TunnelNetwork(
                    new TunnelAddress(block.base().value() + (part << (32 - prefixLength))), prefixLength);
            if (used.stream().noneMatch(use -> use.overlaps(candidate))) {
                free.add(candidate);
            }
        }
        return free;
    }
}
