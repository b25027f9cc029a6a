package io.borealis.network;

import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;
import io.borealis.protocol.tunnel.WireGuardSecret;

/**
 * How the Engine listens.
 *
 * @param adapterName alias shown in Windows' network connections
 * @param listenPort UDP port, 30000 unless configured, never 443
 * @param network the prefix of all tunnels; its first address is the Engine's
 * @param mtu of the adapter, in bytes
 * @param privateKey the Engine's WireGuard key; belongs to the caller
 */
public record ListenerSettings(
        String adapterName, int listenPort, TunnelNetwork network, int mtu, WireGuardSecret privateKey) {

    public static final int DEFAULT_PORT = 30000;
    public static final int DEFAULT_MTU = 1420;

    public ListenerSettings {
        requireName(adapterName);
        if (listenPort < 1 || listenPort > 65535 || listenPort == 443) {
            throw new IllegalArgumentException(
                    "listenPort is 1 to 65535 and never 443, not " + listenPort + "; the default is " + DEFAULT_PORT);
        }
        requireMtu(mtu);
    }

    /** @throws IllegalArgumentException when no device of the network can have this address */
    public void requireDeviceAddress(TunnelAddress address) {
        TunnelAddress broadcast = new TunnelAddress(network.base().value() | ~network.mask());
        if (!network.contains(address)
                || address.equals(network.base())
                || address.equals(network.engineAddress())
                || address.equals(broadcast)) {
            throw new IllegalArgumentException(address + " is no device's address in " + network);
        }
    }

    static void requireMtu(int mtu) {
        if (mtu < 1280 || mtu > 9000) {
            throw new IllegalArgumentException(
                    "mtu is 1280 to 9000 bytes, not " + mtu + "; the default is " + DEFAULT_MTU);
        }
    }

    static void requireName(String adapterName) {
        if (adapterName.isBlank() || adapterName.length() > 127) {
            throw new IllegalArgumentException("adapterName has 1 to 127 characters");
        }
    }
}
