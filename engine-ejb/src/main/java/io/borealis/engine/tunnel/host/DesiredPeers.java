package io.borealis.engine.tunnel.host;

import io.borealis.engine.access.PortAccess;
import io.borealis.engine.token.SecretsByAge;
import io.borealis.network.Peer;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.terminal.TerminalPort;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the rows say that the host should have. Whoever gets a peer closes its preshared key. Thread-safe. */
public final class DesiredPeers {
    private final SecretsByAge secrets;

    public DesiredPeers(SecretsByAge secrets) {
        this.secrets = secrets;
    }

    /** The peer of a live tunnel that has its device's key. */
    public Peer of(UnitOfWork work, Tunnel tunnel) {
        return peer(tunnel, portsOf(work, tunnel.device()));
    }

    /** The peers of all live tunnels that have their devices' keys. */
    public List<Peer> all(UnitOfWork work) {
        Map<DeviceId, List<PortRule>> ports = PortAccess.readOfLiveTunnels(work);
        return work.tunnels().live().stream()
                .filter(tunnel -> tunnel.agentPublicKey().isPresent())
                .map(tunnel -> peer(tunnel, ports.getOrDefault(tunnel.device(), List.of())))
                .toList();
    }

    private Peer peer(Tunnel tunnel, Collection<PortRule> ports) {
        WireGuardKey key = tunnel.agentPublicKey()
                .orElseThrow(() -> new IllegalStateException("tunnel " + tunnel.id() + " has no peer yet"));
        return new Peer(
                key, secrets.presharedKey(tunnel.id(), tunnel.openedAt()), tunnel.virtualIp(), withTerminal(ports));
    }

    /** The device's list as it is told to the agent, which adds the terminal's port itself. */
    public static List<PortRule> portsOf(UnitOfWork work, DeviceId device) {
        return work.devices()
                .find(device)
                .map(found -> PortAccess.read(work, found).ports())
                .orElse(List.of());
    }

    /** The Engine's own permits: the list, and the terminal's port. */
    public static Set<PortRule> withTerminal(Collection<PortRule> ports) {
        Set<PortRule> all = new HashSet<>(ports);
        all.add(TerminalPort.RULE);
        return all;
    }
}
