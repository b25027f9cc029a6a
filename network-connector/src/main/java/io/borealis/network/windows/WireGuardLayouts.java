package io.borealis.network.windows;

import io.borealis.network.windows.Layout.Field;
import java.util.List;

/** The structs of {@code wireguard.h}. */
final class WireGuardLayouts {

    /** WIREGUARD_INTERFACE: the head of every configuration. */
    static final class Interface {
        static final Layout LAYOUT = new Layout("WIREGUARD_INTERFACE", 80);
        static final Field FLAGS = LAYOUT.u32("Flags", 0);
        static final Field LISTEN_PORT = LAYOUT.u16("ListenPort", 4);
        static final Field PRIVATE_KEY = LAYOUT.bytes("PrivateKey", 6, 32);
        static final Field PUBLIC_KEY = LAYOUT.bytes("PublicKey", 38, 32);
        static final Field PEERS_COUNT = LAYOUT.u32("PeersCount", 72);

        private Interface() {}
    }

    /** WIREGUARD_PEER: follows the head, each with its allowed IPs behind it. */
    static final class Peer {
        static final Layout LAYOUT = new Layout("WIREGUARD_PEER", 136);
        static final Field FLAGS = LAYOUT.u32("Flags", 0);
        static final Field PUBLIC_KEY = LAYOUT.bytes("PublicKey", 8, 32);
        static final Field PRESHARED_KEY = LAYOUT.bytes("PresharedKey", 40, 32);
        static final Field PERSISTENT_KEEPALIVE = LAYOUT.u16("PersistentKeepalive", 72);
        static final Field ENDPOINT = LAYOUT.inline("Endpoint", 76, IpHelperLayouts.SocketAddress.LAYOUT);
        static final Field TX_BYTES = LAYOUT.u64("TxBytes", 104);
        static final Field RX_BYTES = LAYOUT.u64("RxBytes", 112);
        static final Field LAST_HANDSHAKE = LAYOUT.u64("LastHandshake", 120);
        static final Field ALLOWED_IPS_COUNT = LAYOUT.u32("AllowedIPsCount", 128);

        private Peer() {}
    }

    /** WIREGUARD_ALLOWED_IP. */
    static final class AllowedIp {
        static final Layout LAYOUT = new Layout("WIREGUARD_ALLOWED_IP", 24);
        static final Field ADDRESS = LAYOUT.bytes("Address", 0, 16);
        static final Field ADDRESS_FAMILY = LAYOUT.u16("AddressFamily", 16);
        static final Field CIDR = LAYOUT.u8("Cidr", 18);

        private AllowedIp() {}
    }

    static final List<Layout> ALL = List.of(Interface.LAYOUT, Peer.LAYOUT, AllowedIp.LAYOUT);

    private WireGuardLayouts() {}
}
