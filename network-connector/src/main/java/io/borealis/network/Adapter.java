package io.borealis.network;

import io.borealis.protocol.access.PortRule;
import java.util.Optional;
import java.util.Set;

/**
 * An agent's adapter: installed and down, or up with exactly one peer, the Engine. Thread-safe.
 */
public interface Adapter extends AutoCloseable {

    /**
     * Filters first, then address, peer, up; the first handshake starts at once.
     *
     * @throws HostNetworkException step and code, or that an address of the tunnel belongs to something else here; the
     *     adapter is down again and nothing of the tunnel stays
     * @throws IllegalStateException when a tunnel is up, for there is one at a time, or the adapter was closed
     */
    void raise(AgentTunnel tunnel) throws HostNetworkException;

    /**
     * Replaces what the Engine may reach here; flows no longer permitted are cut at once.
     *
     * @throws HostNetworkException step and code; the tunnel is dropped then (fail closed)
     * @throws IllegalStateException when no tunnel is up
     */
    void permit(Set<PortRule> ports) throws HostNetworkException;

    /** What the driver says about the Engine as peer; empty while down. */
    Optional<PeerStatistics> engine() throws HostNetworkException;

    /** Down, peer, address, then filters; the adapter stays installed. Idempotent. */
    void drop() throws HostNetworkException;

    /** Major and minor version of the running driver, like {@code 1.1}; {@code simulated} in memory. */
    String driverVersion();

    /** Drops the tunnel and removes the adapter. Idempotent. */
    @Override
    void close() throws HostNetworkException;
}
