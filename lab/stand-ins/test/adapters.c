#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness.h"

static int log_lines;

static void count_line(int level, uint64_t timestamp, const wchar16 *line) {
    CHECK(level >= LOG_INFO && level <= LOG_ERR && line[0]);
    CHECK(timestamp > 133000000000000000u && timestamp < 150000000000000000u);
    log_lines++;
}

static net_luid luid_of(void *adapter) {
    net_luid luid = 0;
    WireGuardGetAdapterLUID(adapter, &luid);
    return luid;
}

static void check_alias(void *adapter, const char *expected) {
    wchar16 alias[257];
    char text[300];
    net_luid luid = luid_of(adapter);
    CODE(ConvertInterfaceLuidToAlias(&luid, alias, 257), 0);
    CHECK(text_to_utf8(alias, text, sizeof text) && !strcmp(text, expected));
}

static void check_state(void *adapter, int expected) {
    int state = -1;
    CHECK(WireGuardGetAdapterState(adapter, &state));
    CHECK(state == expected);
}

static void set_port(void *adapter, uint16_t port) {
    wg_interface i = {.flags = INTERFACE_HAS_LISTEN_PORT, .listen_port = port};
    CHECK(WireGuardSetConfiguration(adapter, &i, sizeof i));
}

static void ports(void *a, void *b) {
    set_port(a, 40001);
    set_port(b, 40001);
    CHECK(WireGuardSetAdapterState(a, ADAPTER_UP));
    CHECK(WireGuardSetAdapterState(a, ADAPTER_UP));
    check_state(a, ADAPTER_UP);
    FAILS(WireGuardSetAdapterState(b, ADAPTER_UP), WSAEADDRINUSE);
    check_state(b, ADAPTER_DOWN);
    FAILS(WireGuardSetAdapterState(b, 2), ERROR_INVALID_PARAMETER);
    CHECK(WireGuardSetAdapterState(a, ADAPTER_DOWN));
    CHECK(WireGuardSetAdapterState(a, ADAPTER_DOWN));
    check_state(a, ADAPTER_DOWN);
    /* The sockets are closed with it, so the port is free at once. */
    CHECK(WireGuardSetAdapterState(b, ADAPTER_UP));
    CHECK(WireGuardSetAdapterState(b, ADAPTER_DOWN));
    int taken = udp_bind("127.0.0.1", 40002);
    set_port(b, 40002);
    FAILS(WireGuardSetAdapterState(b, ADAPTER_UP), WSAEADDRINUSE);
    close(taken);
    CHECK(WireGuardSetAdapterState(b, ADAPTER_UP));
    /* A port of a living adapter changes at once, and a clash surfaces there. */
    taken = udp_bind("0.0.0.0", 40003);
    wg_interface i = {.flags = INTERFACE_HAS_LISTEN_PORT, .listen_port = 40003};
    FAILS(WireGuardSetConfiguration(b, &i, sizeof i), WSAEADDRINUSE);
    close(taken);
    CHECK(WireGuardSetConfiguration(b, &i, sizeof i));
    CHECK(WireGuardSetAdapterState(b, ADAPTER_DOWN));
}

void test_adapters(void) {
    namespace_new();
    const win_guid id = guid("0b0e5000-1111-2222-3333-444455556666");
    FAILS(WireGuardGetRunningDriverVersion(), ERROR_FILE_NOT_FOUND);
    FAILS(WireGuardOpenAdapter(wide("Borealis")), ERROR_NOT_FOUND);
    CHECK(WireGuardDeleteDriver());
    WireGuardSetLogger(count_line);
    void *a = WireGuardCreateAdapter(wide("Borealis"), wide("Borealis"), &id);
    if (!CHECK(a)) return;
    CHECK(log_lines > 0);
    CHECK(WireGuardGetRunningDriverVersion() == 0x00010001);
    FAILS(WireGuardDeleteDriver(), ERROR_BUSY);
    FAILS(WireGuardCreateAdapter(wide("Other"), wide("Borealis"), &id), ERROR_ALREADY_EXISTS);
    FAILS(WireGuardCreateAdapter(0, wide("Borealis"), &id), ERROR_INVALID_PARAMETER);
    net_luid luid = luid_of(a), found = 0;
    win_guid found_id;
    uint32_t index = 0;
    CHECK(luid >> 48 == 53);
    CODE(ConvertInterfaceLuidToGuid(&luid, &found_id), 0);
    CHECK(guid_equal(&id, &found_id));
    CODE(ConvertInterfaceGuidToLuid(&id, &found), 0);
    CHECK(found == luid);
    CODE(ConvertInterfaceAliasToLuid(wide("borealis"), &found), 0);
    CHECK(found == luid);
    CODE(ConvertInterfaceLuidToIndex(&luid, &index), 0);
    CHECK(index > 0);
    /* The same name again: the new adapter gets it, the old one is renamed. */
    void *b = WireGuardCreateAdapter(wide("Borealis"), wide("Borealis"), 0);
    CHECK(b);
    check_alias(b, "Borealis");
    check_alias(a, "Borealis 1");
    void *opened = WireGuardOpenAdapter(wide("BOREALIS"));
    CHECK(opened && luid_of(opened) == luid_of(b));
    CHECK(WireGuardSetAdapterLogging(a, LOGGING_ON_WITH_PREFIX));
    FAILS(WireGuardSetAdapterLogging(a, 3), ERROR_INVALID_PARAMETER);
    ports(a, b);
    /* A handle that was only opened works the device, and closing it leaves the device. */
    CHECK(WireGuardSetAdapterState(opened, ADAPTER_UP));
    check_state(b, ADAPTER_UP);
    CHECK(WireGuardSetAdapterState(opened, ADAPTER_DOWN));
    WireGuardCloseAdapter(opened);
    check_state(b, ADAPTER_DOWN);
    WireGuardSetLogger(0);
    WireGuardCloseAdapter(b);
    WireGuardCloseAdapter(0);
    FAILS(WireGuardSetAdapterState(b, ADAPTER_UP), ERROR_INVALID_HANDLE);
    FAILS(WireGuardOpenAdapter(wide("Borealis")), ERROR_NOT_FOUND);
    WireGuardCloseAdapter(a);
    CODE(ConvertInterfaceLuidToIndex(&luid, &index), ERROR_INVALID_PARAMETER);
    FAILS(WireGuardGetRunningDriverVersion(), ERROR_FILE_NOT_FOUND);
    CHECK(shell("! ip -br link | grep -q ^bor") == 0);
}
