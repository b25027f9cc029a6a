package io.borealis.network.windows;

import io.borealis.network.windows.Layout.Field;
import java.util.List;

/** The structs of {@code ws2ipdef.h}, {@code netioapi.h} and {@code iptypes.h}. */
final class IpHelperLayouts {

    /** SOCKADDR_INET: address and port in network order. */
    static final class SocketAddress {
        static final Layout LAYOUT = new Layout("SOCKADDR_INET", 28);
        static final Field FAMILY = LAYOUT.u16("si_family", 0);
        static final Field PORT = LAYOUT.bytes("Ipv4.sin_port", 2, 2);
        static final Field V4_ADDRESS = LAYOUT.bytes("Ipv4.sin_addr", 4, 4);
        static final Field V6_ADDRESS = LAYOUT.bytes("Ipv6.sin6_addr", 8, 16);
        static final Field V6_SCOPE = LAYOUT.u32("Ipv6.sin6_scope_id", 24);

        private SocketAddress() {}
    }

    /** IP_ADDRESS_PREFIX. */
    static final class Prefix {
        static final Layout LAYOUT = new Layout("IP_ADDRESS_PREFIX", 32);
        static final Field PREFIX = LAYOUT.inline("Prefix", 0, SocketAddress.LAYOUT);
        static final Field PREFIX_LENGTH = LAYOUT.u8("PrefixLength", 28);

        private Prefix() {}
    }

    /** MIB_UNICASTIPADDRESS_ROW. */
    static final class AddressRow {
        static final Layout LAYOUT = new Layout("MIB_UNICASTIPADDRESS_ROW", 80);
        static final Field ADDRESS = LAYOUT.inline("Address", 0, SocketAddress.LAYOUT);
        static final Field INTERFACE_LUID = LAYOUT.u64("InterfaceLuid", 32);
        static final Field VALID_LIFETIME = LAYOUT.u32("ValidLifetime", 52);
        static final Field PREFERRED_LIFETIME = LAYOUT.u32("PreferredLifetime", 56);
        static final Field ON_LINK_PREFIX_LENGTH = LAYOUT.u8("OnLinkPrefixLength", 60);
        static final Field SKIP_AS_SOURCE = LAYOUT.u8("SkipAsSource", 61);
        static final Field DAD_STATE = LAYOUT.u32("DadState", 64);

        private AddressRow() {}
    }

    /** MIB_IPFORWARD_ROW2. */
    static final class RouteRow {
        static final Layout LAYOUT = new Layout("MIB_IPFORWARD_ROW2", 104);
        static final Field INTERFACE_LUID = LAYOUT.u64("InterfaceLuid", 0);
        static final Field DESTINATION_PREFIX = LAYOUT.inline("DestinationPrefix", 12, Prefix.LAYOUT);
        static final Field NEXT_HOP = LAYOUT.inline("NextHop", 44, SocketAddress.LAYOUT);
        static final Field SITE_PREFIX_LENGTH = LAYOUT.u8("SitePrefixLength", 72);
        static final Field METRIC = LAYOUT.u32("Metric", 84);
        static final Field PROTOCOL = LAYOUT.u32("Protocol", 88);

        private RouteRow() {}
    }

    /** MIB_UNICASTIPADDRESS_TABLE: a count, then the rows. */
    static final class AddressTable {
        static final Layout LAYOUT = new Layout("MIB_UNICASTIPADDRESS_TABLE", 88);
        static final Field COUNT = LAYOUT.u32("NumEntries", 0);
        static final Field FIRST_ROW = LAYOUT.inline("Table", 8, AddressRow.LAYOUT);

        private AddressTable() {}
    }

    /** MIB_IPFORWARD_TABLE2: a count, then the rows. */
    static final class RouteTable {
        static final Layout LAYOUT = new Layout("MIB_IPFORWARD_TABLE2", 112);
        static final Field COUNT = LAYOUT.u32("NumEntries", 0);
        static final Field FIRST_ROW = LAYOUT.inline("Table", 8, RouteRow.LAYOUT);

        private RouteTable() {}
    }

    /** SOCKET_ADDRESS. */
    static final class SocketAddressPointer {
        static final Layout LAYOUT = new Layout("SOCKET_ADDRESS", 16);
        static final Field ADDRESS = LAYOUT.pointer("lpSockaddr", 0);

        private SocketAddressPointer() {}
    }

    /** IP_ADAPTER_DNS_SERVER_ADDRESS: a list. */
    static final class NameServer {
        static final Layout LAYOUT = new Layout("IP_ADAPTER_DNS_SERVER_ADDRESS_XP", 32);
        static final Field NEXT = LAYOUT.pointer("Next", 8);
        static final Field ADDRESS = LAYOUT.inline("Address", 16, SocketAddressPointer.LAYOUT);

        private NameServer() {}
    }

    /** IP_ADAPTER_ADDRESSES: a list. */
    static final class AdapterAddresses {
        static final Layout LAYOUT = new Layout("IP_ADAPTER_ADDRESSES_LH", 448);
        static final Field NEXT = LAYOUT.pointer("Next", 8);
        static final Field FIRST_NAME_SERVER = LAYOUT.pointer("FirstDnsServerAddress", 48);
        static final Field FRIENDLY_NAME = LAYOUT.pointer("FriendlyName", 72);

        private AdapterAddresses() {}
    }

    /** MIB_IPINTERFACE_ROW. */
    static final class InterfaceRow {
        static final Layout LAYOUT = new Layout("MIB_IPINTERFACE_ROW", 168);
        static final Field FAMILY = LAYOUT.u16("Family", 0);
        static final Field INTERFACE_LUID = LAYOUT.u64("InterfaceLuid", 8);
        static final Field ADVERTISING_ENABLED = LAYOUT.u8("AdvertisingEnabled", 40);
        static final Field FORWARDING_ENABLED = LAYOUT.u8("ForwardingEnabled", 41);
        static final Field WEAK_HOST_SEND = LAYOUT.u8("WeakHostSend", 42);
        static final Field WEAK_HOST_RECEIVE = LAYOUT.u8("WeakHostReceive", 43);
        static final Field MANAGED_ADDRESS_CONFIGURATION = LAYOUT.u8("ManagedAddressConfigurationSupported", 46);
        static final Field OTHER_STATEFUL_CONFIGURATION = LAYOUT.u8("OtherStatefulConfigurationSupported", 47);
        static final Field ROUTER_DISCOVERY_BEHAVIOR = LAYOUT.u32("RouterDiscoveryBehavior", 52);
        static final Field DAD_TRANSMITS = LAYOUT.u32("DadTransmits", 56);
        static final Field SITE_PREFIX_LENGTH = LAYOUT.u32("SitePrefixLength", 144);
        static final Field NL_MTU = LAYOUT.u32("NlMtu", 152);
        static final Field DISABLE_DEFAULT_ROUTES = LAYOUT.u8("DisableDefaultRoutes", 166);

        private InterfaceRow() {}
    }

    static final List<Layout> ALL = List.of(
            SocketAddress.LAYOUT,
            Prefix.LAYOUT,
            AddressRow.LAYOUT,
            RouteRow.LAYOUT,
            AddressTable.LAYOUT,
            RouteTable.LAYOUT,
            SocketAddressPointer.LAYOUT,
            NameServer.LAYOUT,
            AdapterAddresses.LAYOUT,
            InterfaceRow.LAYOUT);

    private IpHelperLayouts() {}
}
