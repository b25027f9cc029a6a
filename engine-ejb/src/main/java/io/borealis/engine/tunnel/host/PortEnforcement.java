package io.borealis.engine.tunnel.host;

import io.borealis.engine.access.PortAccess;
import io.borealis.engine.control.AgentSwitchboard;
import io.borealis.network.HostNetworkException;
import io.borealis.persistence.Database;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.control.ToAgent;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.WireGuardKey;
import java.util.List;
import java.util.Optional;

/** Makes a device's stored ports true for its live tunnel, on this host first and on the device then. Thread-safe. */
public final class PortEnforcement implements PortAccess.Enforcement {
    private final Database database;
    private final TunnelHost host;
    private final DeviceTurns turns;
    private final TunnelEnding ending;
    private final AgentSwitchboard switchboard;

    public PortEnforcement(
            Database database, TunnelHost host, DeviceTurns turns, TunnelEnding ending, AgentSwitchboard switchboard) {
        this.database = database;
        this.host = host;
        this.turns = turns;
        this.ending = ending;
        this.switchboard = switchboard;
    }

    @Override
    public Optional<String> enforce(DeviceId device) {
        return turns.inTurn(device, () -> enforceInTurn(device));
    }

    private Optional<String> enforceInTurn(DeviceId device) {
        record Now(Optional<Tunnel> tunnel, List<PortRule> ports) {}
        Now now = database.read(work -> new Now(work.tunnels().findLive(device), DesiredPeers.portsOf(work, device)));
        if (now.tunnel().isEmpty()) {
            return Optional.empty();
        }
        Tunnel tunnel = now.tunnel().get();
        try {
            permit(tunnel.agentPublicKey(), now.ports());
        } catch (HostNetworkException failed) {
            String why = String.valueOf(failed.getMessage());
            ending.end(tunnel.id(), Ending.of(tunnel.id(), EndReason.ERROR, why));
            return Optional.of(why);
        }
        switchboard.tell(device, new ToAgent.PermitPorts(tunnel.id(), now.ports()));
        return Optional.empty();
    }

    // A peer that is not admitted now gets the new list when it is
    private void permit(Optional<WireGuardKey> key, List<PortRule> ports) throws HostNetworkException {
        if (key.isPresent() && host.isAdmitted(key.get())) {
            host.permit(key.get(), DesiredPeers.withTerminal(ports));
        }
    }
}
