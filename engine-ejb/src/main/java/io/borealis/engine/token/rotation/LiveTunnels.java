package io.borealis.engine.token.rotation;

import io.borealis.network.HostNetworkException;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Instant;
import java.util.Optional;

/** What a change of a key asks of the tunnels and their listener. Thread-safe. */
public interface LiveTunnels {

    /** Ends the live tunnels that were opened before, each with these words; may be done twice. */
    void endOpenedBefore(Instant when, String why);

    /** The public half of the listener's key; empty while the listener never stood. */
    Optional<WireGuardKey> listenerKey();

    /**
     * Gives the listener a new key; every peer is gone then.
     *
     * @throws HostNetworkException when the key was not changed
     */
    WireGuardKey changeListenerKey() throws HostNetworkException;
}
