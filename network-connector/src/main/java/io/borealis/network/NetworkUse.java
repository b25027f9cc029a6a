package io.borealis.network;

import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;

/**
 * A part of IPv4 that this host uses for something else than tunnels. Immutable.
 *
 * @param base first address of the part
 * @param prefixLength 0 to 32
 */
public record NetworkUse(Kind kind, TunnelAddress base, int prefixLength) {

    /** What uses it, in the words that an administrator reads. */
    public enum Kind {
        INTERFACE("address range"),
        ROUTE("route"),
        GATEWAY("gateway"),
        NAME_SERVER("name server");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Below this length a route says "the rest of the world", whole or in halves, and names nobody's network. */
    private static final int SHORTEST_THAT_COUNTS = 2;

    public NetworkUse {
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("a prefix length is 0 to 32, not " + prefixLength);
        }
        base = new TunnelAddress(base.value() & mask(prefixLength));
    }

    public static NetworkUse of(Kind kind, TunnelAddress address) {
        return new NetworkUse(kind, address, 32);
    }

    public static NetworkUse of(Kind kind, TunnelNetwork network) {
        return new NetworkUse(kind, network.base(), network.prefixLength());
    }

    /** Whether one of the two lies inside the other; a default route overlaps nothing. */
    public boolean overlaps(TunnelNetwork network) {
        return overlaps(network.base(), network.prefixLength());
    }

    /** Whether the address lies in it; none lies in a default route. */
    public boolean overlaps(TunnelAddress address) {
        return overlaps(address, 32);
    }

    private boolean overlaps(TunnelAddress other, int otherLength) {
        int common = mask(Math.min(prefixLength, otherLength));
        return prefixLength >= SHORTEST_THAT_COUNTS && (base.value() & common) == (other.value() & common);
    }

    private static int mask(int prefixLength) {
        // a shift by 32 is one by 0
        return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
    }

    @Override
    public String toString() {
        return kind.words + " " + base + (prefixLength == 32 ? "" : "/" + prefixLength);
    }
}
