package io.borealis.engine.tunnel.host;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.network.HostNetworkException;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The one way in which a tunnel ends: peer and permits first, the row after, then the agent is told. The reason is
 * written once: whoever comes second ends nothing. Call it in the device's turn.
 */
public final class TunnelEnding {
    private final Database database;
    private final TunnelHost host;
    private final AgentSwitchboard switchboard;
    private final ActivityLog activity;
    private final Clock clock;
    private final List<TunnelListener> listeners = new CopyOnWriteArrayList<>();

    public TunnelEnding(
            Database database, TunnelHost host, AgentSwitchboard switchboard, ActivityLog activity, Clock clock) {
        this.database = database;
        this.host = host;
        this.switchboard = switchboard;
        this.activity = activity;
        this.clock = clock;
    }

    public void tell(TunnelListener listener) {
        listeners.add(listener);
    }

    /** False when there is no such live tunnel any more. */
    public boolean end(TunnelId id, Ending ending) {
        Optional<Tunnel> live = database.read(work -> work.tunnels().findLive(id));
        if (live.isEmpty()) {
            return false;
        }
        live.get().agentPublicKey().ifPresent(key -> evict(live.get(), key));
        boolean ended = database.decide(work -> work.tunnels()
                .findLive(id)
                .map(tunnel -> {
                    write(work, tunnel, ending);
                    return true;
                })
                .orElse(false));
        if (ended) {
            ending.farewell().ifPresent(message -> switchboard.tell(live.get().device(), message));
            listeners.forEach(listener -> listener.ended(id, ending.reason()));
        }
        return ended;
    }

    // A peer that would not go must not keep the row alive: ended, it is surplus, and the reconciler comes back for it
    private void evict(Tunnel tunnel, WireGuardKey key) {
        try {
            host.evict(key);
        } catch (HostNetworkException failed) {
            activity.write(ActivityEntry.of(ActivityEvent.PEER_NOT_EVICTED)
                    .on(tunnel.device())
                    .in(tunnel.id())
                    .because(String.valueOf(failed.getMessage())));
        }
    }

    private void write(UnitOfWork work, Tunnel tunnel, Ending ending) {
        tunnel.end(ending.reason(), ending.detail(), clock.instant());
        work.tunnels().endLeases(tunnel.id(), clock.instant());
        ActivityEntry entry =
                ActivityEntry.of(ActivityEvent.TUNNEL_ENDED).on(tunnel.device()).in(tunnel.id());
        if (ending.by().isPresent()) {
            OperatorSession operator = ending.by().get();
            entry = entry.by(operator.username(), operator.remoteAddress());
        }
        activity.write(
                work,
                entry.because(ending.reason().wireName()
                        + ending.detail().map(detail -> ": " + detail).orElse("")));
    }
}
