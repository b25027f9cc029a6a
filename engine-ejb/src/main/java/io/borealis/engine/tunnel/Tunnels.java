package io.borealis.engine.tunnel;

import io.borealis.engine.EngineSettings;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.Rights;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.device.DevicePlaces;
import io.borealis.engine.device.DeviceStates;
import io.borealis.engine.token.AgentTrust;
import io.borealis.engine.token.OrchestrationTokens;
import io.borealis.engine.token.SecretsByAge;
import io.borealis.engine.tunnel.host.DesiredPeers;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.engine.tunnel.host.Ending;
import io.borealis.engine.tunnel.host.HandshakeWatch;
import io.borealis.engine.tunnel.host.PeerAdmission;
import io.borealis.engine.tunnel.host.PeerReadings;
import io.borealis.engine.tunnel.host.PortEnforcement;
import io.borealis.engine.tunnel.host.Reconciler;
import io.borealis.engine.tunnel.host.Traffic;
import io.borealis.engine.tunnel.host.TunnelEnding;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.engine.tunnel.host.TunnelListener;
import io.borealis.network.connector.ListenerLost;
import io.borealis.network.connector.PeerEventListener;
import io.borealis.network.connector.PeerSeen;
import io.borealis.network.connector.PeerSilent;
import io.borealis.persistence.Database;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

/** All that keeps tunnels, put together once: what operators use, what timers and the adapter drive. Thread-safe. */
public final class Tunnels implements PeerEventListener {
    private final Database database;
    private final AgentSwitchboard switchboard;
    private final ActivityLog activity;
    private final DeviceTurns turns = new DeviceTurns();
    private final TunnelUse use;
    private final TunnelHolds holds;
    private final IdleTimes idleTimes;
    private final TunnelEnding ending;
    private final HandshakeWatch watch;
    private final TunnelBroker broker;
    private final SessionLeases leases;
    private final AgentReception reception;
    private final Reconciler reconciler;
    private final TunnelSweep sweep;
    private final PortEnforcement enforcement;
    private final DeviceStates deviceStates;
    private final DevicePlaces devicePlaces;

    public Tunnels(
            EngineSettings settings,
            AgentTrust trust,
            SecretsByAge secrets,
            Database database,
            TunnelHost host,
            AgentSwitchboard switchboard,
            OperatorSessions sessions,
            Rights rights,
            ActivityLog activity,
            Executor threads,
            ScheduledExecutorService scheduler,
            Clock clock,
            Ticker ticker) {
        this.database = database;
        this.switchboard = switchboard;
        this.activity = activity;
        TunnelLimits limits = settings.tunnels();
        this.use = new TunnelUse(limits, ticker, clock);
        Traffic traffic = new Traffic();
        OrchestrationTokens tokens = new OrchestrationTokens(trust, clock);
        DesiredPeers desired = new DesiredPeers(secrets);
        Raising raising = new Raising(tokens, secrets);
        TunnelViews views = new TunnelViews(host, new PeerReadings(host, ticker), use, traffic, limits);
        this.ending = new TunnelEnding(database, host, switchboard, activity, traffic, clock);
        this.watch = new HandshakeWatch(database, host, turns, activity, scheduler, clock, ticker);
        ending.tell(use);
        ending.tell(watch);
        ending.tell(traffic);
        this.holds = new TunnelHolds(database, turns, use, limits, activity, clock);
        this.idleTimes = new IdleTimes(database, turns, use, limits, activity);
        this.leases = new SessionLeases(database, turns, ending, sessions, rights, activity, threads, clock);
        rights.tell(leases);
        TunnelOpening opening = new TunnelOpening(
                database, host, switchboard, raising, views, use, leases, idleTimes, activity, settings, clock);
        this.broker = new TunnelBroker(database, turns, opening, ending, views, use, rights, activity, clock);
        PeerAdmission admission = new PeerAdmission(database, host, tokens, desired, ending, watch, activity, clock);
        this.reception =
                new AgentReception(database, host, turns, trust, raising, ending, admission, watch, activity, clock);
        this.enforcement = new PortEnforcement(database, host, turns, ending, switchboard);
        this.reconciler = new Reconciler(
                database, host, turns, desired, enforcement, ending, watch, switchboard, activity, traffic, threads);
        this.sweep = new TunnelSweep(database, host, turns, ending, switchboard, use, watch, holds, activity, threads);
        this.deviceStates = new DeviceStates(database, turns, ending, switchboard, activity, clock);
        this.devicePlaces = new DevicePlaces(database, turns, rights, enforcement, activity);
    }

    /** Brings the host to what the rows desire, and only then lets agents in. */
    public void start() {
        sweep.endWhatCannotLiveOn();
        leases.endThoseWithoutRight();
        reconciler.start();
        switchboard.serve(reception);
    }

    public TunnelBroker broker() {
        return broker;
    }

    public TunnelHolds holds() {
        return holds;
    }

    public IdleTimes idleTimes() {
        return idleTimes;
    }

    /** Where a terminal reports that an operator does something. */
    public TunnelUse use() {
        return use;
    }

    /**
     * The session's last page at the device was closed: it leaves the tunnel, unless that is held, and the last one out ends
     * it. Waits for nothing.
     *
     * @param away asked in the device's turn; false when somebody came back meanwhile
     */
    public void leaveWithPage(DeviceId device, String sessionId, BooleanSupplier away) {
        leases.leaveWithPage(device, sessionId, away);
    }

    public PortAccess.Enforcement portEnforcement() {
        return enforcement;
    }

    public DeviceStates deviceStates() {
        return deviceStates;
    }

    public DevicePlaces devicePlaces() {
        return devicePlaces;
    }

    /** From now on the listener is told of every tunnel that is up, and of every one that ends. */
    public void tell(TunnelListener listener) {
        watch.tell(listener);
        ending.tell(listener);
    }

    /** Ends the live tunnels that were opened before, each with these words. */
    public void endOpenedBefore(Instant when, String why) {
        for (Tunnel tunnel : database.read(work -> work.tunnels().live())) {
            if (tunnel.openedAt().isBefore(when)) {
                turns.run(
                        tunnel.device(), () -> ending.end(tunnel.id(), Ending.of(tunnel.id(), EndReason.REVOKED, why)));
            }
        }
    }

    /** To be called every second: idle tunnels, and such as never came up. */
    public void sweep() {
        sweep.sweep();
    }

    /** To be called now and then: compares the host with the rows, and ends tunnels of vanished agents. */
    public void pulse() {
        reconciler.pulse();
        sweep.sweepGone();
        leases.endThoseWithoutRight();
    }

    @Override
    public void peerSeen(PeerSeen event) {
        database.read(work -> work.tunnels().findLive(event.publicKey()))
                .ifPresent(tunnel -> watch.look(tunnel.device(), tunnel.id()));
    }

    @Override
    public void peerSilent(PeerSilent event) {
        database.read(work -> work.tunnels().findLive(event.publicKey()))
                .ifPresent(tunnel -> turns.run(tunnel.device(), () -> silent(tunnel, event)));
    }

    private void silent(Tunnel which, PeerSilent event) {
        database.decide(work -> {
            work.tunnels()
                    .findLive(which.id())
                    .filter(tunnel -> tunnel.status() == TunnelStatus.UP)
                    .ifPresent(tunnel -> {
                        // as the row can keep it: what is compared with it later is cut alike
                        tunnel.recover(event.lastHandshake().map(at -> at.truncatedTo(ChronoUnit.MICROS)));
                        activity.write(
                                work,
                                ActivityEntry.of(ActivityEvent.TUNNEL_RECOVERING)
                                        .on(tunnel.device())
                                        .in(tunnel.id())
                                        .because("no handshake since "
                                                + event.lastHandshake()
                                                        .map(Object::toString)
                                                        .orElse("its admission")));
                    });
            return Boolean.TRUE;
        });
    }

    @Override
    public void listenerLost(ListenerLost event) {
        if (event.listensAgain()) {
            reconciler.listenerBack(event.detail());
        } else {
            reconciler.listenerLost(event.detail());
        }
    }
}
