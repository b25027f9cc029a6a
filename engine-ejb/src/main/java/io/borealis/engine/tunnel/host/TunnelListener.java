package io.borealis.engine.tunnel.host;

import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;

/** Who wants to know what becomes of tunnels. Called in the device's turn, so it must not wait. */
public interface TunnelListener {
    /** A handshake was seen: the first one, or one after silence. */
    default void up(TunnelId tunnel) {}

    void ended(TunnelId tunnel, EndReason reason);
}
