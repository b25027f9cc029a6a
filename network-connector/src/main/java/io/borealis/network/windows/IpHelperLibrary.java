package io.borealis.network.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * The exports of {@code iphlpapi.dll} that the product uses, spelled as in {@code netioapi.h} and
 * {@code iphlpapi.h}. Each returns its Win32
 * code; {@code Initialize…} cannot fail. Addresses are in network order.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/netioapi/">netioapi.h</a>
 */
interface IpHelperLibrary extends Library {

    String NAME = "iphlpapi";

    int AF_INET = 2;
    int AF_INET6 = 23;

    int IpDadStatePreferred = 4;
    int RouterDiscoveryDisabled = 0;
    int MIB_IPPROTO_NETMGMT = 3;
    int INFINITE_LIFETIME = 0xFFFFFFFF;
    int GAA_FLAG_SKIP_UNICAST = 1;
    int GAA_FLAG_SKIP_ANYCAST = 2;
    int GAA_FLAG_SKIP_MULTICAST = 4;

    void InitializeUnicastIpAddressEntry(Pointer row);

    int CreateUnicastIpAddressEntry(Pointer row);

    int GetUnicastIpAddressEntry(Pointer row);

    int DeleteUnicastIpAddressEntry(Pointer row);

    void InitializeIpForwardEntry(Pointer row);

    int CreateIpForwardEntry2(Pointer row);

    int DeleteIpForwardEntry2(Pointer row);

    void InitializeIpInterfaceEntry(Pointer row);

    int GetIpInterfaceEntry(Pointer row);

    int SetIpInterfaceEntry(Pointer row);

    int ConvertInterfaceLuidToGuid(Pointer luid, Pointer guid);

    /** @param length of {@code alias} in characters, its terminating zero among them */
    int ConvertInterfaceLuidToAlias(Pointer luid, Pointer alias, long length);

    /** Gives a table that goes back by {@link #FreeMibTable}. */
    int GetUnicastIpAddressTable(short family, PointerByReference table);

    /** Gives a table that goes back by {@link #FreeMibTable}. */
    int GetIpForwardTable2(short family, PointerByReference table);

    void FreeMibTable(Pointer table);

    /** @param size of {@code list} in bytes, and what it should have been; {@code reserved} is null */
    int GetAdaptersAddresses(int family, int flags, @Nullable Pointer reserved, Pointer list, IntByReference size);
}
