package io.borealis.engine.tunnel;

import io.borealis.engine.tunnel.host.TunnelListener;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What operators do in live tunnels. Only what a person does counts: a keystroke, what the Engine forwards for him, his
 * presence, a call that says so. Every keystroke comes here, so it is kept in memory and written to the rows by the
 * sweep. Thread-safe.
 */
public final class TunnelUse implements TunnelListener {
    private final Map<TunnelId, LiveUse> live = new ConcurrentHashMap<>();
    private final TunnelLimits limits;
    private final Ticker ticker;
    private final Clock clock;

    TunnelUse(TunnelLimits limits, Ticker ticker, Clock clock) {
        this.limits = limits;
        this.ticker = ticker;
        this.clock = clock;
    }

    /** An operator did something; nothing happens when the tunnel ended. */
    public void touch(TunnelId tunnel) {
        find(tunnel).ifPresent(LiveUse::touch);
    }

    /** The tunnel lives from now on, or lived before this Engine started. */
    LiveUse begins(Tunnel row) {
        return live.computeIfAbsent(row.id(), id -> fresh(row));
    }

    Optional<LiveUse> find(TunnelId tunnel) {
        return Optional.ofNullable(live.get(tunnel));
    }

    /** Of a row that may not be committed yet. */
    LiveUse of(Tunnel row) {
        return find(row.id()).orElseGet(() -> fresh(row));
    }

    private LiveUse fresh(Tunnel row) {
        return new LiveUse(row, limits.longestLife(), ticker, clock);
    }

    List<LiveUse> all() {
        return List.copyOf(live.values());
    }

    /** Makes what is counted here the same as what lives. */
    void keepOnly(Collection<Tunnel> rows) {
        Map<TunnelId, Tunnel> known = new HashMap<>();
        rows.forEach(row -> known.put(row.id(), row));
        live.keySet().retainAll(known.keySet());
        rows.forEach(this::begins);
    }

    /** What the rows do not know yet. */
    Map<TunnelId, Instant> unwritten() {
        Map<TunnelId, Instant> news = new HashMap<>();
        live.forEach((id, use) -> use.unwritten().ifPresent(at -> news.put(id, at)));
        return news;
    }

    /** The rows know these now; what was done meanwhile stays. */
    void written(Map<TunnelId, Instant> known) {
        known.forEach((id, at) -> find(id).ifPresent(use -> use.written(at)));
    }

    @Override
    public void ended(TunnelId tunnel, EndReason reason) {
        live.remove(tunnel);
    }
}
