package io.borealis.network.windows;

import static io.borealis.network.HostNetworkException.Step.ADD_ADDRESS;
import static io.borealis.network.HostNetworkException.Step.ADD_FILTERS;
import static io.borealis.network.HostNetworkException.Step.ADD_PEER;
import static io.borealis.network.HostNetworkException.Step.ADD_ROUTE;
import static io.borealis.network.HostNetworkException.Step.BRING_DOWN;
import static io.borealis.network.HostNetworkException.Step.BRING_UP;
import static io.borealis.network.HostNetworkException.Step.CONFIGURE_LISTENER;
import static io.borealis.network.HostNetworkException.Step.CREATE_ADAPTER;
import static io.borealis.network.HostNetworkException.Step.OPEN_FILTER_ENGINE;
import static io.borealis.network.HostNetworkException.Step.READ_ADAPTER_LUID;
import static io.borealis.network.HostNetworkException.Step.READ_HOST_NETWORK;
import static io.borealis.network.HostNetworkException.Step.READ_PEERS;
import static io.borealis.network.HostNetworkException.Step.REMOVE_FILTERS;
import static io.borealis.network.HostNetworkException.Step.REMOVE_PEER;
import static io.borealis.network.HostNetworkException.Step.SET_INTERFACE_OPTIONS;
import static io.borealis.network.HostNetworkException.Step.WAIT_FOR_IP_INTERFACE;
import static io.borealis.network.windows.NativeCall.Situation.ADMIT;
import static io.borealis.network.windows.NativeCall.Situation.ADMIT_ABORTING;
import static io.borealis.network.windows.NativeCall.Situation.AGENT_PERMIT;
import static io.borealis.network.windows.NativeCall.Situation.CLOSE;
import static io.borealis.network.windows.NativeCall.Situation.COMPARE;
import static io.borealis.network.windows.NativeCall.Situation.COMPARE_BESIDE_OVERLAP;
import static io.borealis.network.windows.NativeCall.Situation.DROP;
import static io.borealis.network.windows.NativeCall.Situation.EVICT;
import static io.borealis.network.windows.NativeCall.Situation.HEALTH;
import static io.borealis.network.windows.NativeCall.Situation.INSTALL;
import static io.borealis.network.windows.NativeCall.Situation.LISTEN;
import static io.borealis.network.windows.NativeCall.Situation.LISTEN_BESIDE_LEFTOVERS;
import static io.borealis.network.windows.NativeCall.Situation.LISTEN_BESIDE_NAMESAKE;
import static io.borealis.network.windows.NativeCall.Situation.PERMIT;
import static io.borealis.network.windows.NativeCall.Situation.RAISE;
import static io.borealis.network.windows.NativeCall.Situation.READ;

import io.borealis.network.HostNetworkException.Step;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every native function that the product binds, the structs it is handed, and how its failure is tried. */
enum NativeCall {
    WireGuardCreateAdapter("GUID", fault(LISTEN, 31, CREATE_ADAPTER), fault(INSTALL, 5, CREATE_ADAPTER)),
    WireGuardOpenAdapter("UTF-16 text", fault(LISTEN, 5, CREATE_ADAPTER)),
    WireGuardCloseAdapter("handle only", cannotFail()),
    WireGuardGetAdapterLUID("NET_LUID", cannotFail()),
    WireGuardGetRunningDriverVersion("number only", fault(LISTEN, 2, CREATE_ADAPTER)),
    WireGuardSetLogger("callback only", cannotFail()),
    WireGuardSetAdapterLogging("number only", fault(LISTEN, 87, CREATE_ADAPTER)),
    WireGuardGetAdapterState("number only", fault(HEALTH, 2, null)),
    WireGuardSetAdapterState(
            "number only",
            fault(LISTEN, 31, BRING_UP),
            fault(LISTEN, 10048, BRING_UP),
            fault(LISTEN, 10013, BRING_UP),
            fault(INSTALL, 31, BRING_DOWN),
            fault(RAISE, 31, BRING_UP),
            fault(DROP, 31, null),
            fault(CLOSE, 31, null)),
    WireGuardSetConfiguration(
            "WIREGUARD_INTERFACE WIREGUARD_PEER WIREGUARD_ALLOWED_IP SOCKADDR_INET",
            fault(LISTEN, 87, CONFIGURE_LISTENER),
            fault(ADMIT, 8, ADD_PEER),
            fault(EVICT, 31, REMOVE_PEER),
            fault(RAISE, 87, ADD_PEER),
            fault(DROP, 31, null),
            fault(CLOSE, 31, null)),
    WireGuardGetConfiguration("WIREGUARD_INTERFACE WIREGUARD_PEER WIREGUARD_ALLOWED_IP", fault(READ, 31, READ_PEERS)),

    InitializeUnicastIpAddressEntry("MIB_UNICASTIPADDRESS_ROW", cannotFail()),
    CreateUnicastIpAddressEntry(
            "MIB_UNICASTIPADDRESS_ROW SOCKADDR_INET",
            fault(LISTEN, 5010, ADD_ADDRESS),
            fault(LISTEN, 1168, ADD_ADDRESS),
            fault(RAISE, 87, ADD_ADDRESS)),
    GetUnicastIpAddressEntry("MIB_UNICASTIPADDRESS_ROW SOCKADDR_INET", fault(HEALTH, 1168, null)),
    DeleteUnicastIpAddressEntry(
            "MIB_UNICASTIPADDRESS_ROW SOCKADDR_INET", fault(CLOSE, 87, null), fault(DROP, 87, null)),
    InitializeIpForwardEntry("MIB_IPFORWARD_ROW2", cannotFail()),
    CreateIpForwardEntry2(
            "MIB_IPFORWARD_ROW2 IP_ADDRESS_PREFIX SOCKADDR_INET",
            fault(LISTEN, 87, ADD_ROUTE),
            fault(RAISE, 5, ADD_ROUTE)),
    DeleteIpForwardEntry2(
            "MIB_IPFORWARD_ROW2 IP_ADDRESS_PREFIX SOCKADDR_INET", fault(CLOSE, 87, null), fault(DROP, 87, null)),
    InitializeIpInterfaceEntry("MIB_IPINTERFACE_ROW", cannotFail()),
    GetIpInterfaceEntry(
            "MIB_IPINTERFACE_ROW",
            fault(LISTEN, 1168, WAIT_FOR_IP_INTERFACE),
            fault(INSTALL, 1168, WAIT_FOR_IP_INTERFACE),
            fault(RAISE, 5, SET_INTERFACE_OPTIONS)),
    SetIpInterfaceEntry(
            "MIB_IPINTERFACE_ROW", fault(LISTEN, 87, SET_INTERFACE_OPTIONS), fault(RAISE, 87, SET_INTERFACE_OPTIONS)),
    ConvertInterfaceLuidToGuid(
            "NET_LUID GUID",
            fault(LISTEN_BESIDE_NAMESAKE, 87, READ_ADAPTER_LUID),
            fault(COMPARE_BESIDE_OVERLAP, 87, null)),
    ConvertInterfaceLuidToAlias("NET_LUID UTF-16 text", fault(COMPARE_BESIDE_OVERLAP, 87, null)),
    GetUnicastIpAddressTable(
            "MIB_UNICASTIPADDRESS_TABLE MIB_UNICASTIPADDRESS_ROW SOCKADDR_INET",
            fault(LISTEN, 8, READ_HOST_NETWORK),
            fault(RAISE, 8, READ_HOST_NETWORK),
            fault(COMPARE, 8, READ_HOST_NETWORK)),
    GetIpForwardTable2(
            "MIB_IPFORWARD_TABLE2 MIB_IPFORWARD_ROW2 IP_ADDRESS_PREFIX SOCKADDR_INET",
            fault(LISTEN, 8, READ_HOST_NETWORK),
            fault(RAISE, 8, READ_HOST_NETWORK),
            fault(COMPARE, 8, READ_HOST_NETWORK)),
    GetAdaptersAddresses(
            "IP_ADAPTER_ADDRESSES_LH IP_ADAPTER_DNS_SERVER_ADDRESS_XP SOCKET_ADDRESS SOCKADDR_INET",
            fault(LISTEN, 8, READ_HOST_NETWORK),
            fault(RAISE, 8, READ_HOST_NETWORK),
            fault(COMPARE, 111, READ_HOST_NETWORK)),
    FreeMibTable("pointer only", cannotFail()),

    FwpmEngineOpen0(
            "FWPM_SESSION0 FWPM_DISPLAY_DATA0",
            fault(LISTEN, 1753, OPEN_FILTER_ENGINE),
            fault(RAISE, 5, OPEN_FILTER_ENGINE)),
    FwpmEngineClose0("handle only", fault(CLOSE, 1722, null), fault(DROP, 1722, null)),
    FwpmTransactionBegin0(
            "number only",
            fault(LISTEN, 0x80320012, OPEN_FILTER_ENGINE),
            fault(ADMIT, 0x80320010, ADD_FILTERS),
            fault(EVICT, 0x80320012, REMOVE_FILTERS),
            fault(PERMIT, 0x80320012, ADD_FILTERS)),
    FwpmTransactionCommit0(
            "handle only",
            fault(LISTEN, 0x8032000F, OPEN_FILTER_ENGINE),
            fault(ADMIT, 1722, ADD_FILTERS),
            fault(EVICT, 1722, REMOVE_FILTERS),
            fault(AGENT_PERMIT, 1722, ADD_FILTERS)),
    FwpmTransactionAbort0("handle only", fault(ADMIT_ABORTING, 1722, ADD_FILTERS)),
    FwpmProviderAdd0("FWPM_PROVIDER0 FWPM_DISPLAY_DATA0", fault(LISTEN, 5, OPEN_FILTER_ENGINE)),
    FwpmProviderDeleteByKey0("GUID", fault(LISTEN_BESIDE_LEFTOVERS, 0x8032000A, OPEN_FILTER_ENGINE)),
    FwpmSubLayerAdd0("FWPM_SUBLAYER0 FWPM_DISPLAY_DATA0", fault(LISTEN, 0x80320036, OPEN_FILTER_ENGINE)),
    FwpmSubLayerDeleteByKey0("GUID", fault(LISTEN_BESIDE_LEFTOVERS, 0x8032000A, OPEN_FILTER_ENGINE)),
    FwpmFilterAdd0(
            "FWPM_FILTER0 FWPM_FILTER_CONDITION0 FWPM_ACTION0 FWPM_DISPLAY_DATA0 FWP_VALUE0 FWP_CONDITION_VALUE0 "
                    + "FWP_RANGE0 FWP_V4_ADDR_AND_MASK",
            fault(LISTEN, 0x80320027, ADD_FILTERS),
            fault(ADMIT, 0x80320027, ADD_FILTERS),
            fault(PERMIT, 0x80320027, ADD_FILTERS),
            fault(RAISE, 0x80320027, ADD_FILTERS),
            fault(AGENT_PERMIT, 0x80320027, ADD_FILTERS)),
    FwpmFilterDeleteById0(
            "number only",
            fault(EVICT, 0x8032000C, REMOVE_FILTERS),
            fault(PERMIT, 0x8032000C, REMOVE_FILTERS),
            fault(AGENT_PERMIT, 0x8032000C, REMOVE_FILTERS)),
    FwpmFilterGetById0("pointer only", fault(HEALTH, 0x80320003, null)),
    FwpmFreeMemory0("pointer only", cannotFail());

    /** What the product does while the call fails. */
    enum Situation {
        LISTEN,
        LISTEN_BESIDE_LEFTOVERS,
        LISTEN_BESIDE_NAMESAKE,
        ADMIT,
        ADMIT_ABORTING,
        EVICT,
        PERMIT,
        READ,
        HEALTH,
        COMPARE,
        COMPARE_BESIDE_OVERLAP,
        CLOSE,
        INSTALL,
        RAISE,
        AGENT_PERMIT,
        DROP
    }

    /** One failure that is tried. {@code step} is null where the product goes on and heals instead of reporting. */
    record Fault(Situation situation, int code, @Nullable Step step) {}

    private final String arguments;
    private final List<Fault> faults;

    NativeCall(String arguments, Fault... faults) {
        this.arguments = arguments;
        this.faults = List.of(faults);
    }

    private static Fault fault(Situation situation, int code, @Nullable Step step) {
        return new Fault(situation, code, step);
    }

    /** Declared void: Windows has no way to tell a failure. */
    private static Fault[] cannotFail() {
        return new Fault[0];
    }

    List<Fault> faults() {
        return faults;
    }

    /** The structs that go in or out. */
    List<String> structs() {
        return Stream.of(arguments.split(" "))
                .filter(word -> word.contains("_") && !word.equals("NET_LUID"))
                .toList();
    }

    String arguments() {
        return arguments;
    }
}
