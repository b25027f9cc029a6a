package io.borealis.network;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.util.Set;

/**
 * What an agent needs to raise one tunnel. The secrets belong to the caller, who closes them when the tunnel stands.
 *
 * @param privateKey fresh for this tunnel
 * @param address the agent's /32
 * @param engineKey the only peer
 * @param engineAddress the only address that may be talked to
 * @param endpoint resolved at each raise
 * @param ports what the Engine may reach, the terminal's port among them
 * @param keepaliveSeconds persistent keepalive, 0 for off
 * @param mtu in bytes
 */
public record AgentTunnel(
        WireGuardSecret privateKey,
        TunnelAddress address,
        WireGuardKey engineKey,
        WireGuardSecret presharedKey,
        TunnelAddress engineAddress,
        Endpoint endpoint,
        Set<PortRule> ports,
        int keepaliveSeconds,
        int mtu) {

    public AgentTunnel {
        ports = Set.copyOf(ports);
        if (keepaliveSeconds < 0 || keepaliveSeconds > 65535) {
            throw new IllegalArgumentException("keepalive is 0 to 65535 seconds, not " + keepaliveSeconds);
        }
        ListenerSettings.requireMtu(mtu);
    }
}
