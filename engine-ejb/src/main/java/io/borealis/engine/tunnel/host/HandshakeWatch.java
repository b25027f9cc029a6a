package io.borealis.engine.tunnel.host;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.network.HostNetworkException;
import io.borealis.network.PeerStatistics;
import io.borealis.persistence.Database;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes a tunnel {@code up} when the driver saw a handshake, and for no other reason. After an admission it looks often,
 * then less often; an agent's hint or the adapter's event makes it look at once. Thread-safe.
 */
public final class HandshakeWatch implements TunnelListener {
    /** How long an admitted peer may take to its first handshake. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long FIRST_LOOK_MILLIS = 10;
    private static final long SELDOM_MILLIS = 400;

    private final Database database;
    private final TunnelHost host;
    private final DeviceTurns turns;
    private final ActivityLog activity;
    private final ScheduledExecutorService scheduler;
    private final Clock clock;
    private final Ticker ticker;
    private final Map<TunnelId, Duration> expectedSince = new ConcurrentHashMap<>();
    private final List<TunnelListener> listeners = new CopyOnWriteArrayList<>();

    public HandshakeWatch(
            Database database,
            TunnelHost host,
            DeviceTurns turns,
            ActivityLog activity,
            ScheduledExecutorService scheduler,
            Clock clock,
            Ticker ticker) {
        this.database = database;
        this.host = host;
        this.turns = turns;
        this.activity = activity;
        this.scheduler = scheduler;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** From now on the listener is told of every tunnel that is up. */
    public void tell(TunnelListener listener) {
        listeners.add(listener);
    }

    /** A peer was admitted: look until its first handshake, or until it is too late. */
    public void expect(DeviceId device, TunnelId tunnel, WireGuardKey key) {
        Duration now = ticker.elapsed();
        expectedSince.put(tunnel, now);
        schedule(device, tunnel, key, FIRST_LOOK_MILLIS, now.plus(PATIENCE));
    }

    /** How long a handshake has been awaited since the peer's last admission; empty when none ever was. */
    public Optional<Duration> expectedFor(TunnelId tunnel) {
        return Optional.ofNullable(expectedSince.get(tunnel)).map(ticker::since);
    }

    @Override
    public void ended(TunnelId tunnel, EndReason reason) {
        expectedSince.remove(tunnel);
    }

    /**
     * The peer of a standing tunnel was admitted anew and knows nothing of the session that the agent still holds: the
     * agent would go on using it for minutes. It is told that it may shake hands, which it then does at once.
     */
    public void renew(Consumer<ToAgent> agent, Tunnel tunnel) {
        agent.accept(new ToAgent.PeerAdmitted(tunnel.id()));
        tunnel.agentPublicKey().ifPresent(key -> expect(tunnel.device(), tunnel.id(), key));
    }

    private void schedule(DeviceId device, TunnelId tunnel, WireGuardKey key, long millis, Duration until) {
        scheduler.schedule(
                () -> {
                    if (sees(key)) {
                        lookOrComeBack(device, tunnel, key, until);
                    } else if (ticker.elapsed().compareTo(until) < 0) {
                        schedule(device, tunnel, key, Math.min(SELDOM_MILLIS, millis + millis / 2), until);
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    // A handshake that was seen while the database is out is written down when it is back
    private void lookOrComeBack(DeviceId device, TunnelId tunnel, WireGuardKey key, Duration until) {
        try {
            look(device, tunnel);
        } catch (DatabaseUnavailableException out) {
            schedule(device, tunnel, key, SELDOM_MILLIS, until);
        }
    }

    private boolean sees(WireGuardKey key) {
        return handshake(key).isPresent();
    }

    // A driver that cannot be read shows no handshake; the listener's loss is told by the adapter itself
    private Optional<Instant> handshake(WireGuardKey key) {
        try {
            return host.peer(key).flatMap(PeerStatistics::lastHandshake).map(at -> at.truncatedTo(ChronoUnit.MICROS));
        } catch (HostNetworkException unreadable) {
            return Optional.empty();
        }
    }

    /** Looks at the driver now; true when the tunnel is up. */
    public boolean look(DeviceId device, TunnelId id) {
        Optional<Tunnel> before = waiting(device, id);
        if (before.isEmpty()) {
            return false;
        }
        Optional<Instant> seen = before.get().agentPublicKey().flatMap(this::handshake);
        return seen.isPresent() && turns.inTurn(device, () -> isUpNow(device, id, seen.get()));
    }

    private boolean isUpNow(DeviceId device, TunnelId id, Instant seen) {
        boolean up = database.decide(work -> work.tunnels()
                .findLive(id)
                .filter(tunnel -> isNews(tunnel, seen))
                .map(tunnel -> {
                    boolean first = tunnel.status() == TunnelStatus.PENDING;
                    tunnel.handshakeSeen(seen, clock.instant());
                    activity.write(
                            work,
                            ActivityEntry.of(ActivityEvent.TUNNEL_UP)
                                    .on(device)
                                    .in(id)
                                    .because(first ? "first handshake" : "handshake after silence"));
                    return true;
                })
                .orElse(false));
        if (up) {
            listeners.forEach(listener -> listener.up(id));
        }
        return up;
    }

    private Optional<Tunnel> waiting(DeviceId device, TunnelId id) {
        return database.read(work -> work.tunnels().findLive(id))
                .filter(tunnel -> tunnel.device().equals(device) && tunnel.status() != TunnelStatus.UP);
    }

    // Another one, not a later one: the driver tells the time of day, and somebody may have set the clock back
    private static boolean isNews(Tunnel tunnel, Instant seen) {
        return tunnel.status() != TunnelStatus.UP
                && tunnel.agentPublicKey().isPresent()
                && !tunnel.lastHandshakeAt().equals(Optional.of(seen));
    }
}
