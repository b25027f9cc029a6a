package io.borealis.engine.tunnel;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentConnection;
import io.borealis.engine.control.AgentListener;
import io.borealis.engine.device.DeviceStates;
import io.borealis.engine.token.AgentTrust;
import io.borealis.engine.tunnel.host.DesiredPeers;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.engine.tunnel.host.Ending;
import io.borealis.engine.tunnel.host.HandshakeWatch;
import io.borealis.engine.tunnel.host.PeerAdmission;
import io.borealis.engine.tunnel.host.TunnelEnding;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.network.HostNetworkException;
import io.borealis.persistence.Database;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.Text;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Receives agents: what a device still holds after a lost channel is compared with what is desired, and both sides are
 * brought to the same. Thread-safe.
 */
final class AgentReception implements AgentListener {
    private static final int LONGEST_TEXT = 255;

    private final Database database;
    private final TunnelHost host;
    private final DeviceTurns turns;
    private final AgentTrust trust;
    private final Raising raising;
    private final TunnelEnding ending;
    private final PeerAdmission admission;
    private final HandshakeWatch watch;
    private final ActivityLog activity;
    private final CloneAlarm clones;
    private final Clock clock;

    AgentReception(
            Database database,
            TunnelHost host,
            DeviceTurns turns,
            AgentTrust trust,
            Raising raising,
            TunnelEnding ending,
            PeerAdmission admission,
            HandshakeWatch watch,
            ActivityLog activity,
            Clock clock) {
        this.database = database;
        this.host = host;
        this.turns = turns;
        this.trust = trust;
        this.raising = raising;
        this.ending = ending;
        this.admission = admission;
        this.watch = watch;
        this.activity = activity;
        this.clones = new CloneAlarm(database, activity, clock);
        this.clock = clock;
    }

    @Override
    public Optional<Refusal> greeted(AgentConnection agent, ToEngine.Hello hello) {
        if (!isPresentable(hello.hostname()) || !isPresentable(hello.os()) || !isPresentable(hello.agentVersion())) {
            return Optional.of(new Refusal(
                    CloseReason.FORBIDDEN,
                    "hostname, os and agent_version have 1 to 255 characters, all of them visible"));
        }
        Optional<DeviceState> state = database.decide(work -> {
            Optional<Device> device = work.devices().find(agent.device());
            device.filter(known -> known.state().allowsChannel()).ifPresent(known -> {
                known.introduces(hello.hostname(), hello.os(), hello.agentVersion(), clock.instant());
                activity.write(
                        work,
                        ActivityEntry.of(ActivityEvent.AGENT_CONNECTED)
                                .on(agent.device())
                                .from(agent.remoteAddress())
                                .because(hello.hostname() + ", agent " + hello.agentVersion()));
            });
            return device.map(Device::state);
        });
        Optional<Refusal> refusal = state.map(DeviceStates::refusalOf)
                .orElseGet(() -> Optional.of(
                        new Refusal(CloseReason.FORBIDDEN, "this device is not enrolled; enrol it with a code")));
        if (refusal.isPresent()) {
            return refusal;
        }
        tellWhatToTrust(agent);
        turns.run(agent.device(), () -> settle(agent, hello.liveTunnel()));
        return Optional.empty();
    }

    // Before any order: it may be signed by a key that the agent learns just now
    private void tellWhatToTrust(AgentConnection agent) {
        database.read(work -> work.devices().find(agent.device()).map(Device::enrolledAt))
                .ifPresent(enrolled -> trust.connected(agent.device(), enrolled));
        trust.tell(agent);
    }

    static boolean isPresentable(String text) {
        return Text.isName(text, LONGEST_TEXT);
    }

    private void settle(AgentConnection agent, Optional<TunnelId> held) {
        Optional<Tunnel> desired = database.read(work -> work.tunnels().findLive(agent.device()));
        boolean same = desired.map(Tunnel::id).equals(held);
        if (held.isPresent() && !same) {
            agent.send(new ToAgent.DropTunnel(held.get(), whyGone(agent.device(), held.get())));
        }
        if (desired.isEmpty()) {
            return;
        }
        Tunnel tunnel = desired.get();
        if (tunnel.awaitsPeer() && raising.wasAskedOfAnEarlierRun(agent, tunnel)) {
            ending.end(
                    tunnel.id(),
                    Ending.told(EndReason.AGENT_DISCONNECT, "the agent was started anew before it answered"));
        } else if (tunnel.awaitsPeer()) {
            raise(agent, tunnel);
        } else if (same) {
            agent.send(new ToAgent.PermitPorts(
                    tunnel.id(), database.read(work -> DesiredPeers.portsOf(work, agent.device()))));
            if (tunnel.status() == TunnelStatus.RECOVERING) {
                watch.renew(agent::send, tunnel);
            }
        } else {
            ending.end(tunnel.id(), Ending.told(EndReason.AGENT_DISCONNECT, "the agent came back without the tunnel"));
        }
    }

    private EndReason whyGone(DeviceId device, TunnelId held) {
        return database.read(work -> work.tunnels().find(held))
                .filter(tunnel -> tunnel.device().equals(device))
                .flatMap(Tunnel::endReason)
                .orElse(EndReason.ERROR);
    }

    // The channel was lost between the asking and the agent's answer: ask again, with a fresh token
    private void raise(AgentConnection agent, Tunnel tunnel) {
        try {
            TunnelHost.Facts facts = host.facts();
            List<PortRule> ports = database.read(work -> DesiredPeers.portsOf(work, agent.device()));
            raising.ask(agent, tunnel, raising.token(tunnel, facts), facts, ports);
        } catch (HostNetworkException lost) {
            ending.end(tunnel.id(), Ending.of(tunnel.id(), EndReason.ERROR, String.valueOf(lost.getMessage())));
        }
    }

    @Override
    public ToEngine.Handler conversationWith(AgentConnection agent) {
        return new AgentConversation(agent, turns, trust, activity, database, admission, ending, watch);
    }

    @Override
    public void cloned(AgentConnection holder, AgentConnection newcomer) {
        clones.raise(holder, newcomer);
    }

    @Override
    public void gone(DeviceId device) {
        Instant lost = clock.instant();
        trust.gone(device);
        database.runOrLater(work -> {
            work.devices().find(device).ifPresent(known -> known.seen(lost));
            activity.write(
                    work, ActivityEntry.of(ActivityEvent.AGENT_DISCONNECTED).on(device), lost);
        });
    }
}
