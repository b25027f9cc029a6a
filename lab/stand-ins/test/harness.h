/* What the tests share: checks that count, namespaces to stand in, and the three libraries as a caller sees them. */
#ifndef BOREALIS_HARNESS_H
#define BOREALIS_HARNESS_H

#include <stdio.h>

#include "../fwpuclnt/fwpm.h"
#include "../iphlpapi/iphlpapi.h"
#include "../shared/text.h"
#include "../wireguard/wireguard.h"

extern int checks, failures;
bool check(bool holds, const char *what, const char *file, int line);
bool check_code(uint64_t actual, uint64_t expected, const char *what, const char *file, int line);
#define CHECK(condition) check(condition, #condition, __FILE__, __LINE__)
#define CODE(call, expected) check_code((uint32_t)(call), (uint32_t)(expected), #call, __FILE__, __LINE__)
/* A call that returns FALSE or NULL and sets the last error. */
#define FAILS(call, expected) \
    (errno = 0, check(!(call), #call " fails", __FILE__, __LINE__), check_code((uint32_t)errno, expected, #call, __FILE__, __LINE__))

/* A network namespace without a name; it vanishes with the last process in it. */
int namespace_new(void);
void namespace_enter(int namespace);
void namespace_join(int a, const char *address_a, int b, const char *address_b);
/* Runs a command of the shell; its status. */
int shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Waits up to five seconds for a condition. */
bool eventually(bool (*condition)(void *), void *context);

const wchar16 *wide(const char *text);
win_guid guid(const char *text);
void make_key(uint8_t private_key[KEY], uint8_t public_key[KEY]);
uint32_t ipv4(const char *text);
/* A row of iphlpapi in use: a host address and a route. */
address_row host_address(net_luid luid, const char *address);
route_row route_to(net_luid luid, const char *prefix, uint8_t length);

/* One peer with one allowed IP, as a buffer for WireGuardSetConfiguration. */
struct peer_configuration {
    wg_interface interface;
    wg_peer peer;
    wg_allowed_ip allowed_ip;
};
struct peer_configuration peer_configuration(const uint8_t key[KEY], const char *allowed, uint8_t cidr);

/* Filters in the shapes that the product uses. */
enum layer_name { CONNECT4, ACCEPT4, CONNECT6, ACCEPT6, FORWARD4, FORWARD6 };
struct filter {
    fwpm_filter filter;
    fwpm_condition conditions[12];
    uint64_t luid;
    fwp_v4_mask mask;
    fwp_range ranges[8];
};
extern const char *const layer_guids[];
extern const win_guid test_sublayer, test_provider;
void filter_begin(struct filter *filter, enum layer_name layer, uint8_t weight, bool permit);
void filter_interface(struct filter *filter, net_luid luid);
void filter_protocol(struct filter *filter, uint8_t protocol);
void filter_remote(struct filter *filter, const char *address, uint32_t mask);
void filter_remote_port(struct filter *filter, uint16_t low, uint16_t high);
void filter_local_port(struct filter *filter, uint16_t low, uint16_t high);
void filter_loopback(struct filter *filter);
fwpm_condition *filter_condition(struct filter *filter, const char *field, uint32_t match, uint32_t type);
void *filters_open(void);
uint64_t filter_add(void *engine, struct filter *filter);
/* Loopback allowed, everything on the interface shut, the prefix shut off the interface, nothing forwarded. */
void filters_shut(void *engine, net_luid luid, const char *prefix, uint32_t mask);
uint64_t permit_out(void *engine, net_luid luid, const char *remote, uint8_t protocol, uint16_t low, uint16_t high);
uint64_t permit_in(void *engine, net_luid luid, const char *remote, uint8_t protocol, uint16_t low, uint16_t high);

/* Sockets of the namespace that is entered. */
int tcp_listen(const char *address, uint16_t port);
enum outcome { CONNECTED, REFUSED, SILENT };
enum outcome tcp_connect(const char *address, uint16_t port, int wait_ms, int *connection);
enum { PATIENT_MS = 3000, IMPATIENT_MS = 150 };
bool reaches(const char *address, uint16_t port);
bool misses(const char *address, uint16_t port);
bool reaches_with(void *engine, struct filter *filter, const char *address, uint16_t port);
bool misses_with(void *engine, struct filter *filter, const char *address, uint16_t port);
int udp_bind(const char *address, uint16_t port);
bool passes(int from, int to, int wait_ms);

void test_adapters(void);
void test_configuration(void);
void test_ip_helper(void);
void test_notifications(void);
void test_filter_codes(void);
void test_shapes(void);
void test_revocation(void);
void test_tunnel(void);
void test_death(const char *program);
void victim(void);
void test_scale(void);
void test_injection(void);

/* wireguard.dll */
void *WireGuardCreateAdapter(const wchar16 *name, const wchar16 *type, const win_guid *guid);
void *WireGuardOpenAdapter(const wchar16 *name);
void WireGuardCloseAdapter(void *handle);
void WireGuardGetAdapterLUID(void *handle, net_luid *luid);
uint32_t WireGuardGetRunningDriverVersion(void);
int32_t WireGuardDeleteDriver(void);
void WireGuardSetLogger(void (*callback)(int, uint64_t, const wchar16 *));
int32_t WireGuardSetAdapterLogging(void *handle, int state);
int32_t WireGuardGetAdapterState(void *handle, int *state);
int32_t WireGuardSetAdapterState(void *handle, int state);
int32_t WireGuardSetConfiguration(void *handle, const void *configuration, uint32_t bytes);
int32_t WireGuardGetConfiguration(void *handle, void *configuration, uint32_t *bytes);

/* iphlpapi.dll */
void InitializeUnicastIpAddressEntry(address_row *row);
uint32_t CreateUnicastIpAddressEntry(const address_row *row);
uint32_t DeleteUnicastIpAddressEntry(const address_row *row);
uint32_t GetUnicastIpAddressEntry(address_row *row);
uint32_t GetUnicastIpAddressTable(uint16_t family, address_table **table);
void InitializeIpForwardEntry(route_row *row);
uint32_t CreateIpForwardEntry2(const route_row *row);
uint32_t DeleteIpForwardEntry2(const route_row *row);
uint32_t GetIpForwardTable2(uint16_t family, route_table **table);
void InitializeIpInterfaceEntry(interface_row *row);
uint32_t GetIpInterfaceEntry(interface_row *row);
uint32_t SetIpInterfaceEntry(interface_row *row);
uint32_t ConvertInterfaceLuidToAlias(const net_luid *luid, wchar16 *alias, size_t length);
uint32_t ConvertInterfaceLuidToGuid(const net_luid *luid, win_guid *guid);
uint32_t ConvertInterfaceLuidToIndex(const net_luid *luid, uint32_t *index);
uint32_t ConvertInterfaceAliasToLuid(const wchar16 *alias, net_luid *luid);
uint32_t ConvertInterfaceGuidToLuid(const win_guid *guid, net_luid *luid);
uint32_t NotifyIpInterfaceChange(uint16_t family, void (*callback)(void *, interface_row *, int), void *context,
                                 uint8_t initial, void **handle);
uint32_t CancelMibChangeNotify2(void *handle);
void FreeMibTable(void *table);
void BorealisLabDelayInterface(uint32_t milliseconds);
uint32_t GetAdaptersAddresses(uint32_t family, uint32_t flags, void *reserved, adapter_addresses *list, uint32_t *size);
void BorealisLabNameServers(const char *servers);

/* fwpuclnt.dll */
uint32_t FwpmEngineOpen0(const wchar16 *server, uint32_t authentication, void *identity, const fwpm_session *session,
                         void **engine);
uint32_t FwpmEngineClose0(void *engine);
uint32_t FwpmTransactionBegin0(void *engine, uint32_t flags);
uint32_t FwpmTransactionCommit0(void *engine);
uint32_t FwpmTransactionAbort0(void *engine);
uint32_t FwpmProviderAdd0(void *engine, const fwpm_provider *provider, void *descriptor);
uint32_t FwpmProviderDeleteByKey0(void *engine, const win_guid *key);
uint32_t FwpmSubLayerAdd0(void *engine, const fwpm_sublayer *sublayer, void *descriptor);
uint32_t FwpmSubLayerDeleteByKey0(void *engine, const win_guid *key);
uint32_t FwpmFilterAdd0(void *engine, const fwpm_filter *filter, void *descriptor, uint64_t *id);
uint32_t FwpmFilterDeleteById0(void *engine, uint64_t id);
uint32_t FwpmFilterDeleteByKey0(void *engine, const win_guid *key);
uint32_t FwpmFilterGetByKey0(void *engine, const win_guid *key, fwpm_filter **filter);
uint32_t FwpmFilterGetById0(void *engine, uint64_t id, fwpm_filter **filter);
uint32_t FwpmFilterCreateEnumHandle0(void *engine, const fwpm_filter_template *template, void **handle);
uint32_t FwpmFilterEnum0(void *engine, void *handle, uint32_t requested, fwpm_filter ***filters, uint32_t *returned);
uint32_t FwpmFilterDestroyEnumHandle0(void *engine, void *handle);
uint32_t FwpmGetAppIdFromFileName0(const wchar16 *name, fwp_blob **id);
void FwpmFreeMemory0(void **memory);

#endif
