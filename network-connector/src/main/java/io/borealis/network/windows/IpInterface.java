package io.borealis.network.windows;

import com.sun.jna.Pointer;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.windows.IpHelperLayouts.AddressRow;
import io.borealis.network.windows.IpHelperLayouts.InterfaceRow;
import io.borealis.network.windows.IpHelperLayouts.Prefix;
import io.borealis.network.windows.IpHelperLayouts.RouteRow;
import io.borealis.network.windows.IpHelperLayouts.SocketAddress;
import io.borealis.protocol.tunnel.TunnelAddress;

/** The IP side of one adapter: its options, its address and its route. Remembers nothing, hence thread-safe. */
final class IpInterface {

    private final IpHelperLibrary library;
    private final long luid;
    private final Retries retries;

    /** @param retries how long Windows may take until the IP interface of a new adapter can be used */
    IpInterface(IpHelperLibrary library, long luid, Retries retries) {
        this.library = library;
        this.luid = luid;
        this.retries = retries;
    }

    /** Windows makes the IP interface some time after the adapter. */
    void await() throws HostNetworkException {
        retry(Step.WAIT_FOR_IP_INTERFACE, () -> {
            try (Arena arena = new Arena()) {
                KnownCodes.check(
                        Step.WAIT_FOR_IP_INTERFACE,
                        library.GetIpInterfaceEntry(
                                interfaceRow(arena, IpHelperLibrary.AF_INET).pointer()));
            }
        });
    }

    /**
     * A host, not a router: no forwarding, no weak host model, no automatic addresses or routes. Without an IPv6
     * interface there is nothing to shut.
     */
    void harden(int mtu) throws HostNetworkException {
        retry(Step.SET_INTERFACE_OPTIONS, () -> harden(IpHelperLibrary.AF_INET, mtu));
        try {
            harden(IpHelperLibrary.AF_INET6, mtu);
        } catch (HostNetworkException absent) {
            if (absent.code() != Win32.ERROR_NOT_FOUND) {
                throw absent;
            }
        }
    }

    private void harden(int family, int mtu) throws HostNetworkException {
        try (Arena arena = new Arena()) {
            Struct row = interfaceRow(arena, family);
            KnownCodes.check(Step.SET_INTERFACE_OPTIONS, library.GetIpInterfaceEntry(row.pointer()));
            row.put(InterfaceRow.ADVERTISING_ENABLED, 0)
                    .put(InterfaceRow.FORWARDING_ENABLED, 0)
                    .put(InterfaceRow.WEAK_HOST_SEND, 0)
                    .put(InterfaceRow.WEAK_HOST_RECEIVE, 0)
                    .put(InterfaceRow.MANAGED_ADDRESS_CONFIGURATION, 0)
                    .put(InterfaceRow.OTHER_STATEFUL_CONFIGURATION, 0)
                    .put(InterfaceRow.ROUTER_DISCOVERY_BEHAVIOR, IpHelperLibrary.RouterDiscoveryDisabled)
                    .put(InterfaceRow.DAD_TRANSMITS, 0)
                    .put(InterfaceRow.DISABLE_DEFAULT_ROUTES, 1)
                    .put(InterfaceRow.NL_MTU, mtu);
            if (family == IpHelperLibrary.AF_INET) {
                // what Get answers here, Set refuses with 87
                row.put(InterfaceRow.SITE_PREFIX_LENGTH, 0);
            }
            KnownCodes.check(Step.SET_INTERFACE_OPTIONS, library.SetIpInterfaceEntry(row.pointer()));
        }
    }

    private Struct interfaceRow(Arena arena, int family) {
        Struct row = Struct.in(arena, InterfaceRow.LAYOUT);
        library.InitializeIpInterfaceEntry(row.pointer());
        return row.put(InterfaceRow.FAMILY, family).put(InterfaceRow.INTERFACE_LUID, luid);
    }

    /** Adds the address as a /32, usable at once. One that this interface has already is no failure. */
    void addAddress(TunnelAddress address) throws HostNetworkException {
        retry(Step.ADD_ADDRESS, () -> {
            try (Arena arena = new Arena()) {
                Struct row = addressRow(arena, address)
                        .put(AddressRow.ON_LINK_PREFIX_LENGTH, 32)
                        .put(AddressRow.SKIP_AS_SOURCE, 0)
                        .put(AddressRow.DAD_STATE, IpHelperLibrary.IpDadStatePreferred)
                        .put(AddressRow.VALID_LIFETIME, IpHelperLibrary.INFINITE_LIFETIME)
                        .put(AddressRow.PREFERRED_LIFETIME, IpHelperLibrary.INFINITE_LIFETIME);
                int code = library.CreateUnicastIpAddressEntry(row.pointer());
                if (code == Win32.ERROR_OBJECT_ALREADY_EXISTS && hasAddress(address)) {
                    return;
                }
                if (code != Win32.NO_ERROR) {
                    throw KnownCodes.failure(Step.ADD_ADDRESS, code, address + "/32");
                }
            }
        });
    }

    boolean hasAddress(TunnelAddress address) {
        try (Arena arena = new Arena()) {
            Pointer row = addressRow(arena, address).pointer();
            return library.GetUnicastIpAddressEntry(row) == Win32.NO_ERROR;
        }
    }

    /** An address that is gone already is no failure. */
    void removeAddress(TunnelAddress address) throws HostNetworkException {
        try (Arena arena = new Arena()) {
            int code = library.DeleteUnicastIpAddressEntry(
                    addressRow(arena, address).pointer());
            if (code != Win32.ERROR_NOT_FOUND) {
                KnownCodes.check(Step.REMOVE_ADDRESS, code);
            }
        }
    }

    private Struct addressRow(Arena arena, TunnelAddress address) {
        Struct row = Struct.in(arena, AddressRow.LAYOUT);
        library.InitializeUnicastIpAddressEntry(row.pointer());
        putAddress(row.inline(AddressRow.ADDRESS, SocketAddress.LAYOUT), address);
        return row.put(AddressRow.INTERFACE_LUID, luid);
    }

    /** Sends a prefix into the tunnel, on link. A route that stands already is no failure. */
    void addRoute(TunnelAddress prefix, int prefixLength) throws HostNetworkException {
        retry(Step.ADD_ROUTE, () -> {
            try (Arena arena = new Arena()) {
                int code = library.CreateIpForwardEntry2(
                        routeRow(arena, prefix, prefixLength).pointer());
                if (code != Win32.NO_ERROR && code != Win32.ERROR_OBJECT_ALREADY_EXISTS) {
                    throw KnownCodes.failure(Step.ADD_ROUTE, code, prefix + "/" + prefixLength);
                }
            }
        });
    }

    /** A route that is gone already is no failure. */
    void removeRoute(TunnelAddress prefix, int prefixLength) throws HostNetworkException {
        try (Arena arena = new Arena()) {
            int code = library.DeleteIpForwardEntry2(
                    routeRow(arena, prefix, prefixLength).pointer());
            if (code != Win32.ERROR_NOT_FOUND) {
                KnownCodes.check(Step.REMOVE_ROUTE, code);
            }
        }
    }

    private Struct routeRow(Arena arena, TunnelAddress prefix, int prefixLength) {
        Struct row = Struct.in(arena, RouteRow.LAYOUT);
        library.InitializeIpForwardEntry(row.pointer());
        Struct destination =
                row.inline(RouteRow.DESTINATION_PREFIX, Prefix.LAYOUT).put(Prefix.PREFIX_LENGTH, prefixLength);
        putAddress(destination.inline(Prefix.PREFIX, SocketAddress.LAYOUT), prefix);
        putAddress(row.inline(RouteRow.NEXT_HOP, SocketAddress.LAYOUT), new TunnelAddress(0));
        return row.put(RouteRow.INTERFACE_LUID, luid)
                .put(RouteRow.SITE_PREFIX_LENGTH, 0)
                .put(RouteRow.METRIC, 0)
                .put(RouteRow.PROTOCOL, IpHelperLibrary.MIB_IPPROTO_NETMGMT);
    }

    private static void putAddress(Struct target, TunnelAddress address) {
        target.put(SocketAddress.FAMILY, IpHelperLibrary.AF_INET).put(SocketAddress.V4_ADDRESS, address.toBytes());
    }

    private void retry(Step step, Retries.Attempt attempt) throws HostNetworkException {
        retries.run(step, code -> code == Win32.ERROR_NOT_FOUND, attempt);
    }
}
