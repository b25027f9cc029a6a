package io.borealis.engine.tunnel.host;

import io.borealis.engine.access.PortAccess;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.network.HostNetworkException;
import io.borealis.network.Peer;
import io.borealis.network.PeerStatistics;
import io.borealis.network.Reconciliation;
import io.borealis.persistence.Database;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the host equal to the rows: all at once at start, when nobody else decides anything, and device by device on
 * every pulse and after a lost listener. Thread-safe.
 */
public final class Reconciler {
    private static final Logger LOG = System.getLogger(Reconciler.class.getName());
    private static final long NEWS_BYTES = 16 * 1024;

    private final Database database;
    private final TunnelHost host;
    private final DeviceTurns turns;
    private final DesiredPeers desired;
    private final PortEnforcement ports;
    private final TunnelEnding ending;
    private final HandshakeWatch watch;
    private final AgentSwitchboard switchboard;
    private final ActivityLog activity;
    private final Traffic traffic;
    private final Executor threads;

    public Reconciler(
            Database database,
            TunnelHost host,
            DeviceTurns turns,
            DesiredPeers desired,
            PortEnforcement ports,
            TunnelEnding ending,
            HandshakeWatch watch,
            AgentSwitchboard switchboard,
            ActivityLog activity,
            Traffic traffic,
            Executor threads) {
        this.database = database;
        this.host = host;
        this.turns = turns;
        this.desired = desired;
        this.ports = ports;
        this.ending = ending;
        this.watch = watch;
        this.switchboard = switchboard;
        this.activity = activity;
        this.traffic = traffic;
        this.threads = threads;
    }

    /** Before any agent or operator is served, and after what cannot live on was ended: admits the rest anew. */
    public void start() {
        List<Peer> peers = database.decide(work -> {
            work.tunnels().live().stream()
                    .filter(tunnel -> tunnel.status() == TunnelStatus.UP)
                    .forEach(Tunnel::recover);
            return desired.all(work);
        });
        try {
            Reconciliation done = host.reconcile(peers);
            activity.write(ActivityEntry.of(ActivityEvent.ENGINE_STARTED).because(summary(done)));
            done.admitted().forEach(key -> database.read(work -> work.tunnels().findLive(key))
                    .ifPresent(traffic::resumes));
            done.failed().forEach((key, failed) -> database.read(
                            work -> work.tunnels().findLive(key))
                    .ifPresent(tunnel -> end(tunnel, EndReason.ERROR, String.valueOf(failed.getMessage()))));
        } catch (HostNetworkException lost) {
            // The adapter opens its listener again in the background and says so: then the peers are admitted
            LOG.log(Level.WARNING, "the listener does not stand yet: {0}", lost.getMessage());
            activity.write(
                    ActivityEntry.of(ActivityEvent.ENGINE_STARTED).because("without listener: " + lost.getMessage()));
        } finally {
            peers.stream().map(Peer::presharedKey).forEach(WireGuardSecret::close);
        }
    }

    private static String summary(Reconciliation done) {
        return "peers admitted: " + done.admitted().size() + ", evicted: "
                + done.evicted().size() + ", failed: " + done.failed().size();
    }

    private void end(Tunnel tunnel, EndReason reason, String detail) {
        turns.run(tunnel.device(), () -> ending.end(tunnel.id(), Ending.of(tunnel.id(), reason, detail)));
    }

    /**
     * Compares and repairs. The host is read before the rows: a row is always written before its peer is admitted, so a
     * peer that the later reading of the rows does not know is nobody's. A port list that was stored and not enforced, as when
     * the database went away in between, is enforced now.
     */
    public void pulse() {
        Map<WireGuardKey, PeerStatistics> admitted;
        try {
            admitted = host.peers();
        } catch (HostNetworkException lost) {
            LOG.log(Level.WARNING, "the host cannot be compared with the rows: {0}", lost.getMessage());
            return;
        }
        record Rows(List<Tunnel> live, Map<DeviceId, List<PortRule>> ports) {}
        Rows rows = database.read(work -> new Rows(work.tunnels().live(), PortAccess.readOfLiveTunnels(work)));
        Map<WireGuardKey, Tunnel> wanted = rows.live().stream()
                .filter(tunnel -> tunnel.agentPublicKey().isPresent())
                .collect(Collectors.toMap(tunnel -> tunnel.agentPublicKey().orElseThrow(), Function.identity()));
        admitted.keySet().stream().filter(key -> !wanted.containsKey(key)).forEach(this::evictSurplus);
        traffic.keepOnly(wanted.values().stream().map(Tunnel::id).collect(Collectors.toSet()));
        writeTraffic(wanted, admitted);
        wanted.forEach((key, tunnel) -> {
            if (!admitted.containsKey(key)) {
                threads.execute(() -> turns.run(tunnel.device(), () -> admitAnew(tunnel)));
            } else if (!host.isPermitted(
                    key, DesiredPeers.withTerminal(rows.ports().getOrDefault(tunnel.device(), List.of())))) {
                threads.execute(() -> ports.enforce(tunnel.device()));
            }
        });
    }

    // A few bytes of keeping alive are no news; what counts is written again with the end
    private void writeTraffic(Map<WireGuardKey, Tunnel> wanted, Map<WireGuardKey, PeerStatistics> admitted) {
        Map<TunnelId, Traffic.Bytes> news = new HashMap<>();
        wanted.forEach((key, tunnel) -> {
            PeerStatistics driver = admitted.get(key);
            if (driver != null) {
                Traffic.Bytes moved = traffic.seen(tunnel.id(), driver);
                if (moved.received() - tunnel.receivedBytes() + moved.sent() - tunnel.sentBytes() >= NEWS_BYTES) {
                    news.put(tunnel.id(), moved);
                }
            }
        });
        if (!news.isEmpty()) {
            database.run(work -> news.forEach((id, moved) -> work.tunnels().moved(id, moved.received(), moved.sent())));
        }
    }

    private void evictSurplus(WireGuardKey key) {
        try {
            host.evict(key);
            activity.write(ActivityEntry.of(ActivityEvent.HOST_RECONCILED).because("evicted " + key));
        } catch (HostNetworkException failed) {
            LOG.log(Level.WARNING, "a surplus peer stays until the next pulse: {0}", failed.getMessage());
        }
    }

    // The row is read again: between the comparison and this turn the tunnel may have ended or its admission finished
    private void admitAnew(Tunnel missing) {
        Optional<Peer> peer = database.read(work -> work.tunnels()
                .findLive(missing.id())
                .filter(tunnel -> tunnel.agentPublicKey().isPresent())
                .map(tunnel -> desired.of(work, tunnel)));
        if (peer.isEmpty()) {
            return;
        }
        WireGuardSecret presharedKey = peer.get().presharedKey();
        try (presharedKey) {
            if (!host.isAdmitted(peer.get().publicKey())) {
                host.admit(peer.get());
                recovering(missing, "admitted anew");
                watch.renew(message -> switchboard.tell(missing.device(), message), missing);
            }
        } catch (HostNetworkException | IllegalArgumentException failed) {
            ending.end(missing.id(), Ending.of(missing.id(), EndReason.ERROR, String.valueOf(failed.getMessage())));
        }
    }

    /** The listener went away, and every peer with it: nothing is up until a new handshake. */
    public void listenerLost(String why) {
        activity.write(ActivityEntry.of(ActivityEvent.LISTENER_LOST).because(why));
        for (Tunnel tunnel : database.read(work -> work.tunnels().live())) {
            threads.execute(() -> turns.run(tunnel.device(), () -> recovering(tunnel, "the listener was lost")));
        }
    }

    /** The listener stands again, empty. */
    public void listenerBack(String how) {
        activity.write(ActivityEntry.of(ActivityEvent.LISTENER_BACK).because(how));
        pulse();
    }

    private void recovering(Tunnel which, String why) {
        database.decide(work -> {
            work.tunnels()
                    .findLive(which.id())
                    .filter(tunnel -> tunnel.status() == TunnelStatus.UP)
                    .ifPresent(tunnel -> {
                        tunnel.recover();
                        activity.write(
                                work,
                                ActivityEntry.of(ActivityEvent.TUNNEL_RECOVERING)
                                        .on(tunnel.device())
                                        .in(tunnel.id())
                                        .because(why));
                    });
            return Boolean.TRUE;
        });
    }
}
