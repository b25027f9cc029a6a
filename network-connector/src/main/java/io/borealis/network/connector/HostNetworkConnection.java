package io.borealis.network.connector;

import io.borealis.network.HostNetworkException;
import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.network.Reconciliation;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A borrowed handle on the Engine's listener. Closing gives the handle back and leaves every tunnel standing; a closed
 * handle refuses all calls with {@link IllegalStateException}. The calls are those of
 * {@link io.borealis.network.Listener} with the same guarantees. While the listener is lost they throw
 * {@link HostNetworkException} with the step that failed; it is then being opened again in the background. One thread
 * at a time.
 */
public interface HostNetworkConnection extends AutoCloseable {

    /** See {@link io.borealis.network.Listener#admit}. */
    void admit(Peer peer) throws HostNetworkException;

    /** See {@link io.borealis.network.Listener#evict}. */
    void evict(WireGuardKey publicKey) throws HostNetworkException;

    /** See {@link io.borealis.network.Listener#permit}. */
    void permit(WireGuardKey publicKey, Set<PortRule> ports) throws HostNetworkException;

    /** See {@link io.borealis.network.Listener#reconcile}. */
    Reconciliation reconcile(Collection<Peer> desired) throws HostNetworkException;

    /** What the driver says about every peer now. */
    List<PeerStatistics> peers() throws HostNetworkException;

    /** What the driver says about one peer now; empty when it is not admitted. */
    Optional<PeerStatistics> peer(WireGuardKey publicKey) throws HostNetworkException;

    /** The public half of the listener's key; the same until {@link #changeKey}. */
    WireGuardKey publicKey();

    /**
     * Gives the listener a new key: the key file is replaced in one step, then the listener is closed with all peers and
     * opened with the new key. Where that fails it is tried again in the background, as after a loss. Calls of others fail
     * meanwhile.
     *
     * @return the new public half
     * @throws HostNetworkException when the key file was not replaced; the listener stands as before then
     */
    WireGuardKey changeKey() throws HostNetworkException;

    /** Major and minor version of the driver that runs or ran last; {@code simulated} in memory. */
    String driverVersion();

    /** Whether adapter, address, filters and port stand as they should. */
    boolean isHealthy();

    /** Why no listener stands now, with the cure where one is known; empty while one does. Makes no native call. */
    Optional<String> outage();

    /** Whether packets are real; everything shown about a network that moves none says "simulated". */
    boolean movesPackets();

    int listenPort();

    TunnelNetwork network();

    int mtu();

    /** Gives the handle back. Idempotent. */
    @Override
    void close();
}
