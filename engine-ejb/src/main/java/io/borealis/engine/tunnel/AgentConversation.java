package io.borealis.engine.tunnel;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.control.AgentConnection;
import io.borealis.engine.token.AgentTrust;
import io.borealis.engine.tunnel.host.DeviceTurns;
import io.borealis.engine.tunnel.host.Ending;
import io.borealis.engine.tunnel.host.HandshakeWatch;
import io.borealis.engine.tunnel.host.PeerAdmission;
import io.borealis.engine.tunnel.host.TunnelEnding;
import io.borealis.persistence.Database;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.Text;
import io.borealis.protocol.control.ControlMessage;
import io.borealis.protocol.control.ToEngine;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.util.Optional;

/** What one agent says, each message in its device's turn. A tunnel of another device is never touched. */
final class AgentConversation implements ToEngine.Handler {
    private static final int LONGEST_DETAIL = 500;

    private final AgentConnection agent;
    private final DeviceTurns turns;
    private final AgentTrust trust;
    private final ActivityLog activity;
    private final Database database;
    private final PeerAdmission admission;
    private final TunnelEnding ending;
    private final HandshakeWatch watch;

    AgentConversation(
            AgentConnection agent,
            DeviceTurns turns,
            AgentTrust trust,
            ActivityLog activity,
            Database database,
            PeerAdmission admission,
            TunnelEnding ending,
            HandshakeWatch watch) {
        this.agent = agent;
        this.turns = turns;
        this.trust = trust;
        this.activity = activity;
        this.database = database;
        this.admission = admission;
        this.ending = ending;
        this.watch = watch;
    }

    @Override
    public void hello(ToEngine.Hello message) {
        throw new IllegalStateException("hello is handled before the conversation");
    }

    @Override
    public void trustKept(ToEngine.TrustKept message) {
        if (trust.kept(agent.device(), message.trustId())) {
            turns.run(
                    agent.device(),
                    () -> database.run(work -> work.devices()
                            .find(agent.device())
                            .filter(device -> !device.trustId().equals(Optional.of(message.trustId())))
                            .ifPresent(device -> device.trusts(message.trustId()))));
        }
    }

    @Override
    public void trustRefused(ToEngine.TrustRefused message) {
        activity.write(ActivityEntry.of(ActivityEvent.KEY_NOT_TRUSTED)
                .on(agent.device())
                .because(cut(message.detail())));
    }

    @Override
    public void peerOffered(ToEngine.PeerOffered message) {
        turns.run(agent.device(), () -> admission.offered(agent, message));
    }

    @Override
    public void raiseRefused(ToEngine.RaiseRefused message) {
        turns.run(agent.device(), () -> own(message.tunnelId())
                .filter(tunnel -> tunnel.status() == TunnelStatus.PENDING)
                .ifPresent(tunnel -> ending.end(
                        tunnel.id(),
                        Ending.told(
                                EndReason.AGENT_REFUSED,
                                message.refusal().wireName() + ": " + cut(message.detail() + cure(message))))));
    }

    // Such an agent cannot learn a changed key, and its own words do not say what helps
    private String cure(ToEngine.RaiseRefused message) {
        boolean late = agent.protocol() < ControlMessage.TRUST_VERSION
                && message.refusal() == ToEngine.RaiseRefused.Refusal.TOKEN_REJECTED;
        return late
                ? "; this version of the agent learns no changed keys: update it, and if the Engine's orchestration key was"
                        + " rotated, enrol the device anew"
                : "";
    }

    @Override
    public void handshakeSeen(ToEngine.HandshakeSeen message) {
        watch.look(agent.device(), message.tunnelId());
    }

    @Override
    public void tunnelDropped(ToEngine.TunnelDropped message) {
        turns.run(agent.device(), () -> own(message.tunnelId())
                .ifPresent(tunnel ->
                        ending.end(tunnel.id(), Ending.told(EndReason.AGENT_DISCONNECT, cut(message.detail())))));
    }

    private Optional<Tunnel> own(TunnelId id) {
        return database.read(work -> work.tunnels().findLive(id))
                .filter(tunnel -> tunnel.device().equals(agent.device()));
    }

    private static String cut(String text) {
        return Text.cut(text, LONGEST_DETAIL);
    }
}
