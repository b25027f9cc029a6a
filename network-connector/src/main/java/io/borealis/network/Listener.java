package io.borealis.network;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The Engine's end of all tunnels: one adapter, one UDP port, one peer per device. Thread-safe. Every call that changes
 * something is idempotent, costs the same with 10 or 10,000 peers, and never disturbs another peer. A failed call
 * leaves its peer out. After {@link #close} the calls that change something throw {@link IllegalStateException}.
 */
public interface Listener extends AutoCloseable {

    /** The public half of the listener's key, which goes into every orchestration token. */
    WireGuardKey publicKey();

    /** Major and minor version of the running driver, like {@code 1.1}; {@code simulated} in memory. */
    String driverVersion();

    /**
     * Permits first, then the peer with its /32 as the only allowed IP. The same peer again replaces keys and permits.
     *
     * @throws HostNetworkException step and code; the peer and its permits are out then
     * @throws IllegalArgumentException when the address lies outside the network, is the Engine's, or belongs to another
     *     admitted peer; nothing changed then
     */
    void admit(Peer peer) throws HostNetworkException;

    /** Peer first, then its permits; live flows are cut. An unknown key is no error. */
    void evict(WireGuardKey publicKey) throws HostNetworkException;

    /**
     * Replaces the ports of an admitted peer; flows on ports no longer permitted are cut at once.
     *
     * @throws HostNetworkException step and code; the peer is evicted then (fail closed)
     * @throws IllegalArgumentException when no such peer is admitted
     */
    void permit(WireGuardKey publicKey, Set<PortRule> ports) throws HostNetworkException;

    /**
     * Makes the host equal to the desired peers in one batch: surplus out, missing in, unchanged ones untouched.
     *
     * @return what was changed; nothing when host and desire agreed
     * @throws IllegalArgumentException when two desired peers share an address or key, or an address is no device's;
     *     nothing changed then
     */
    Reconciliation reconcile(Collection<Peer> desired) throws HostNetworkException;

    /** What the driver says about every peer now. */
    List<PeerStatistics> peers() throws HostNetworkException;

    /** What the driver says about one peer now; empty when it is not admitted. */
    Optional<PeerStatistics> peer(WireGuardKey publicKey) throws HostNetworkException;

    /**
     * What of this host's own network overlaps the tunnels' by now. The listener goes on: its owner closes it.
     *
     * @throws HostNetworkException when the host's network cannot be read
     */
    Optional<NetworkOverlap> overlap() throws HostNetworkException;

    /** Whether adapter, address, filters and port still stand as {@code listen} made them. */
    boolean isHealthy();

    /** Takes everything down: peers, adapter, then filters. Idempotent. */
    @Override
    void close() throws HostNetworkException;
}
