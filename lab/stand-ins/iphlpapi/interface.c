/* The IP interface rows. MTU and forwarding are the kernel's; the rest has no meaning for Linux and is remembered, so
 * that a caller reads back what it set. */
#define _GNU_SOURCE
#include <linux/if.h>
#include <stdlib.h>
#include <string.h>

#include "iphlpapi.h"

enum { IPV4_MIN_MTU = 68, IPV6_MIN_MTU = 1280, SITE_PREFIX_AS_READ = 64, DEFAULT_METRIC = 25 };

struct kept {
    struct kept *next;
    interface_row row;
};
static struct kept *kept_rows;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct kept *kept_of(net_luid luid, uint16_t family) {
    struct kept *kept = kept_rows;
    while (kept && (kept->row.luid != luid || kept->row.family != family)) kept = kept->next;
    return kept;
}

LAB_EXPORT void InitializeIpInterfaceEntry(interface_row *row) {
    lab_enter(__func__);
    if (!row) return;
    /* All ones is "unchanged" in every field that can be set. */
    memset(row, 0xFF, sizeof *row);
    row->family = WIN_AF_UNSPEC;
    row->luid = 0;
    row->index = 0;
}

static const char *sysctl_family(uint16_t family) { return family == WIN_AF_INET ? "ipv4" : "ipv6"; }

static void fresh_row(const struct link_info *link, uint16_t family, interface_row *row) {
    memset(row, 0, sizeof *row);
    row->family = family;
    row->luid = link_luid(link);
    row->index = link->index;
    row->max_reassembly_size = 65535;
    row->min_router_advertisement_interval = 200;
    row->max_router_advertisement_interval = 600;
    row->use_automatic_metric = 1;
    row->use_neighbor_unreachability_detection = 1;
    row->router_discovery_behavior = 2;
    row->dad_transmits = family == WIN_AF_INET ? 3 : 1;
    row->base_reachable_time = 30000;
    row->retransmit_time = 1000;
    row->path_mtu_discovery_timeout = 600000;
    row->link_local_address_timeout = 6500;
    row->site_prefix_length = SITE_PREFIX_AS_READ;
    row->metric = DEFAULT_METRIC;
    row->supports_router_discovery = 1;
}

LAB_EXPORT uint32_t GetIpInterfaceEntry(interface_row *row) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!row || !address_size(row->family)) return ERROR_INVALID_PARAMETER;
    uint16_t family = row->family;
    struct link_info link;
    code = row_link(row->luid, row->index, family, &link);
    if (code) return code;
    pthread_mutex_lock(&lock);
    struct kept *kept = kept_of(link_luid(&link), family);
    if (kept)
        *row = kept->row;
    else
        fresh_row(&link, family, row);
    pthread_mutex_unlock(&lock);
    /* Windows returns a site prefix here that it refuses to take for IPv4. */
    row->site_prefix_length = SITE_PREFIX_AS_READ;
    uint32_t value;
    row->nl_mtu = link.mtu;
    if (family == WIN_AF_INET6 && link_sysctl_read("ipv6", link.name, "mtu", &value)) row->nl_mtu = value;
    if (link_sysctl_read(sysctl_family(family), link.name, "forwarding", &value)) row->forwarding_enabled = value != 0;
    row->connected = (link.flags & IFF_LOWER_UP) != 0;
    row->reachable_time = row->base_reachable_time;
    return ERROR_SUCCESS;
}

static bool set_mtu(const struct link_info *link, uint16_t family, uint32_t mtu) {
    if (mtu < (family == WIN_AF_INET ? IPV4_MIN_MTU : IPV6_MIN_MTU)) return false;
    /* The link has one MTU: IPv4 sets it, IPv6 may only stay below. */
    if (family == WIN_AF_INET) return mtu == link->mtu || link_set(link->index, -1, -1, mtu) == 0;
    return link_sysctl_write("ipv6", link->name, "mtu", mtu);
}

/* Takes what the caller named; fields that hold all ones stay. */
static void keep(const struct link_info *link, const interface_row *from) {
    struct kept *kept = kept_of(link_luid(link), from->family);
    if (!kept) {
        kept = malloc(sizeof *kept);
        if (!kept) return;
        fresh_row(link, from->family, &kept->row);
        kept->next = kept_rows;
        kept_rows = kept;
    }
    interface_row *row = &kept->row;
#define KEEP8(field) if (from->field != 0xFF) row->field = from->field
#define KEEP32(field) if ((uint32_t)from->field != UNCHANGED32) row->field = from->field
    KEEP8(advertising_enabled);
    KEEP8(forwarding_enabled);
    KEEP8(weak_host_send);
    KEEP8(weak_host_receive);
    KEEP8(use_automatic_metric);
    KEEP8(use_neighbor_unreachability_detection);
    KEEP8(managed_address_configuration_supported);
    KEEP8(other_stateful_configuration_supported);
    KEEP8(advertise_default_route);
    KEEP8(disable_default_routes);
    KEEP32(router_discovery_behavior);
    KEEP32(dad_transmits);
    KEEP32(base_reachable_time);
    KEEP32(retransmit_time);
    KEEP32(path_mtu_discovery_timeout);
    KEEP32(link_local_address_behavior);
    KEEP32(link_local_address_timeout);
    KEEP32(metric);
#undef KEEP8
#undef KEEP32
}

LAB_EXPORT uint32_t SetIpInterfaceEntry(interface_row *row) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!row || !address_size(row->family)) return ERROR_INVALID_PARAMETER;
    uint32_t site = row->site_prefix_length, site_limit = row->family == WIN_AF_INET ? 32 : 128;
    if (site != UNCHANGED32 && site > site_limit) return ERROR_INVALID_PARAMETER;
    struct link_info link;
    code = row_link(row->luid, row->index, row->family, &link);
    if (code) return code;
    if (row->nl_mtu != UNCHANGED32 && !set_mtu(&link, row->family, row->nl_mtu)) return ERROR_INVALID_PARAMETER;
    if (row->forwarding_enabled != 0xFF)
        link_sysctl_write(sysctl_family(row->family), link.name, "forwarding", row->forwarding_enabled != 0);
    pthread_mutex_lock(&lock);
    keep(&link, row);
    pthread_mutex_unlock(&lock);
    return ERROR_SUCCESS;
}
