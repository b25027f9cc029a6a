package io.borealis.network;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.util.Set;

/**
 * A device as the Engine's listener knows it.
 *
 * @param publicKey the device's key of this tunnel
 * @param presharedKey belongs to the caller
 * @param address its /32, the only allowed IP
 * @param ports what the Engine may reach, the terminal's port among them
 */
public record Peer(WireGuardKey publicKey, WireGuardSecret presharedKey, TunnelAddress address, Set<PortRule> ports) {

    public Peer {
        ports = Set.copyOf(ports);
    }
}
