package io.borealis.network.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import io.borealis.network.NetworkUse;
import io.borealis.network.NetworkUse.Kind;
import io.borealis.network.windows.IpHelperLayouts.AdapterAddresses;
import io.borealis.network.windows.IpHelperLayouts.AddressRow;
import io.borealis.network.windows.IpHelperLayouts.AddressTable;
import io.borealis.network.windows.IpHelperLayouts.NameServer;
import io.borealis.network.windows.IpHelperLayouts.Prefix;
import io.borealis.network.windows.IpHelperLayouts.RouteRow;
import io.borealis.network.windows.IpHelperLayouts.RouteTable;
import io.borealis.network.windows.IpHelperLayouts.SocketAddress;
import io.borealis.network.windows.IpHelperLayouts.SocketAddressPointer;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads what of IPv4 this host uses, as Windows tells it. Remembers nothing, hence thread-safe. */
final class HostAddressing {

    /**
     * One use and where it stands.
     *
     * @param luid of the interface; 0 where Windows names it by {@code interfaceName} instead
     */
    record Entry(NetworkUse use, long luid, String interfaceName) {}

    private interface TableCall {
        int fill(short family, PointerByReference table);
    }

    private static final short IPV4 = IpHelperLibrary.AF_INET;
    private static final int NAME_SERVERS_ONLY = IpHelperLibrary.GAA_FLAG_SKIP_UNICAST
            | IpHelperLibrary.GAA_FLAG_SKIP_ANYCAST
            | IpHelperLibrary.GAA_FLAG_SKIP_MULTICAST;
    /** What Microsoft recommends to begin with. */
    private static final int FIRST_LIST_BYTES = 15_000;

    private static final int MOST_LIST_ATTEMPTS = 5;

    private final IpHelperLibrary library;

    HostAddressing(IpHelperLibrary library) {
        this.library = library;
    }

    /** @throws HostNetworkException {@link Step#READ_HOST_NETWORK}, with the code of the call that failed */
    List<Entry> read() throws HostNetworkException {
        List<Entry> entries = new ArrayList<>();
        readAddresses(entries);
        readRoutes(entries);
        readNameServers(entries);
        return entries;
    }

    private void readAddresses(List<Entry> entries) throws HostNetworkException {
        table(
                library::GetUnicastIpAddressTable,
                AddressTable.LAYOUT,
                AddressTable.COUNT,
                AddressTable.FIRST_ROW,
                AddressRow.LAYOUT,
                row -> {
                    Struct address = row.inline(AddressRow.ADDRESS, SocketAddress.LAYOUT);
                    long length = row.get(AddressRow.ON_LINK_PREFIX_LENGTH);
                    add(entries, Kind.INTERFACE, address, length, row.get(AddressRow.INTERFACE_LUID));
                });
    }

    private void readRoutes(List<Entry> entries) throws HostNetworkException {
        table(
                library::GetIpForwardTable2,
                RouteTable.LAYOUT,
                RouteTable.COUNT,
                RouteTable.FIRST_ROW,
                RouteRow.LAYOUT,
                row -> {
                    long luid = row.get(RouteRow.INTERFACE_LUID);
                    Struct destination = row.inline(RouteRow.DESTINATION_PREFIX, Prefix.LAYOUT);
                    Struct prefix = destination.inline(Prefix.PREFIX, SocketAddress.LAYOUT);
                    add(entries, Kind.ROUTE, prefix, destination.get(Prefix.PREFIX_LENGTH), luid);
                    add(entries, Kind.GATEWAY, row.inline(RouteRow.NEXT_HOP, SocketAddress.LAYOUT), 32, luid);
                });
    }

    private void table(
            TableCall call,
            Layout table,
            Layout.Field count,
            Layout.Field firstRow,
            Layout rowLayout,
            Consumer<Struct> each)
            throws HostNetworkException {
        PointerByReference filled = new PointerByReference();
        int code = call.fill(IPV4, filled);
        if (code == Win32.ERROR_NOT_FOUND) {
            return;
        }
        KnownCodes.check(Step.READ_HOST_NETWORK, code);
        Pointer memory = filled.getValue();
        try {
            long rows = Struct.at(table, memory, 0).get(count);
            for (long i = 0; i < rows; i++) {
                each.accept(Struct.at(rowLayout, memory, firstRow.offset() + i * rowLayout.size()));
            }
        } finally {
            library.FreeMibTable(memory);
        }
    }

    private static void add(List<Entry> entries, Kind kind, Struct socketAddress, long prefixLength, long luid) {
        TunnelAddress address = addressOf(socketAddress);
        boolean none = kind != Kind.ROUTE && address.value() == 0;
        if (!none && socketAddress.get(SocketAddress.FAMILY) == IpHelperLibrary.AF_INET) {
            // Windows writes 255 where an address has no prefix
            int length = prefixLength > 32 ? 32 : (int) prefixLength;
            entries.add(new Entry(new NetworkUse(kind, address, length), luid, ""));
        }
    }

    private static TunnelAddress addressOf(Struct socketAddress) {
        return new TunnelAddress(ByteBuffer.wrap(socketAddress.getBytes(SocketAddress.V4_ADDRESS))
                .getInt());
    }

    private void readNameServers(List<Entry> entries) throws HostNetworkException {
        IntByReference size = new IntByReference(FIRST_LIST_BYTES);
        for (int attempt = 1; ; attempt++) {
            // closed only after the list was walked: its pointers lead into this very memory
            try (Memory list = new Memory(size.getValue())) {
                int code = library.GetAdaptersAddresses(IPV4, NAME_SERVERS_ONLY, null, list, size);
                if (code == Win32.ERROR_NO_DATA || code == Win32.ERROR_ADDRESS_NOT_ASSOCIATED) {
                    return;
                }
                if (code == Win32.ERROR_BUFFER_OVERFLOW && attempt < MOST_LIST_ATTEMPTS) {
                    continue;
                }
                KnownCodes.check(Step.READ_HOST_NETWORK, code);
                walkAdapters(list, entries);
                return;
            }
        }
    }

    private static void walkAdapters(Pointer first, List<Entry> entries) {
        Pointer at = first;
        while (at != null) {
            Struct adapter = Struct.at(AdapterAddresses.LAYOUT, at, 0);
            walkNameServers(adapter, entries);
            at = adapter.getPointer(AdapterAddresses.NEXT);
        }
    }

    private static void walkNameServers(Struct adapter, List<Entry> entries) {
        String name = Struct.utf16(adapter.getPointer(AdapterAddresses.FRIENDLY_NAME));
        Pointer at = adapter.getPointer(AdapterAddresses.FIRST_NAME_SERVER);
        while (at != null) {
            Struct server = Struct.at(NameServer.LAYOUT, at, 0);
            Pointer address = server.inline(NameServer.ADDRESS, SocketAddressPointer.LAYOUT)
                    .getPointer(SocketAddressPointer.ADDRESS);
            if (address != null) {
                Struct socketAddress = Struct.at(SocketAddress.LAYOUT, address, 0);
                if (socketAddress.get(SocketAddress.FAMILY) == IpHelperLibrary.AF_INET) {
                    entries.add(new Entry(NetworkUse.of(Kind.NAME_SERVER, addressOf(socketAddress)), 0, name));
                }
            }
            at = server.getPointer(NameServer.NEXT);
        }
    }
}
