package io.borealis.network.windows;

/**
 * Which rule is asked first inside our sublayer: the one with the higher weight. Windows takes 0 to 15 and orders
 * filters of the same weight by how specific they are.
 */
enum RulePriority {
    /** The listen port belongs to the underlay; nobody reaches it from inside the tunnel. */
    NO_LISTEN_PORT_INSIDE_THE_TUNNEL(14),
    /** Talk of the host with itself. */
    LOOPBACK(13),
    /** WireGuard's own datagrams on the underlay. */
    LISTEN_PORT(12),
    /** What was granted. */
    GRANTED_PORTS(10),
    /** Everything else. */
    DEFAULT_DENY(0);

    private final int weight;

    RulePriority(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
