package io.borealis.engine.tunnel.host;

import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;

/** Who wants to know that a tunnel ended. Called in the device's turn, so it must not wait. */
public interface TunnelListener {
    void ended(TunnelId tunnel, EndReason reason);
}
