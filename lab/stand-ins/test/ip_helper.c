#define _GNU_SOURCE
#include <arpa/inet.h>
#include <string.h>

#include "harness.h"

static int addresses_on(net_luid luid) {
    address_table *table;
    int found = 0;
    if (!CODE(GetUnicastIpAddressTable(WIN_AF_INET, &table), 0)) return -1;
    for (uint32_t i = 0; i < table->count; i++) found += table->rows[i].luid == luid;
    FreeMibTable(table);
    return found;
}

static int routes_on(net_luid luid) {
    route_table *table;
    int found = 0;
    if (!CODE(GetIpForwardTable2(WIN_AF_UNSPEC, &table), 0)) return -1;
    for (uint32_t i = 0; i < table->count; i++) found += table->rows[i].luid == luid;
    FreeMibTable(table);
    return found;
}

static void addresses(net_luid luid) {
    address_row row = host_address(luid, "10.255.0.1"), raw;
    CODE(CreateUnicastIpAddressEntry(&row), 0);
    CODE(CreateUnicastIpAddressEntry(&row), ERROR_OBJECT_ALREADY_EXISTS);
    CHECK(addresses_on(luid) == 1 && routes_on(luid) == 0);
    InitializeUnicastIpAddressEntry(&raw);
    CHECK(raw.on_link_prefix_length == 255 && raw.valid_lifetime == FOREVER && raw.prefix_origin == ORIGIN_UNCHANGED);
    raw.luid = luid;
    CODE(CreateUnicastIpAddressEntry(&raw), ERROR_INVALID_PARAMETER);
    raw.address.family = WIN_AF_INET;
    CODE(CreateUnicastIpAddressEntry(&raw), ERROR_INVALID_PARAMETER);
    row = host_address((uint64_t)53 << 48 | (uint64_t)9999 << 24, "10.255.0.2");
    CODE(CreateUnicastIpAddressEntry(&row), ERROR_NOT_FOUND);
    address_row found = host_address(luid, "10.255.0.1");
    found.on_link_prefix_length = 0;
    CODE(GetUnicastIpAddressEntry(&found), 0);
    CHECK(found.on_link_prefix_length == 32 && found.dad_state == DAD_PREFERRED && found.luid == luid);
    found = host_address(luid, "10.255.0.9");
    CODE(GetUnicastIpAddressEntry(&found), ERROR_NOT_FOUND);
    address_table *table;
    CODE(GetUnicastIpAddressTable(WIN_AF_INET, &table), 0);
    for (uint32_t i = 0; i < table->count; i++)
        if (table->rows[i].luid == luid)
            CHECK(table->rows[i].on_link_prefix_length == 32 && table->rows[i].dad_state == DAD_PREFERRED &&
                  table->rows[i].address.v4.address[3] == 1);
    FreeMibTable(table);
    address_row v6 = {.address.family = WIN_AF_INET6, .luid = luid, .on_link_prefix_length = 128, .dad_state = DAD_PREFERRED};
    v6.valid_lifetime = v6.preferred_lifetime = FOREVER;
    inet_pton(AF_INET6, "fd00::1", v6.address.v6.address);
    CODE(CreateUnicastIpAddressEntry(&v6), 0);
    CODE(CreateUnicastIpAddressEntry(&v6), ERROR_OBJECT_ALREADY_EXISTS);
    CODE(DeleteUnicastIpAddressEntry(&v6), 0);
    /* The prefix length is ignored at deletion. */
    row = host_address(luid, "10.255.0.1");
    row.on_link_prefix_length = 255;
    CODE(DeleteUnicastIpAddressEntry(&row), 0);
    CODE(DeleteUnicastIpAddressEntry(&row), ERROR_NOT_FOUND);
    CHECK(addresses_on(luid) == 0);
}

static void routes(net_luid luid, net_luid other) {
    route_row row = route_to(luid, "10.255.0.0", 16);
    CODE(CreateIpForwardEntry2(&row), 0);
    CODE(CreateIpForwardEntry2(&row), ERROR_OBJECT_ALREADY_EXISTS);
    row.luid = other;
    CODE(CreateIpForwardEntry2(&row), 0);
    CHECK(routes_on(luid) == 1 && routes_on(other) == 1);
    CODE(DeleteIpForwardEntry2(&row), 0);
    CHECK(routes_on(luid) == 1 && routes_on(other) == 0);
    row.luid = luid;
    row.next_hop.family = WIN_AF_INET6;
    CODE(CreateIpForwardEntry2(&row), ERROR_INVALID_PARAMETER);
    row = route_to(luid, "10.255.0.1", 16);
    CODE(CreateIpForwardEntry2(&row), ERROR_INVALID_PARAMETER);
    row = route_to(luid, "10.254.0.0", 16);
    row.metric = UINT32_MAX;
    CODE(CreateIpForwardEntry2(&row), ERROR_INVALID_PARAMETER);
    row.metric = 5;
    row.site_prefix_length = 17;
    CODE(CreateIpForwardEntry2(&row), ERROR_INVALID_PARAMETER);
    row.site_prefix_length = 0;
    CODE(CreateIpForwardEntry2(&row), 0);
    route_table *table;
    bool seen = false;
    CODE(GetIpForwardTable2(WIN_AF_INET, &table), 0);
    for (uint32_t i = 0; i < table->count; i++)
        seen |= table->rows[i].luid == luid && table->rows[i].metric == 5 && table->rows[i].protocol == ROUTE_NETMGMT &&
                table->rows[i].destination.length == 16 && table->rows[i].destination.prefix.v4.address[1] == 254;
    FreeMibTable(table);
    CHECK(seen);
    CODE(DeleteIpForwardEntry2(&row), 0);
    CODE(DeleteIpForwardEntry2(&row), ERROR_NOT_FOUND);
    row = route_to((uint64_t)53 << 48 | (uint64_t)9999 << 24, "10.254.0.0", 16);
    CODE(CreateIpForwardEntry2(&row), ERROR_NOT_FOUND);
}

static void interface_rows(net_luid luid) {
    for (int i = 0; i < 2; i++) {
        uint16_t family = i ? WIN_AF_INET : WIN_AF_INET6;
        interface_row row;
        InitializeIpInterfaceEntry(&row);
        row.family = family;
        row.luid = luid;
        if (!CODE(GetIpInterfaceEntry(&row), 0)) continue;
        CHECK(row.forwarding_enabled == 0 && row.nl_mtu > 1420 && row.connected == 0);
        row.nl_mtu = 1420;
        row.weak_host_receive = 1;
        row.forwarding_enabled = 1;
        row.use_automatic_metric = 0;
        row.metric = 3;
        if (family == WIN_AF_INET) CODE(SetIpInterfaceEntry(&row), ERROR_INVALID_PARAMETER);
        row.site_prefix_length = 0;
        CODE(SetIpInterfaceEntry(&row), 0);
        interface_row again = {.family = family, .luid = luid};
        CODE(GetIpInterfaceEntry(&again), 0);
        CHECK(again.nl_mtu == 1420 && again.weak_host_receive == 1 && again.forwarding_enabled == 1);
        CHECK(again.metric == 3 && again.use_automatic_metric == 0);
    }
    interface_row row = {.family = WIN_AF_INET, .luid = (uint64_t)53 << 48 | (uint64_t)9999 << 24};
    CODE(GetIpInterfaceEntry(&row), ERROR_NOT_FOUND);
    row.family = 10;
    CODE(GetIpInterfaceEntry(&row), ERROR_INVALID_PARAMETER);
    CHECK(shell("ip link | grep -q 'bor.* mtu 1420 '") == 0);
}

static int servers_of(const adapter_addresses *list, const char *server) {
    int found = 0;
    uint8_t wanted[4];
    inet_pton(AF_INET, server, wanted);
    for (; list; list = list->next)
        for (const name_server *at = list->first_name_server; at; at = at->next)
            found += at->address->family == WIN_AF_INET && !memcmp(at->address->v4.address, wanted, 4);
    return found;
}

static void name_servers(void) {
    static uint8_t room[65536];
    adapter_addresses *list = (adapter_addresses *)room;
    uint32_t size = 0, needed;
    BorealisLabNameServers("192.0.2.53 192.0.2.54 2001:db8::53");
    CODE(GetAdaptersAddresses(WIN_AF_INET, 7, 0, 0, &size), ERROR_BUFFER_OVERFLOW);
    needed = size;
    CHECK(needed > 448);
    size = needed - 1;
    CODE(GetAdaptersAddresses(WIN_AF_INET, 7, 0, list, &size), ERROR_BUFFER_OVERFLOW);
    CHECK(size == needed);
    size = sizeof room;
    CODE(GetAdaptersAddresses(WIN_AF_INET, 7, 0, list, &size), 0);
    CHECK(servers_of(list, "192.0.2.53") == 1 && servers_of(list, "192.0.2.54") == 1);
    CHECK(list->friendly_name[0] == 'l' && list->friendly_name[1] == 'o' && !list->friendly_name[2]);
    BorealisLabNameServers("");
    CODE(GetAdaptersAddresses(WIN_AF_INET, 7, 0, list, &size), 0);
    CHECK(servers_of(list, "192.0.2.53") == 0);
    CODE(GetAdaptersAddresses(10, 7, 0, list, &size), ERROR_INVALID_PARAMETER);
    /* Whoever asks for addresses is not answered here. */
    CODE(GetAdaptersAddresses(WIN_AF_INET, 0, 0, list, &size), ERROR_NOT_SUPPORTED);
}

void test_ip_helper(void) {
    namespace_new();
    void *a = WireGuardCreateAdapter(wide("A"), wide("Borealis"), 0);
    void *b = WireGuardCreateAdapter(wide("B"), wide("Borealis"), 0);
    if (!CHECK(a && b)) return;
    net_luid la, lb;
    WireGuardGetAdapterLUID(a, &la);
    WireGuardGetAdapterLUID(b, &lb);
    addresses(la);
    routes(la, lb);
    interface_rows(la);
    name_servers();
    /* Addresses and routes stay while the adapter is down and are used when it is up. */
    address_row address = host_address(la, "10.255.0.1");
    CODE(CreateUnicastIpAddressEntry(&address), 0);
    CHECK(shell("ip route get 10.255.9.9 >/dev/null 2>&1") != 0);
    CHECK(WireGuardSetAdapterState(a, ADAPTER_UP));
    CHECK(shell("ip route get 10.255.9.9 | grep -q 'dev bor.* src 10.255.0.1'") == 0);
    CHECK(WireGuardSetAdapterState(a, ADAPTER_DOWN));
    CHECK(shell("ip route get 10.255.9.9 >/dev/null 2>&1") != 0);
    CHECK(addresses_on(la) == 1 && routes_on(la) == 1);
    WireGuardCloseAdapter(a);
    CHECK(addresses_on(la) == 0 && routes_on(la) == 0);
    WireGuardCloseAdapter(b);
}

struct seen {
    _Atomic int initial, added, deleted;
    _Atomic net_luid luid;
};

static void changed(void *context, interface_row *row, int type) {
    struct seen *seen = context;
    if (type == 3) seen->initial++;
    if (type == 1) {
        seen->luid = row->luid;
        seen->added++;
    }
    if (type == 2) seen->deleted++;
}

static bool was_added(void *context) { return ((struct seen *)context)->added == 1; }
static bool was_deleted(void *context) { return ((struct seen *)context)->deleted == 1; }

void test_notifications(void) {
    namespace_new();
    struct seen seen = {0};
    void *handle;
    CODE(NotifyIpInterfaceChange(WIN_AF_INET, changed, &seen, 1, &handle), 0);
    CHECK(seen.initial == 1);
    /* The IP rows of a new adapter come later than the adapter. */
    BorealisLabDelayInterface(300);
    void *adapter = WireGuardCreateAdapter(wide("Late"), wide("Borealis"), 0);
    if (!CHECK(adapter)) return;
    net_luid luid;
    WireGuardGetAdapterLUID(adapter, &luid);
    interface_row row = {.family = WIN_AF_INET, .luid = luid};
    address_row address = host_address(luid, "10.255.0.1");
    CODE(GetIpInterfaceEntry(&row), ERROR_NOT_FOUND);
    CODE(CreateUnicastIpAddressEntry(&address), ERROR_NOT_FOUND);
    CHECK(seen.added == 0);
    CHECK(eventually(was_added, &seen));
    CHECK(seen.luid == luid);
    CODE(GetIpInterfaceEntry(&row), 0);
    CODE(CreateUnicastIpAddressEntry(&address), 0);
    BorealisLabDelayInterface(0);
    WireGuardCloseAdapter(adapter);
    CHECK(eventually(was_deleted, &seen));
    CODE(CancelMibChangeNotify2(handle), 0);
}
