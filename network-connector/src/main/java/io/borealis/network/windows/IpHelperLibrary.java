package io.borealis.network.windows;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/**
 * The exports of {@code iphlpapi.dll} that the product uses, spelled as in {@code netioapi.h}. Each returns its Win32
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
}
