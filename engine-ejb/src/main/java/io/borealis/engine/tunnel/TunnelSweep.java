package io.borealis.engine.tunnel;

import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.engine.tunnel.host.Ending;
import io.borealis.engine.tunnel.host.HandshakeWatch;
import io.borealis.engine.tunnel.host.TunnelEnding;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.network.HostNetworkException;
import io.borealis.persistence.Database;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.time.Clock;
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
    private final Executor threads;
    private final Clock clock;

    TunnelSweep(
            Database database,
            TunnelHost host,
            DeviceTurns turns,
            TunnelEnding ending,
            AgentSwitchboard switchboard,
            TunnelUse use,
            Executor threads,
            Clock clock) {
        this.database = database;
        this.host = host;
        this.turns = turns;
        this.ending = ending;
        this.switchboard = switchboard;
        this.use = use;
        this.threads = threads;
        this.clock = clock;
    }

    /** Before anybody is served: ends what the Engine's stop left half made, and what idled away meanwhile. */
    void endWhatCannotLiveOn() {
        for (Tunnel tunnel : database.read(work -> work.tunnels().live())) {
            if (tunnel.status() == TunnelStatus.PENDING) {
                end(tunnel, EndReason.ENGINE_STOP, "the Engine stopped before the tunnel was up");
            } else if (isIdle(tunnel)) {
                end(tunnel, EndReason.IDLE_TIMEOUT, "the idle time passed while the Engine was down");
            }
        }
    }

    private void end(Tunnel tunnel, EndReason reason, String detail) {
        turns.run(tunnel.device(), () -> ending.end(tunnel.id(), Ending.of(tunnel.id(), reason, detail)));
    }

    /** Every second: cheap, for it asks only for tunnels whose time may have come. */
    void sweep() {
        Map<TunnelId, Instant> used = use.unwritten();
        Instant now = clock.instant();
        record Due(List<Tunnel> unused, List<Tunnel> pending) {}
        Due due = database.write(work -> {
            used.forEach(work.tunnels()::used);
            work.afterCommit(() -> use.written(used));
            return new Due(
                    work.tunnels().liveUnusedSince(now.minus(use.idle())),
                    work.tunnels().pending());
        });
        due.unused()
                .forEach(tunnel -> endWhen(
                        tunnel,
                        this::isIdle,
                        EndReason.IDLE_TIMEOUT,
                        "no operator activity for " + use.idle().toSeconds() + " s"));
        due.pending().stream()
                .filter(this::isLate)
                .forEach(tunnel -> endWhen(tunnel, this::isLate, EndReason.HANDSHAKE_TIMEOUT, whatIsMissing(tunnel)));
    }

    private boolean isIdle(Tunnel tunnel) {
        return !use.idleDeadline(tunnel).isAfter(clock.instant());
    }

    private boolean isLate(Tunnel tunnel) {
        Instant latest = tunnel.admittedAt()
                .map(admitted -> admitted.plus(HandshakeWatch.PATIENCE))
                .orElse(tunnel.openedAt().plus(ANSWER_TIME));
        return tunnel.status() == TunnelStatus.PENDING && !latest.isAfter(clock.instant());
    }

    private static String whatIsMissing(Tunnel tunnel) {
        return tunnel.admittedAt().isPresent()
                ? "no handshake within " + HandshakeWatch.PATIENCE.toSeconds()
                        + " s of admitting the peer; check that UDP reaches " + tunnel.endpoint()
                : "the agent did not answer within " + ANSWER_TIME.toSeconds() + " s";
    }

    /** Now and then: reads the driver. */
    void sweepGone() {
        Map<WireGuardKey, Optional<Instant>> handshakes;
        try {
            handshakes = host.handshakes();
        } catch (HostNetworkException unreadable) {
            return;
        }
        Predicate<Tunnel> gone = tunnel -> isGone(tunnel, handshakes);
        database.read(work -> work.tunnels().live()).stream()
                .filter(gone)
                .forEach(tunnel -> endWhen(
                        tunnel,
                        gone,
                        EndReason.AGENT_DISCONNECT,
                        "no channel and no handshake for " + GONE_AFTER.toSeconds() + " s"));
    }

    private boolean isGone(Tunnel tunnel, Map<WireGuardKey, Optional<Instant>> handshakes) {
        if (tunnel.status() == TunnelStatus.PENDING || switchboard.isConnected(tunnel.device())) {
            return false;
        }
        Instant lastSign = tunnel.agentPublicKey()
                .flatMap(key -> handshakes.getOrDefault(key, Optional.empty()))
                .or(tunnel::lastHandshakeAt)
                .orElse(tunnel.openedAt());
        return lastSign.plus(GONE_AFTER).isBefore(clock.instant());
    }

    // Each in its device's turn on a thread of its own: one slow device must not keep the others alive
    private void endWhen(Tunnel due, Predicate<Tunnel> still, EndReason reason, String detail) {
        threads.execute(() -> turns.run(due.device(), () -> {
            Optional<Tunnel> now = database.read(work -> work.tunnels().findLive(due.id()));
            if (now.filter(still).isPresent()) {
                ending.end(due.id(), Ending.of(due.id(), reason, detail));
            }
        }));
    }
}
