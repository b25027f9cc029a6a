package io.borealis.engine.access;

import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where the end of a right is told to all that hangs on it. Whoever ends one says so here within the same unit of work:
 * what was decided and what it takes away are one step, and an end that is rolled back takes nothing. Thread-safe.
 */
public final class Rights {
    private final List<RightsListener> listeners = new CopyOnWriteArrayList<>();

    /** From now on the listener is told. */
    public void tell(RightsListener listener) {
        listeners.add(listener);
    }

    /** This work ends the session's share of the tunnel. */
    public void leaseEnded(UnitOfWork work, TunnelId tunnel, String sessionId) {
        work.afterCommit(() -> listeners.forEach(listener -> listener.leaseEnded(tunnel, sessionId)));
    }

    /**
     * This work changes who reaches what. Whoever lost a device by it is told as if his share of its tunnel had ended, in
     * the deciding thread; the shares themselves end in their devices' turns.
     */
    public void reachChanged(UnitOfWork work, ReachChange why) {
        Reach.lost(work, work.tunnels().leasesOnCondition())
                .forEach(lease -> leaseEnded(work, lease.tunnel(), lease.sessionId()));
        work.afterCommit(() -> listeners.forEach(listener -> listener.reachChanged(why)));
    }

    /** This work ends the operator session. */
    public void sessionEnded(UnitOfWork work, String sessionId, SessionEnd reason) {
        work.afterCommit(() -> listeners.forEach(listener -> listener.sessionEnded(sessionId, reason)));
    }
}
