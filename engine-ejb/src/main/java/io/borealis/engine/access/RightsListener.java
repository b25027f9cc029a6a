package io.borealis.engine.access;

import io.borealis.persistence.access.SessionEnd;
import io.borealis.protocol.tunnel.TunnelId;

/**
 * Whoever gave something to an operator on the strength of a right, and takes it back when the right ends. Called right
 * after the commit that ended it, by the thread that decided: must take effect at once and must not wait.
 */
public interface RightsListener {
    /** The operator session does not share this tunnel any more; the tunnel itself may live on with others. */
    void leaseEnded(TunnelId tunnel, String sessionId);

    /** Some reach other devices than before; those who lost one were told by {@link #leaseEnded}. */
    default void reachChanged(ReachChange why) {}

    /** The operator session itself is over, wherever it was in use. */
    void sessionEnded(String sessionId, SessionEnd reason);
}
