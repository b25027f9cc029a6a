package io.borealis.network.windows;

import com.sun.jna.Pointer;
import io.borealis.network.windows.IpHelperLayouts.SocketAddress;
import io.borealis.network.windows.WireGuardLayouts.AllowedIp;
import io.borealis.network.windows.WireGuardLayouts.Interface;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.WireGuardKey;
import io.borealis.protocol.tunnel.WireGuardSecret;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * The buffer of one WireGuardSetConfiguration: the interface, then each peer with its one allowed IP behind it. Without
 * {@link #replacePeers} it changes the named peers only. {@link #close} wipes the keys. Not thread-safe.
 */
final class Configuration implements AutoCloseable {

    private static final long PEER_WITH_ADDRESS = WireGuardLayouts.Peer.LAYOUT.size() + (long) AllowedIp.LAYOUT.size();

    private final Arena arena = new Arena();
    private final Pointer memory;
    private final Struct head;
    private long size = Interface.LAYOUT.size();

    Configuration(int mostPeers) {
        memory = arena.allocate(Interface.LAYOUT.size() + mostPeers * PEER_WITH_ADDRESS);
        head = Struct.at(Interface.LAYOUT, memory, 0);
    }

    Configuration privateKey(WireGuardSecret privateKey) {
        put(head, Interface.PRIVATE_KEY, privateKey);
        return flag(WireGuardLibrary.WIREGUARD_INTERFACE_HAS_PRIVATE_KEY);
    }

    /** 0 lets Windows choose. */
    Configuration listenPort(int port) {
        head.put(Interface.LISTEN_PORT, port);
        return flag(WireGuardLibrary.WIREGUARD_INTERFACE_HAS_LISTEN_PORT);
    }

    /** Every peer that is not named in this buffer goes. */
    Configuration replacePeers() {
        return flag(WireGuardLibrary.WIREGUARD_INTERFACE_REPLACE_PEERS);
    }

    /** Adds the peer, or gives a known one this preshared key and this address instead of those it had. */
    Configuration device(WireGuardKey key, WireGuardSecret presharedKey, TunnelAddress address) {
        appendPeer(key, presharedKey, address);
        return this;
    }

    /** The only peer of an agent. */
    Configuration engine(
            WireGuardKey key,
            WireGuardSecret presharedKey,
            TunnelAddress address,
            InetSocketAddress endpoint,
            int keepaliveSeconds) {
        Struct peer = appendPeer(key, presharedKey, address);
        peer.put(WireGuardLayouts.Peer.PERSISTENT_KEEPALIVE, keepaliveSeconds);
        putEndpoint(peer.inline(WireGuardLayouts.Peer.ENDPOINT, SocketAddress.LAYOUT), endpoint);
        peer.put(
                WireGuardLayouts.Peer.FLAGS,
                peer.get(WireGuardLayouts.Peer.FLAGS)
                        | WireGuardLibrary.WIREGUARD_PEER_HAS_PERSISTENT_KEEPALIVE
                        | WireGuardLibrary.WIREGUARD_PEER_HAS_ENDPOINT);
        return this;
    }

    /** A known peer stays as it is and is sent to at this address from now on. */
    Configuration endpoint(WireGuardKey key, InetSocketAddress endpoint) {
        Struct peer = next(WireGuardLayouts.Peer.LAYOUT)
                .put(WireGuardLayouts.Peer.PUBLIC_KEY, key.toBytes())
                .put(
                        WireGuardLayouts.Peer.FLAGS,
                        WireGuardLibrary.WIREGUARD_PEER_HAS_PUBLIC_KEY | WireGuardLibrary.WIREGUARD_PEER_HAS_ENDPOINT);
        putEndpoint(peer.inline(WireGuardLayouts.Peer.ENDPOINT, SocketAddress.LAYOUT), endpoint);
        return countPeer();
    }

    /** A peer that the driver does not know is no error for it. */
    Configuration remove(WireGuardKey key) {
        next(WireGuardLayouts.Peer.LAYOUT)
                .put(WireGuardLayouts.Peer.PUBLIC_KEY, key.toBytes())
                .put(
                        WireGuardLayouts.Peer.FLAGS,
                        WireGuardLibrary.WIREGUARD_PEER_HAS_PUBLIC_KEY | WireGuardLibrary.WIREGUARD_PEER_REMOVE);
        return countPeer();
    }

    Pointer memory() {
        return memory;
    }

    int size() {
        return Math.toIntExact(size);
    }

    @Override
    public void close() {
        arena.close();
    }

    private Struct appendPeer(WireGuardKey key, WireGuardSecret presharedKey, TunnelAddress address) {
        Struct peer = next(WireGuardLayouts.Peer.LAYOUT)
                .put(WireGuardLayouts.Peer.PUBLIC_KEY, key.toBytes())
                .put(
                        WireGuardLayouts.Peer.FLAGS,
                        WireGuardLibrary.WIREGUARD_PEER_HAS_PUBLIC_KEY
                                | WireGuardLibrary.WIREGUARD_PEER_HAS_PRESHARED_KEY
                                | WireGuardLibrary.WIREGUARD_PEER_REPLACE_ALLOWED_IPS)
                .put(WireGuardLayouts.Peer.ALLOWED_IPS_COUNT, 1);
        put(peer, WireGuardLayouts.Peer.PRESHARED_KEY, presharedKey);
        next(AllowedIp.LAYOUT)
                .put(AllowedIp.ADDRESS, address.toBytes())
                .put(AllowedIp.ADDRESS_FAMILY, IpHelperLibrary.AF_INET)
                .put(AllowedIp.CIDR, 32);
        countPeer();
        return peer;
    }

    private Struct next(Layout layout) {
        Struct next = Struct.at(layout, memory, size);
        size += layout.size();
        return next;
    }

    private Configuration countPeer() {
        head.put(Interface.PEERS_COUNT, head.get(Interface.PEERS_COUNT) + 1);
        return this;
    }

    private Configuration flag(int flag) {
        head.put(Interface.FLAGS, head.get(Interface.FLAGS) | flag);
        return this;
    }

    private static void put(Struct struct, Layout.Field field, WireGuardSecret secret) {
        byte[] revealed = secret.reveal();
        try {
            struct.put(field, revealed);
        } finally {
            Arrays.fill(revealed, (byte) 0);
        }
    }

    private static void putEndpoint(Struct target, InetSocketAddress endpoint) {
        InetAddress address = endpoint.getAddress();
        int port = endpoint.getPort();
        target.put(SocketAddress.PORT, new byte[] {(byte) (port >>> 8), (byte) port});
        if (address instanceof Inet6Address v6) {
            target.put(SocketAddress.FAMILY, IpHelperLibrary.AF_INET6)
                    .put(SocketAddress.V6_ADDRESS, v6.getAddress())
                    .put(SocketAddress.V6_SCOPE, v6.getScopeId());
        } else {
            target.put(SocketAddress.FAMILY, IpHelperLibrary.AF_INET)
                    .put(SocketAddress.V4_ADDRESS, address.getAddress());
        }
    }
}
