package io.borealis.engine.tunnel;

import io.borealis.engine.control.AgentConnection;
import io.borealis.engine.token.OrchestrationTokens;
import io.borealis.engine.token.SecretsByAge;
import io.borealis.engine.tunnel.host.TunnelHost;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Asks an agent to raise a tunnel. Thread-safe. */
final class Raising {
    private final OrchestrationTokens tokens;
    private final SecretsByAge secrets;
    private final Map<DeviceId, Asked> lastAsked = new ConcurrentHashMap<>();

    Raising(OrchestrationTokens tokens, SecretsByAge secrets) {
        this.tokens = tokens;
        this.secrets = secrets;
    }

    /** A fresh token for the tunnel; it admits a peer only while the tunnel waits for one. */
    String token(Tunnel tunnel, TunnelHost.Facts facts) {
        return tokens.issue(tunnel.id(), tunnel.device(), facts.listenPort(), facts.engineKey(), tunnel.virtualIp());
    }

    private record Asked(TunnelId tunnel, UUID agentRun) {}

    /** Whether this tunnel was asked of an earlier run of the agent: its machine or its process ended meanwhile. */
    boolean wasAskedOfAnEarlierRun(AgentConnection agent, Tunnel tunnel) {
        Asked asked = lastAsked.get(agent.device());
        return asked != null
                && asked.tunnel().equals(tunnel.id())
                && !asked.agentRun().equals(agent.agentRun());
    }

    /** Asks the agent; call it outside a transaction. */
    void ask(AgentConnection agent, Tunnel tunnel, String token, TunnelHost.Facts facts, List<PortRule> ports) {
        lastAsked.put(agent.device(), new Asked(tunnel.id(), agent.agentRun()));
        WireGuardSecret presharedKey = secrets.presharedKey(tunnel.id(), tunnel.openedAt());
        try (presharedKey) {
            agent.send(new ToAgent.RaiseTunnel(
                    tunnel.id(),
                    token,
                    tunnel.endpoint(),
                    facts.engineKey(),
                    presharedKey,
                    tunnel.virtualIp(),
                    facts.network().engineAddress(),
                    (int) tunnel.idle().toSeconds(),
                    facts.mtu(),
                    ports,
                    secrets.terminalKey(tunnel.id(), tunnel.openedAt()).deviceKey()));
        }
    }
}
