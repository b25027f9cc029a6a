package io.borealis.network.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * GUIDs and constants, typed a second time from Microsoft's tables: the stand-ins may share a slip of ours, this typing
 * does not.
 */
final class ConstantsTest {

    @Test
    void layersAreMicrosofts() {
        Map<String, String> keys = new TreeMap<>();
        for (FilterLayer layer : FilterLayer.values()) {
            keys.put(layer.name(), layer.key().value().toString());
        }
        assertThat(keys)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ALE_AUTH_CONNECT_V4", "c38d57d1-05a7-4c33-904f-7fbceee60e82",
                        "ALE_AUTH_CONNECT_V6", "4a72393b-319f-44bc-84c3-ba54dcb3b6b4",
                        "ALE_AUTH_RECV_ACCEPT_V4", "e1cd9fe7-f4b5-4273-96c0-592e487b8650",
                        "ALE_AUTH_RECV_ACCEPT_V6", "a3b42c97-9f04-4672-b87e-cee9c483257f",
                        "IPFORWARD_V4", "a82acc24-4ee1-4ee1-b465-fd1d25cb10a4",
                        "IPFORWARD_V6", "7b964818-19c7-493a-b71f-832c3684d28c"));
    }

    @Test
    void conditionsAreMicrosofts() {
        Map<String, String> keys = new TreeMap<>();
        for (FilterField field : FilterField.values()) {
            keys.put(field.name(), field.key().value().toString());
        }
        assertThat(keys)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "IP_REMOTE_ADDRESS", "b235ae9a-1d64-49b8-a44c-5ff3d9095045",
                        "IP_REMOTE_PORT", "c35a604d-d22b-4e1a-91b4-68f674ee674b",
                        "IP_LOCAL_PORT", "0c1ba1af-5765-453f-af22-a8f791ac775b",
                        "IP_PROTOCOL", "3971ef2b-623e-4f9a-8cb1-6e79b806b9a7",
                        "IP_LOCAL_INTERFACE", "4cd62a49-59c3-4969-b7f3-bda5d32890a4",
                        "IP_FORWARD_INTERFACE", "1076b8a5-6323-4c5e-9810-e8d3fc9e6136",
                        "IP_SOURCE_ADDRESS", "ae96897e-2e94-4bc9-b313-b27ee80e574d",
                        "IP_DESTINATION_ADDRESS", "2d79133b-b390-45c6-8699-acaceaafed33",
                        "FLAGS", "632ce23b-5167-435c-86d7-e903684aa80c"));
    }

    @Test
    void filteringConstantsAreMicrosofts() throws IllegalAccessException {
        assertThat(constantsOf(FilteringLibrary.class))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("RPC_C_AUTHN_WINNT", 10),
                        Map.entry("FWPM_SESSION_FLAG_DYNAMIC", 1),
                        Map.entry("FWP_UINT8", 1),
                        Map.entry("FWP_UINT16", 2),
                        Map.entry("FWP_UINT32", 3),
                        Map.entry("FWP_UINT64", 4),
                        Map.entry("FWP_V4_ADDR_MASK", 256),
                        Map.entry("FWP_RANGE_TYPE", 258),
                        Map.entry("FWP_MATCH_EQUAL", 0),
                        Map.entry("FWP_MATCH_RANGE", 5),
                        Map.entry("FWP_MATCH_FLAGS_ALL_SET", 6),
                        Map.entry("FWP_ACTION_BLOCK", 0x1001),
                        Map.entry("FWP_ACTION_PERMIT", 0x1002),
                        Map.entry("FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT", 8),
                        Map.entry("FWP_CONDITION_FLAG_IS_LOOPBACK", 1)));
    }

    @Test
    void wireGuardConstantsAreThoseOfItsHeader() throws IllegalAccessException {
        assertThat(constantsOf(WireGuardLibrary.class))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("WIREGUARD_INTERFACE_HAS_PRIVATE_KEY", 2),
                        Map.entry("WIREGUARD_INTERFACE_HAS_LISTEN_PORT", 4),
                        Map.entry("WIREGUARD_INTERFACE_REPLACE_PEERS", 8),
                        Map.entry("WIREGUARD_PEER_HAS_PUBLIC_KEY", 1),
                        Map.entry("WIREGUARD_PEER_HAS_PRESHARED_KEY", 2),
                        Map.entry("WIREGUARD_PEER_HAS_PERSISTENT_KEEPALIVE", 4),
                        Map.entry("WIREGUARD_PEER_HAS_ENDPOINT", 8),
                        Map.entry("WIREGUARD_PEER_REPLACE_ALLOWED_IPS", 0x20),
                        Map.entry("WIREGUARD_PEER_REMOVE", 0x40),
                        Map.entry("WIREGUARD_ADAPTER_LOG_ON", 1),
                        Map.entry("WIREGUARD_ADAPTER_STATE_DOWN", 0),
                        Map.entry("WIREGUARD_ADAPTER_STATE_UP", 1),
                        Map.entry("WIREGUARD_LOG_INFO", 0),
                        Map.entry("WIREGUARD_LOG_WARN", 1),
                        Map.entry("WIREGUARD_LOG_ERR", 2)));
    }

    @Test
    void ipHelperConstantsAreMicrosofts() throws IllegalAccessException {
        assertThat(constantsOf(IpHelperLibrary.class))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "AF_INET", 2,
                        "AF_INET6", 23,
                        "IpDadStatePreferred", 4,
                        "RouterDiscoveryDisabled", 0,
                        "MIB_IPPROTO_NETMGMT", 3,
                        "INFINITE_LIFETIME", -1,
                        "GAA_FLAG_SKIP_UNICAST", 1,
                        "GAA_FLAG_SKIP_ANYCAST", 2,
                        "GAA_FLAG_SKIP_MULTICAST", 4));
    }

    @Test
    void codesAreMicrosofts() throws IllegalAccessException {
        assertThat(constantsOf(Win32.class))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("NO_ERROR", 0),
                        Map.entry("ERROR_FILE_NOT_FOUND", 2),
                        Map.entry("ERROR_ACCESS_DENIED", 5),
                        Map.entry("ERROR_SHARING_VIOLATION", 32),
                        Map.entry("ERROR_DUP_NAME", 52),
                        Map.entry("ERROR_INVALID_PARAMETER", 87),
                        Map.entry("ERROR_BUFFER_OVERFLOW", 111),
                        Map.entry("ERROR_MOD_NOT_FOUND", 126),
                        Map.entry("ERROR_PROC_NOT_FOUND", 127),
                        Map.entry("ERROR_ALREADY_EXISTS", 183),
                        Map.entry("ERROR_NO_DATA", 232),
                        Map.entry("ERROR_MORE_DATA", 234),
                        Map.entry("ERROR_INVALID_IMAGE_HASH", 577),
                        Map.entry("ERROR_NOT_FOUND", 1168),
                        Map.entry("ERROR_ADDRESS_ALREADY_ASSOCIATED", 1227),
                        Map.entry("ERROR_ADDRESS_NOT_ASSOCIATED", 1228),
                        Map.entry("ERROR_DRIVER_BLOCKED", 1275),
                        Map.entry("ERROR_TIMEOUT", 1460),
                        Map.entry("RPC_S_SERVER_UNAVAILABLE", 1722),
                        Map.entry("EPT_S_NOT_REGISTERED", 1753),
                        Map.entry("ERROR_OBJECT_ALREADY_EXISTS", 5010),
                        Map.entry("WSAEACCES", 10013),
                        Map.entry("WSAEADDRINUSE", 10048),
                        Map.entry("FWP_E_FILTER_NOT_FOUND", 0x80320003),
                        Map.entry("FWP_E_PROVIDER_NOT_FOUND", 0x80320005),
                        Map.entry("FWP_E_SUBLAYER_NOT_FOUND", 0x80320007),
                        Map.entry("FWP_E_NOT_FOUND", 0x80320008),
                        Map.entry("FWP_E_ALREADY_EXISTS", 0x80320009),
                        Map.entry("FWP_E_IN_USE", 0x8032000A),
                        Map.entry("FWP_E_DYNAMIC_SESSION_IN_PROGRESS", 0x8032000B),
                        Map.entry("FWP_E_WRONG_SESSION", 0x8032000C),
                        Map.entry("FWP_E_NO_TXN_IN_PROGRESS", 0x8032000D),
                        Map.entry("FWP_E_TXN_IN_PROGRESS", 0x8032000E),
                        Map.entry("FWP_E_TXN_ABORTED", 0x8032000F),
                        Map.entry("FWP_E_SESSION_ABORTED", 0x80320010),
                        Map.entry("FWP_E_TIMEOUT", 0x80320012),
                        Map.entry("FWP_E_TOO_MANY_SUBLAYERS", 0x80320036)));
    }

    /** A GUID lies in memory with its first three groups little-endian. */
    @Test
    void guidsAreWrittenAsWindowsStoresThem() {
        Guid guid = Guid.of("c38d57d1-05a7-4c33-904f-7fbceee60e82");
        assertThat(guid.toBytes()).asHexString().isEqualTo("D1578DC3A705334C904F7FBCEEE60E82");
        assertThat(Guid.fromBytes(guid.toBytes())).isEqualTo(guid);
        Guid high = new Guid(new UUID(-1L, -1L));
        assertThat(Guid.fromBytes(high.toBytes())).isEqualTo(high);
    }

    /** They identify our property on every machine where Borealis ever ran. */
    @Test
    void ourOwnGuidsNeverChange() {
        assertThat(Role.ENGINE.adapter()).hasToString("{6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51a01}");
        assertThat(Role.ENGINE.provider()).hasToString("{6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51a02}");
        assertThat(Role.ENGINE.subLayer()).hasToString("{6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51a03}");
        assertThat(Role.AGENT.adapter()).hasToString("{6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51b01}");
        assertThat(Role.AGENT.provider()).hasToString("{6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51b02}");
        assertThat(Role.AGENT.subLayer()).hasToString("{6c3ac2a6-5f0d-4b0e-9a0c-70d9b1e51b03}");
    }

    private static Map<String, Integer> constantsOf(Class<?> holder) throws IllegalAccessException {
        Map<String, Integer> constants = new TreeMap<>();
        for (java.lang.reflect.Field field : holder.getDeclaredFields()) {
            if (field.getType() == int.class) {
                constants.put(field.getName(), field.getInt(null));
            }
        }
        return constants;
    }
}
