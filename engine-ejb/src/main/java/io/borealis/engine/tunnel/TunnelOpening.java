package io.borealis.engine.tunnel;

import io.borealis.engine.EngineSettings;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.Reach;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentConnection;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.engine.tunnel.host.DesiredPeers;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.network.HostNetworkException;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Opening and joining: policy, lease, row and token are one transaction, and the agent is asked only after its commit.
 * Call it in the device's turn.
 */
final class TunnelOpening {
    /** No more operator sessions share one tunnel. */
    static final int MOST_OPERATORS = 32;

    private final Database database;
    private final TunnelHost host;
    private final AgentSwitchboard switchboard;
    private final Raising raising;
    private final TunnelViews views;
    private final TunnelUse use;
    private final SessionLeases leases;
    private final IdleTimes idleTimes;
    private final ActivityLog activity;
    private final EngineSettings settings;
    private final Clock clock;

    TunnelOpening(
            Database database,
            TunnelHost host,
            AgentSwitchboard switchboard,
            Raising raising,
            TunnelViews views,
            TunnelUse use,
            SessionLeases leases,
            IdleTimes idleTimes,
            ActivityLog activity,
            EngineSettings settings,
            Clock clock) {
        this.database = database;
        this.host = host;
        this.switchboard = switchboard;
        this.raising = raising;
        this.views = views;
        this.use = use;
        this.leases = leases;
        this.idleTimes = idleTimes;
        this.activity = activity;
        this.settings = settings;
        this.clock = clock;
    }

    OpenResult open(OperatorSession operator, DeviceId device) {
        Optional<AgentConnection> agent = switchboard.find(device);
        TunnelHost.Facts facts;
        try {
            facts = host.facts();
        } catch (HostNetworkException lost) {
            boolean known = database.read(
                    work -> Reach.of(work, operator).device(device).isPresent());
            return known
                    ? new OpenResult.Unavailable(String.valueOf(lost.getMessage()))
                    : new OpenResult.UnknownDevice(device);
        }
        Optional<String> outage = host.outage();
        // The device's turn keeps others of this Engine out; the constraint keeps out whatever else there may be
        return database.decide(work -> decide(work, operator, device, agent, facts, outage));
    }

    private OpenResult decide(
            UnitOfWork work,
            OperatorSession operator,
            DeviceId id,
            Optional<AgentConnection> agent,
            TunnelHost.Facts facts,
            Optional<String> outage) {
        Reach reach = Reach.of(work, operator);
        Optional<Device> device = reach.device(id);
        if (device.isEmpty()) {
            return new OpenResult.UnknownDevice(id);
        }
        if (!reach.isApproved(device.get())) {
            return new OpenResult.ApprovalRequired(id);
        }
        if (!device.get().state().allowsTunnel()) {
            return new OpenResult.NotAllowed(id, device.get().state());
        }
        Optional<Tunnel> live = work.tunnels().findLive(id);
        if (live.isPresent()) {
            return join(work, operator, live.get(), facts);
        }
        if (agent.isEmpty()) {
            return new OpenResult.NotConnected(id);
        }
        if (outage.isPresent()) {
            return new OpenResult.Unavailable(outage.get());
        }
        if (device.get().addressIndex() >= facts.network().deviceCapacity()) {
            return new OpenResult.NoAddressLeft();
        }
        return openNew(work, operator, device.get(), agent.get(), facts);
    }

    private OpenResult join(UnitOfWork work, OperatorSession operator, Tunnel tunnel, TunnelHost.Facts facts) {
        List<Lease> leases = work.tunnels().leases(tunnel.id());
        if (leases.stream().anyMatch(lease -> lease.sessionId().equals(operator.sessionId()))) {
            return new OpenResult.AlreadyYours(tunnel.id());
        }
        if (leases.size() >= MOST_OPERATORS) {
            return new OpenResult.TooManyOperators(MOST_OPERATORS);
        }
        share(work, operator, tunnel, ActivityEvent.TUNNEL_JOINED);
        TunnelView view = views.of(tunnel, work.tunnels().leases(tunnel.id()), Optional.empty());
        return new OpenResult.Joined(view, raising.token(tunnel, facts));
    }

    private OpenResult openNew(
            UnitOfWork work, OperatorSession operator, Device device, AgentConnection agent, TunnelHost.Facts facts) {
        Endpoint endpoint = new Endpoint(settings.endpointHostFor(agent.localAddress()), facts.listenPort());
        Tunnel tunnel = new Tunnel(
                TunnelId.random(),
                device.id(),
                facts.network().deviceAddress(device.addressIndex()),
                endpoint,
                idleTimes.of(device),
                operator.username(),
                clock.instant());
        work.tunnels().add(tunnel);
        share(work, operator, tunnel, ActivityEvent.TUNNEL_OPENED);
        String token = raising.token(tunnel, facts);
        List<PortRule> ports = DesiredPeers.portsOf(work, device.id());
        work.afterCommit(() -> raising.ask(agent, tunnel, token, facts, ports));
        TunnelView view = views.of(tunnel, work.tunnels().leases(tunnel.id()), Optional.empty());
        return new OpenResult.Opened(view, token);
    }

    private void share(UnitOfWork work, OperatorSession operator, Tunnel tunnel, ActivityEvent event) {
        work.tunnels().add(new Lease(tunnel.id(), operator.username(), operator.sessionId(), clock.instant()));
        work.afterCommit(() -> use.begins(tunnel).touch());
        work.afterCommit(() -> leases.endIfRightEnded(operator.sessionId()));
        activity.write(
                work,
                ActivityEntry.of(event)
                        .on(tunnel.device())
                        .in(tunnel.id())
                        .by(operator.username(), operator.remoteAddress()));
    }
}
