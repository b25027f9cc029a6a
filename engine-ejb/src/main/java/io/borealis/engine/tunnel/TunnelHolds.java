package io.borealis.engine.tunnel;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Reach;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.tunnel.Hold;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Keeps tunnels open in which nobody does anything: deliberately, for a bounded time, and written down. Whoever shares
 * the tunnel may ask for it and may give it up. It ends with the tunnel and never later than it says. Thread-safe.
 */
public final class TunnelHolds {
    private final Database database;
    private final DeviceTurns turns;
    private final TunnelUse use;
    private final TunnelLimits limits;
    private final ActivityLog activity;
    private final Clock clock;

    TunnelHolds(
            Database database,
            DeviceTurns turns,
            TunnelUse use,
            TunnelLimits limits,
            ActivityLog activity,
            Clock clock) {
        this.database = database;
        this.turns = turns;
        this.use = use;
        this.limits = limits;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * Keeps the tunnel open for so long from now on, in place of what was left of an earlier hold.
     *
     * @param length whole seconds, positive
     */
    public HoldResult hold(OperatorSession operator, TunnelId id, Duration length) {
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("a hold lasts longer than " + length);
        }
        if (length.compareTo(limits.longestHold()) > 0) {
            return new HoldResult.TooLong(limits.longestHold());
        }
        return inTurn(
                id,
                () -> database.decide(work -> shared(work, operator, id, (tunnel, live) -> {
                    Duration before = live.heldFor();
                    if (before.plus(length).compareTo(limits.longestHold()) > 0) {
                        return new HoldResult.LimitReached(left(before), limits.longestHold());
                    }
                    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                    Instant until = now.plus(length);
                    tunnel.hold(new Hold(operator.username(), now.minus(before).truncatedTo(ChronoUnit.MICROS), until));
                    work.afterCommit(() -> live.hold(length));
                    write(work, operator, tunnel, ActivityEvent.TUNNEL_HELD, length.toSeconds() + " s, until " + until);
                    return new HoldResult.Held(id, until);
                })));
    }

    private Duration left(Duration before) {
        Duration left = limits.longestHold().minus(before);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Gives up what is left of the hold. */
    public HoldResult release(OperatorSession operator, TunnelId id) {
        HoldResult result = inTurn(
                id,
                () -> database.decide(work -> shared(work, operator, id, (tunnel, live) -> {
                    Optional<Hold> hold = tunnel.hold();
                    if (hold.isEmpty()) {
                        return new HoldResult.NotHeld(id);
                    }
                    tunnel.releaseHold();
                    work.afterCommit(live::releaseHold);
                    write(
                            work,
                            operator,
                            tunnel,
                            ActivityEvent.TUNNEL_HOLD_RELEASED,
                            "held by " + hold.get().by());
                    return new HoldResult.Released(id, clock.instant());
                })));
        // Told only now: the release itself was operator activity
        return result instanceof HoldResult.Released
                ? use.find(id)
                        .<HoldResult>map(live -> new HoldResult.Released(id, live.idleDeadline()))
                        .orElse(new HoldResult.NoTunnel(id))
                : result;
    }

    /** Writes down that a hold came to its limit. */
    void over(LiveUse live) {
        turns.run(
                live.device(),
                () -> database.decide(work -> {
                    work.tunnels()
                            .findLive(live.tunnel())
                            .filter(row -> row.hold().isPresent())
                            .ifPresent(row -> {
                                activity.write(
                                        work,
                                        ActivityEntry.of(ActivityEvent.TUNNEL_HOLD_ENDED)
                                                .on(row.device())
                                                .in(row.id())
                                                .because("held by "
                                                        + row.hold()
                                                                .orElseThrow()
                                                                .by() + " to its limit"));
                                row.releaseHold();
                            });
                    return Boolean.TRUE;
                }));
    }

    private HoldResult inTurn(TunnelId id, Supplier<HoldResult> decision) {
        Optional<DeviceId> device = use.find(id).map(LiveUse::device);
        return device.isEmpty() ? new HoldResult.NoTunnel(id) : turns.inTurn(device.get(), decision);
    }

    private HoldResult shared(
            UnitOfWork work, OperatorSession operator, TunnelId id, BiFunction<Tunnel, LiveUse, HoldResult> decision) {
        Optional<Tunnel> tunnel = Reach.of(work, operator).liveTunnel(id);
        Optional<LiveUse> live = use.find(id);
        if (tunnel.isEmpty() || live.isEmpty()) {
            return new HoldResult.NoTunnel(id);
        }
        if (work.tunnels().lease(id, operator.sessionId()).isEmpty()) {
            return new HoldResult.NotYours(id);
        }
        return decision.apply(tunnel.get(), live.get());
    }

    private void write(UnitOfWork work, OperatorSession operator, Tunnel tunnel, ActivityEvent event, String detail) {
        activity.write(
                work,
                ActivityEntry.of(event)
                        .on(tunnel.device())
                        .in(tunnel.id())
                        .by(operator.username(), operator.remoteAddress())
                        .because(detail));
    }
}
