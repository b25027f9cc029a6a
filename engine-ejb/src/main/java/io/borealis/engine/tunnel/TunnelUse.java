package io.borealis.engine.tunnel;

import io.borealis.engine.tunnel.host.TunnelListener;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When operators last did something in which tunnel. Every keystroke comes here, so it is kept in memory and written to
 * the database by the sweep. Thread-safe.
 */
public final class TunnelUse implements TunnelListener {
    private final Map<TunnelId, Instant> unwritten = new ConcurrentHashMap<>();
    private final Duration idle;
    private final Clock clock;

    TunnelUse(Duration idle, Clock clock) {
        this.idle = idle;
        this.clock = clock;
    }

    /** An operator did something. */
    public void touch(TunnelId tunnel) {
        unwritten.put(tunnel, clock.instant());
    }

    /** When the tunnel ends unless an operator does something before. */
    Instant idleDeadline(Tunnel tunnel) {
        Instant written = tunnel.lastActivityAt();
        Instant heard = unwritten.getOrDefault(tunnel.id(), written);
        return (heard.isAfter(written) ? heard : written).plus(idle);
    }

    Duration idle() {
        return idle;
    }

    /** What the database does not know yet. */
    Map<TunnelId, Instant> unwritten() {
        return Map.copyOf(unwritten);
    }

    /** The database knows these now; what was heard meanwhile stays. */
    void written(Map<TunnelId, Instant> known) {
        known.forEach(unwritten::remove);
    }

    @Override
    public void ended(TunnelId tunnel, EndReason reason) {
        unwritten.remove(tunnel);
    }
}
