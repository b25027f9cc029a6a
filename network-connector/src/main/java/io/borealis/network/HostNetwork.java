package io.borealis.network;

/**
 * The network control of this host. The Engine listens, an agent installs an adapter; one process does one of both.
 * Implementations are thread-safe. Closing takes down whatever was opened through it.
 */
public interface HostNetwork extends AutoCloseable {

    /**
     * Makes the Engine's adapter, shuts it by default-deny filters, then brings it up on its UDP port. Leftovers of an
     * earlier run of ours are adopted or cleaned, nobody else's touched.
     *
     * @throws HostNetworkException when a native step fails, a taken port among them, or when an address, route, gateway
     *     or name server of this host overlaps the tunnel network; nothing is left behind
     * @throws IllegalArgumentException when this kind of network cannot use the tunnel network
     * @throws IllegalStateException when a listener is open already, or the host was closed
     */
    Listener listen(ListenerSettings settings) throws HostNetworkException;

    /**
     * Makes the agent's adapter and leaves it installed and down.
     *
     * @throws HostNetworkException when a native step fails; nothing is left behind
     * @throws IllegalStateException when an adapter is installed through this host already, or the host was closed
     */
    Adapter install(AdapterSettings settings) throws HostNetworkException;

    /** Whether packets are real. False for the in-memory network: everything shown about it says "simulated". */
    boolean movesPackets();

    @Override
    void close() throws HostNetworkException;
}
