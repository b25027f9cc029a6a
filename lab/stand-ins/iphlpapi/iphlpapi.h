/* The rows of iphlpapi.dll, checked against Windows' own layouts, and what its files share. */
#ifndef BOREALIS_IPHLPAPI_H
#define BOREALIS_IPHLPAPI_H

#include "../shared/lab.h"
#include "../shared/links.h"

typedef struct {
    sockaddr_inet address;
    uint32_t padding;
    net_luid luid;
    uint32_t index;
    uint32_t prefix_origin;
    uint32_t suffix_origin;
    uint32_t valid_lifetime;
    uint32_t preferred_lifetime;
    uint8_t on_link_prefix_length;
    uint8_t skip_as_source;
    uint32_t dad_state;
    uint32_t scope_id;
    int64_t creation_time;
} address_row;

LAYOUT_SIZE(address_row, 80);
LAYOUT_FIELD(address_row, luid, 32);
LAYOUT_FIELD(address_row, index, 40);
LAYOUT_FIELD(address_row, prefix_origin, 44);
LAYOUT_FIELD(address_row, suffix_origin, 48);
LAYOUT_FIELD(address_row, valid_lifetime, 52);
LAYOUT_FIELD(address_row, preferred_lifetime, 56);
LAYOUT_FIELD(address_row, on_link_prefix_length, 60);
LAYOUT_FIELD(address_row, skip_as_source, 61);
LAYOUT_FIELD(address_row, dad_state, 64);
LAYOUT_FIELD(address_row, scope_id, 68);
LAYOUT_FIELD(address_row, creation_time, 72);

typedef struct {
    uint32_t count;
    uint32_t padding;
    address_row rows[];
} address_table;

LAYOUT_FIELD(address_table, rows, 8);

typedef struct {
    sockaddr_inet prefix;
    uint8_t length;
} address_prefix;

LAYOUT_SIZE(address_prefix, 32);
LAYOUT_FIELD(address_prefix, length, 28);

typedef struct {
    net_luid luid;
    uint32_t index;
    address_prefix destination;
    sockaddr_inet next_hop;
    uint8_t site_prefix_length;
    uint32_t valid_lifetime;
    uint32_t preferred_lifetime;
    uint32_t metric;
    uint32_t protocol;
    uint8_t loopback;
    uint8_t autoconfigure_address;
    uint8_t publish;
    uint8_t immortal;
    uint32_t age;
    uint32_t origin;
} route_row;

LAYOUT_SIZE(route_row, 104);
LAYOUT_FIELD(route_row, index, 8);
LAYOUT_FIELD(route_row, destination, 12);
LAYOUT_FIELD(route_row, next_hop, 44);
LAYOUT_FIELD(route_row, site_prefix_length, 72);
LAYOUT_FIELD(route_row, valid_lifetime, 76);
LAYOUT_FIELD(route_row, preferred_lifetime, 80);
LAYOUT_FIELD(route_row, metric, 84);
LAYOUT_FIELD(route_row, protocol, 88);
LAYOUT_FIELD(route_row, loopback, 92);
LAYOUT_FIELD(route_row, autoconfigure_address, 93);
LAYOUT_FIELD(route_row, publish, 94);
LAYOUT_FIELD(route_row, immortal, 95);
LAYOUT_FIELD(route_row, age, 96);
LAYOUT_FIELD(route_row, origin, 100);

typedef struct {
    uint32_t count;
    uint32_t padding;
    route_row rows[];
} route_table;

LAYOUT_FIELD(route_table, rows, 8);

typedef struct {
    uint16_t family;
    net_luid luid;
    uint32_t index;
    uint32_t max_reassembly_size;
    uint64_t identifier;
    uint32_t min_router_advertisement_interval;
    uint32_t max_router_advertisement_interval;
    uint8_t advertising_enabled;
    uint8_t forwarding_enabled;
    uint8_t weak_host_send;
    uint8_t weak_host_receive;
    uint8_t use_automatic_metric;
    uint8_t use_neighbor_unreachability_detection;
    uint8_t managed_address_configuration_supported;
    uint8_t other_stateful_configuration_supported;
    uint8_t advertise_default_route;
    int32_t router_discovery_behavior;
    uint32_t dad_transmits;
    uint32_t base_reachable_time;
    uint32_t retransmit_time;
    uint32_t path_mtu_discovery_timeout;
    int32_t link_local_address_behavior;
    uint32_t link_local_address_timeout;
    uint32_t zone_indices[16];
    uint32_t site_prefix_length;
    uint32_t metric;
    uint32_t nl_mtu;
    uint8_t connected;
    uint8_t supports_wake_up_patterns;
    uint8_t supports_neighbor_discovery;
    uint8_t supports_router_discovery;
    uint32_t reachable_time;
    uint8_t transmit_offload;
    uint8_t receive_offload;
    uint8_t disable_default_routes;
} interface_row;

LAYOUT_SIZE(interface_row, 168);
LAYOUT_FIELD(interface_row, luid, 8);
LAYOUT_FIELD(interface_row, index, 16);
LAYOUT_FIELD(interface_row, max_reassembly_size, 20);
LAYOUT_FIELD(interface_row, identifier, 24);
LAYOUT_FIELD(interface_row, min_router_advertisement_interval, 32);
LAYOUT_FIELD(interface_row, max_router_advertisement_interval, 36);
LAYOUT_FIELD(interface_row, advertising_enabled, 40);
LAYOUT_FIELD(interface_row, forwarding_enabled, 41);
LAYOUT_FIELD(interface_row, weak_host_send, 42);
LAYOUT_FIELD(interface_row, weak_host_receive, 43);
LAYOUT_FIELD(interface_row, use_automatic_metric, 44);
LAYOUT_FIELD(interface_row, use_neighbor_unreachability_detection, 45);
LAYOUT_FIELD(interface_row, managed_address_configuration_supported, 46);
LAYOUT_FIELD(interface_row, other_stateful_configuration_supported, 47);
LAYOUT_FIELD(interface_row, advertise_default_route, 48);
LAYOUT_FIELD(interface_row, router_discovery_behavior, 52);
LAYOUT_FIELD(interface_row, dad_transmits, 56);
LAYOUT_FIELD(interface_row, base_reachable_time, 60);
LAYOUT_FIELD(interface_row, retransmit_time, 64);
LAYOUT_FIELD(interface_row, path_mtu_discovery_timeout, 68);
LAYOUT_FIELD(interface_row, link_local_address_behavior, 72);
LAYOUT_FIELD(interface_row, link_local_address_timeout, 76);
LAYOUT_FIELD(interface_row, zone_indices, 80);
LAYOUT_FIELD(interface_row, site_prefix_length, 144);
LAYOUT_FIELD(interface_row, metric, 148);
LAYOUT_FIELD(interface_row, nl_mtu, 152);
LAYOUT_FIELD(interface_row, connected, 156);
LAYOUT_FIELD(interface_row, supports_wake_up_patterns, 157);
LAYOUT_FIELD(interface_row, supports_neighbor_discovery, 158);
LAYOUT_FIELD(interface_row, supports_router_discovery, 159);
LAYOUT_FIELD(interface_row, reachable_time, 160);
LAYOUT_FIELD(interface_row, transmit_offload, 164);
LAYOUT_FIELD(interface_row, receive_offload, 165);
LAYOUT_FIELD(interface_row, disable_default_routes, 166);

typedef struct name_server {
    uint32_t length;
    uint32_t reserved;
    struct name_server *next;
    sockaddr_inet *address;
    int32_t address_length;
    sockaddr_inet place; /* ours: what `address` leads to; Windows ends before it */
} name_server;

LAYOUT_FIELD(name_server, next, 8);
LAYOUT_FIELD(name_server, address, 16);
LAYOUT_FIELD(name_server, address_length, 24);

typedef struct adapter_addresses {
    uint32_t length;
    uint32_t index;
    struct adapter_addresses *next;
    char *adapter_name;
    void *first_addresses[3]; /* unicast, anycast, multicast */
    name_server *first_name_server;
    wchar16 *dns_suffix;
    wchar16 *description;
    wchar16 *friendly_name;
    uint8_t between[144];
    net_luid luid;
    uint8_t rest[216];
    wchar16 name_text[256]; /* ours: what `friendly_name` leads to; Windows ends before it */
} adapter_addresses;

LAYOUT_FIELD(adapter_addresses, next, 8);
LAYOUT_FIELD(adapter_addresses, first_name_server, 48);
LAYOUT_FIELD(adapter_addresses, friendly_name, 72);
LAYOUT_FIELD(adapter_addresses, luid, 224);
LAYOUT_FIELD(adapter_addresses, name_text, 448);

enum { DAD_TENTATIVE = 1, DAD_DUPLICATE = 2, DAD_DEPRECATED = 3, DAD_PREFERRED = 4 };
enum { ORIGIN_MANUAL = 1, ORIGIN_UNCHANGED = 16 };
enum { ROUTE_LOCAL = 2, ROUTE_NETMGMT = 3 };
enum { ILLEGAL_PREFIX = 255 };
#define UNCHANGED32 UINT32_MAX
#define FOREVER UINT32_MAX

/* The interface that a row names: by LUID, or by index when the LUID is zero. Its IP rows exist only after the delay
 * that the lab may set. Returns 0 or ERROR_NOT_FOUND. */
uint32_t row_link(net_luid luid, uint32_t index, uint16_t family, struct link_info *link);
bool link_has_ip(const struct link_info *link, uint16_t family);
uint64_t interface_delay_ms(void);

/* Addresses as bytes, whatever the family. */
size_t address_size(uint16_t family);
uint8_t *address_bytes(sockaddr_inet *address);
int linux_family(uint16_t family);

/* Every table is a count, then rows at offset 8, in one piece that FreeMibTable gives back. */
uint32_t table_finish(struct buffer *rows, size_t row_size, void **table);
uint32_t win32_code(int error);

#endif
