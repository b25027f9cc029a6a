package io.borealis.engine.tunnel;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.engine.tunnel.host.Ending;
import io.borealis.engine.tunnel.host.HandshakeWatch;
import io.borealis.engine.tunnel.host.TunnelEnding;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.network.HostNetworkException;
import io.borealis.network.PeerStatistics;
import io.borealis.persistence.Database;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Ends what nobody uses, what never came up, and what belongs to an agent that vanished. Thread-safe. */
final class TunnelSweep {
    /** How long an agent may take to answer a request to raise a tunnel. */
    static final Duration ANSWER_TIME = Duration.ofSeconds(15);

    /** Without channel and without handshake for so long, an agent is gone for good. */
    static final Duration GONE_AFTER = Duration.ofSeconds(180);

    private final Database database;
    private final TunnelHost host;
    private final DeviceTurns turns;
    private final TunnelEnding ending;
    private final AgentSwitchboard switchboard;
    private final TunnelUse use;
    private final HandshakeWatch watch;
    private final TunnelHolds holds;
    private final ActivityLog activity;
    private final Executor threads;

    TunnelSweep(
            Database database,
            TunnelHost host,
            DeviceTurns turns,
            TunnelEnding ending,
            AgentSwitchboard switchboard,
            TunnelUse use,
            HandshakeWatch watch,
            TunnelHolds holds,
            ActivityLog activity,
            Executor threads) {
        this.database = database;
        this.host = host;
        this.turns = turns;
        this.ending = ending;
        this.switchboard = switchboard;
        this.use = use;
        this.watch = watch;
        this.holds = holds;
        this.activity = activity;
        this.threads = threads;
    }

    /** Before anybody is served: ends what the Engine's stop left half made, and what idled away meanwhile. */
    void endWhatCannotLiveOn() {
        List<Tunnel> live = database.read(work -> work.tunnels().live());
        use.keepOnly(live);
        for (Tunnel tunnel : live) {
            LiveUse life = use.begins(tunnel);
            if (tunnel.status() == TunnelStatus.PENDING) {
                end(tunnel, EndReason.ENGINE_STOP, "the Engine stopped before the tunnel was up");
            } else if (life.isPastItsLife()) {
                end(tunnel, EndReason.LIFE_LIMIT, "it lived as long as a tunnel may while the Engine was down");
            } else if (life.isIdle()) {
                end(tunnel, EndReason.IDLE_TIMEOUT, "the idle time passed while the Engine was down");
            }
        }
    }

    private void end(Tunnel tunnel, EndReason reason, String detail) {
        turns.run(tunnel.device(), () -> ending.end(tunnel.id(), Ending.of(tunnel.id(), reason, detail)));
    }

    /** Every second: cheap, for the rows are asked only for tunnels that wait for their first handshake. */
    void sweep() {
        Map<TunnelId, Instant> used = use.unwritten();
        List<Tunnel> pending = database.write(work -> {
            used.forEach(work.tunnels()::used);
            work.afterCommit(() -> use.written(used));
            return work.tunnels().pending();
        });
        use.all().forEach(this::sweep);
        pending.stream().filter(this::isLate).forEach(this::endLate);
    }

    private void sweep(LiveUse life) {
        if (life.isPastItsLife()) {
            endWhen(life, row -> life.isPastItsLife(), EndReason.LIFE_LIMIT, "it lived as long as a tunnel may");
            return;
        }
        if (life.isIdle()) {
            String detail = "no operator activity for " + life.idle().toSeconds() + " s";
            endWhen(life, row -> life.isIdle(), EndReason.IDLE_TIMEOUT, detail);
            return;
        }
        if (life.dropHoldThatIsOver()) {
            holds.over(life);
        }
        if (life.mustBeWarned()) {
            warn(life);
        }
    }

    private void warn(LiveUse life) {
        Instant idle = life.idleDeadline();
        Instant end = life.lifeDeadline().filter(idle::isAfter).orElse(idle);
        database.run(work -> work.tunnels()
                .findLive(life.tunnel())
                .ifPresent(row -> activity.write(
                        work,
                        ActivityEntry.of(ActivityEvent.TUNNEL_IDLE_WARNING)
                                .on(row.device())
                                .in(row.id())
                                .because("it ends at " + end))));
        life.warned();
    }

    private void endLate(Tunnel tunnel) {
        endWhen(use.of(tunnel), this::isLate, EndReason.HANDSHAKE_TIMEOUT, whatIsMissing(tunnel));
    }

    private boolean isLate(Tunnel tunnel) {
        if (tunnel.status() != TunnelStatus.PENDING) {
            return false;
        }
        Optional<Duration> expected = tunnel.admittedAt().flatMap(at -> watch.expectedFor(tunnel.id()));
        return expected.map(time -> time.compareTo(HandshakeWatch.PATIENCE) >= 0)
                .orElseGet(() -> use.of(tunnel).sinceOpened().compareTo(ANSWER_TIME) >= 0);
    }

    private static String whatIsMissing(Tunnel tunnel) {
        return tunnel.admittedAt().isPresent()
                ? "no handshake within " + HandshakeWatch.PATIENCE.toSeconds()
                        + " s of admitting the peer; check that UDP reaches " + tunnel.endpoint()
                : "the agent did not answer within " + ANSWER_TIME.toSeconds() + " s";
    }

    /** Now and then: reads the driver. */
    void sweepGone() {
        List<Tunnel> live = database.read(work -> work.tunnels().live());
        Map<WireGuardKey, PeerStatistics> peers;
        try {
            peers = host.peers();
        } catch (HostNetworkException unreadable) {
            return;
        }
        Predicate<Tunnel> gone = tunnel -> isGone(tunnel, peers);
        live.stream()
                .filter(gone)
                .forEach(tunnel -> endWhen(
                        use.of(tunnel),
                        gone,
                        EndReason.AGENT_DISCONNECT,
                        "no channel and no handshake for " + GONE_AFTER.toSeconds() + " s"));
    }

    private boolean isGone(Tunnel tunnel, Map<WireGuardKey, PeerStatistics> peers) {
        Optional<Instant> handshake = tunnel.agentPublicKey()
                .map(peers::get)
                .flatMap(PeerStatistics::lastHandshake)
                .or(tunnel::lastHandshakeAt);
        Duration silent = use.of(tunnel).sinceSign(switchboard.isConnected(tunnel.device()), handshake);
        return tunnel.status() != TunnelStatus.PENDING && silent.compareTo(GONE_AFTER) > 0;
    }

    // Each in its device's turn on a thread of its own: one slow device must not keep the others alive
    private void endWhen(LiveUse due, Predicate<Tunnel> still, EndReason reason, String detail) {
        threads.execute(() -> turns.run(due.device(), () -> {
            Optional<Tunnel> now = database.read(work -> work.tunnels().findLive(due.tunnel()));
            if (now.isEmpty()) {
                use.ended(due.tunnel(), reason);
            } else if (still.test(now.get())) {
                ending.end(due.tunnel(), Ending.of(due.tunnel(), reason, detail));
            }
        }));
    }
}
