package io.borealis.engine.tunnel;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Reach;
import io.borealis.engine.access.ReachChange;
import io.borealis.engine.access.Rights;
import io.borealis.engine.access.RightsListener;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.engine.tunnel.host.Ending;
import io.borealis.engine.tunnel.host.TunnelEnding;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.persistence.access.SignIn;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Takes from a session that ended its shares of tunnels, and from one that does not reach a device any more, or whose last
 * page there was closed, its share of that tunnel; where it was the last one the tunnel ends at once. What was missed, because the Engine or its database went
 * away meanwhile, the start and the pulse find. Thread-safe.
 */
final class SessionLeases implements RightsListener {
    private static final String PAGE_CLOSED = "the page was closed";

    private final Database database;
    private final DeviceTurns turns;
    private final TunnelEnding ending;
    private final OperatorSessions sessions;
    private final Rights rights;
    private final ActivityLog activity;
    private final Executor threads;
    private final Clock clock;

    SessionLeases(
            Database database,
            DeviceTurns turns,
            TunnelEnding ending,
            OperatorSessions sessions,
            Rights rights,
            ActivityLog activity,
            Executor threads,
            Clock clock) {
        this.database = database;
        this.turns = turns;
        this.ending = ending;
        this.sessions = sessions;
        this.rights = rights;
        this.activity = activity;
        this.threads = threads;
        this.clock = clock;
    }

    /** @param lost why its device is out of reach; empty when the session itself is over */
    private record Share(DeviceId device, TunnelId tunnel, String sessionId, Optional<ReachChange> lost) {}

    /** Why a share is over, for people and for the tunnel's row. */
    private record Cause(EndReason reason, String detail, OperatorSession operator) {}

    @Override
    public void sessionEnded(String sessionId, SessionEnd reason) {
        threads.execute(() -> endAll(sessionId));
    }

    @Override
    public void leaseEnded(TunnelId tunnel, String sessionId) {
        // The lease itself is what ended
    }

    @Override
    public void reachChanged(ReachChange why) {
        // Read anew after the commit: who connected meanwhile is among them
        threads.execute(() -> endEach(lost(why)));
    }

    /** For who shared a tunnel just now: his right may have ended after it was asked for. */
    void endIfRightEnded(String sessionId) {
        threads.execute(() -> {
            if (sessions.isLive(sessionId)) {
                endEach(found(work -> work.tunnels().leasesOf(sessionId)));
            } else {
                endAll(sessionId);
            }
        });
    }

    private void endAll(String sessionId) {
        endEach(shares(database.read(work -> work.tunnels().leasesOf(sessionId)), Optional.empty()));
    }

    // Each in its device's turn on a thread of its own: one slow device must not keep the others alive
    private void endEach(List<Share> shares) {
        shares.forEach(share -> threads.execute(() -> end(share)));
    }

    /** Every share whose session ended, is not known at all, or does not reach the device. Returns when they are gone. */
    void endThoseWithoutRight() {
        shares(database.read(work -> work.tunnels().leasesWithoutSession()), Optional.empty())
                .forEach(this::end);
        found(work -> work.tunnels().leasesOnCondition()).forEach(this::end);
    }

    private List<Share> lost(ReachChange why) {
        return shares(database.read(work -> Reach.lost(work, work.tunnels().leasesOnCondition())), Optional.of(why));
    }

    // Nobody told why: the rows do where access for a time ended, and else it was the account's scope
    private List<Share> found(Function<UnitOfWork, List<Lease>> among) {
        return database.read(work -> Reach.lost(work, among.apply(work)).stream()
                .flatMap(lease -> work.tunnels().findLive(lease.tunnel()).stream()
                        .map(tunnel -> new Share(
                                tunnel.device(),
                                tunnel.id(),
                                lease.sessionId(),
                                Optional.of(why(work, lease, tunnel)))))
                .toList());
    }

    private static ReachChange why(UnitOfWork work, Lease lease, Tunnel tunnel) {
        return work.requests()
                .endedSince(lease.username(), tunnel.device(), lease.joinedAt())
                .map(request -> ReachChange.of(request.status()))
                .orElse(ReachChange.SCOPE_CHANGED);
    }

    private List<Share> shares(List<Lease> leases, Optional<ReachChange> lost) {
        return leases.isEmpty()
                ? List.of()
                : database.read(work -> leases.stream()
                        .flatMap(lease -> work.tunnels().findLive(lease.tunnel()).stream()
                                .map(tunnel -> new Share(tunnel.device(), tunnel.id(), lease.sessionId(), lost)))
                        .toList());
    }

    private void end(Share share) {
        turns.run(share.device(), () -> endIfLast(share.tunnel(), database.decide(work -> leave(work, share))));
    }

    /** See {@link Tunnels#leaveWithPage}. */
    void leaveWithPage(DeviceId device, String sessionId, BooleanSupplier away) {
        threads.execute(() -> turns.run(device, () -> {
            Optional<Tunnel> live = database.read(work -> work.tunnels().findLive(device));
            if (live.isPresent() && live.get().hold().isEmpty() && away.getAsBoolean()) {
                TunnelId tunnel = live.get().id();
                endIfLast(tunnel, database.decide(work -> work.tunnels()
                        .lease(tunnel, sessionId)
                        .flatMap(lease -> give(work, device, lease, closed(work, lease)))));
            }
        }));
    }

    private static Cause closed(UnitOfWork work, Lease lease) {
        return new Cause(
                EndReason.OPERATOR_DISCONNECT,
                PAGE_CLOSED,
                operatorOf(lease, work.signIns().find(lease.sessionId())));
    }

    private void endIfLast(TunnelId tunnel, Optional<Cause> last) {
        last.ifPresent(cause -> ending.end(
                tunnel, Ending.revoked(cause.operator(), tunnel, cause.reason(), Optional.of(cause.detail()))));
    }

    /** Ends the share among others; when there are none, tells why the whole tunnel is to end. */
    private Optional<Cause> leave(UnitOfWork work, Share share) {
        Optional<Tunnel> live = work.tunnels().findLive(share.tunnel());
        Optional<Lease> lease = work.tunnels().lease(share.tunnel(), share.sessionId());
        if (live.isEmpty() || lease.isEmpty()) {
            return Optional.empty();
        }
        if (share.lost().isPresent()
                && Reach.ofAccount(work, lease.get().username()).allowsShareOf(live.get())) {
            // Within reach again
            return Optional.empty();
        }
        return give(work, share.device(), lease.get(), causeOf(work, lease.get(), share.lost()));
    }

    private Optional<Cause> give(UnitOfWork work, DeviceId device, Lease lease, Cause cause) {
        if (work.tunnels().leases(lease.tunnel()).size() == 1) {
            return Optional.of(cause);
        }
        lease.leave(clock.instant());
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.TUNNEL_LEFT)
                        .on(device)
                        .in(lease.tunnel())
                        .by(cause.operator().username(), cause.operator().remoteAddress())
                        .because(cause.detail()));
        rights.leaseEnded(work, lease.tunnel(), lease.sessionId());
        return Optional.empty();
    }

    private static Cause causeOf(UnitOfWork work, Lease lease, Optional<ReachChange> lost) {
        Optional<SignIn> session = work.signIns().find(lease.sessionId());
        Optional<SessionEnd> end = session.flatMap(SignIn::endReason);
        boolean ownWill = lost.isEmpty()
                && end.filter(reason -> reason == SessionEnd.SIGNED_OUT || reason == SessionEnd.ENDED_BY_OPERATOR)
                        .isPresent();
        return new Cause(
                ownWill ? EndReason.OPERATOR_DISCONNECT : EndReason.REVOKED,
                lost.map(ReachChange::wireName)
                        .orElseGet(() -> "the operator session ended: "
                                + end.map(SessionEnd::wireName).orElse("unknown")),
                operatorOf(lease, session));
    }

    private static OperatorSession operatorOf(Lease lease, Optional<SignIn> session) {
        return new OperatorSession(
                lease.sessionId(),
                lease.username(),
                Set.of(),
                session.map(SignIn::remoteAddress).orElse(""));
    }
}
