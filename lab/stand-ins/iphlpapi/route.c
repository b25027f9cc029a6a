/* Routes of the main table. Ours carry a protocol number of their own; Windows' "NetMgmt" is what callers see. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "../shared/rtnl.h"
#include "iphlpapi.h"

enum { PROTOCOL_OURS = 187 };

LAB_EXPORT void InitializeIpForwardEntry(route_row *row) {
    lab_enter(__func__);
    if (!row) return;
    memset(row, 0, sizeof *row);
    row->valid_lifetime = row->preferred_lifetime = FOREVER;
    row->loopback = row->autoconfigure_address = row->publish = row->immortal = 1;
    row->site_prefix_length = ILLEGAL_PREFIX;
    row->metric = row->protocol = UNCHANGED32;
}

/* A metric of 0 means "the kernel's default" for IPv6 on Linux, so ours are one higher there. */
static uint32_t priority_of(uint16_t family, uint32_t metric) { return family == WIN_AF_INET6 ? metric + 1 : metric; }

struct listing {
    struct buffer *rows;
    uint16_t family;
};

static void list_route(const struct nlmsghdr *message, void *context) {
    struct listing *listing = context;
    if (message->nlmsg_type != RTM_NEWROUTE) return;
    const struct rtmsg *fixed = NLMSG_DATA(message);
    uint16_t family = fixed->rtm_family == AF_INET ? WIN_AF_INET : fixed->rtm_family == AF_INET6 ? WIN_AF_INET6 : 0;
    if (!family || (listing->family && listing->family != family)) return;
    if (fixed->rtm_table != RT_TABLE_MAIN || fixed->rtm_type != RTN_UNICAST) return;
    if (fixed->rtm_flags & RTM_F_CLONED) return;
    const struct rtattr *a[RTA_PRIORITY + 1];
    rtnl_attributes(message, sizeof *fixed, a, RTA_PRIORITY);
    struct link_info link;
    if (!a[RTA_OIF] || !link_by_index(*(const uint32_t *)RTA_DATA(a[RTA_OIF]), &link)) return;
    if (!link_has_ip(&link, family)) return;
    route_row row = {.luid = link_luid(&link), .index = link.index};
    row.destination.prefix.family = row.next_hop.family = family;
    row.destination.length = fixed->rtm_dst_len;
    if (a[RTA_DST]) memcpy(address_bytes(&row.destination.prefix), RTA_DATA(a[RTA_DST]), address_size(family));
    if (a[RTA_GATEWAY]) memcpy(address_bytes(&row.next_hop), RTA_DATA(a[RTA_GATEWAY]), address_size(family));
    row.valid_lifetime = row.preferred_lifetime = FOREVER;
    row.immortal = 1;
    row.metric = a[RTA_PRIORITY] ? *(const uint32_t *)RTA_DATA(a[RTA_PRIORITY]) : 0;
    if (fixed->rtm_protocol == PROTOCOL_OURS && family == WIN_AF_INET6) row.metric--;
    row.protocol = fixed->rtm_protocol == RTPROT_KERNEL ? ROUTE_LOCAL : ROUTE_NETMGMT;
    buffer_append(listing->rows, &row, sizeof row);
}

static uint32_t list(uint16_t family, struct buffer *rows) {
    struct rtnl_request request;
    struct rtmsg *fixed = rtnl_begin(&request, RTM_GETROUTE, 0, sizeof *fixed);
    fixed->rtm_family = (uint8_t)linux_family(family);
    struct listing listing = {rows, family};
    return win32_code(rtnl_dump(&request, list_route, &listing));
}

LAB_EXPORT uint32_t GetIpForwardTable2(uint16_t family, route_table **table) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!table || (family && !address_size(family))) return ERROR_INVALID_PARAMETER;
    struct buffer rows = {0};
    code = list(family, &rows);
    if (!code) return table_finish(&rows, sizeof(route_row), (void **)table);
    buffer_free(&rows);
    return code;
}

static bool valid(const route_row *row) {
    uint16_t family = row->destination.prefix.family;
    if (!address_size(family) || row->next_hop.family != family) return false;
    unsigned length = row->destination.length, bits = 8 * (unsigned)address_size(family);
    if (length > bits) return false;
    sockaddr_inet prefix = row->destination.prefix;
    for (unsigned bit = length; bit < bits; bit++)
        if (address_bytes(&prefix)[bit / 8] >> (7 - bit % 8) & 1) return false;
    return true;
}

/* One route is prefix, next hop and interface; the metric does not tell two apart. */
static bool find(const route_row *wanted, net_luid luid, route_row *found) {
    struct buffer rows = {0};
    sockaddr_inet prefix = wanted->destination.prefix, hop = wanted->next_hop;
    size_t size = address_size(prefix.family);
    bool result = false;
    if (!list(prefix.family, &rows)) {
        route_row *row = (route_row *)rows.bytes;
        for (size_t n = rows.length / sizeof *row; n && !result; n--, row++) {
            result = row->luid == luid && row->destination.length == wanted->destination.length &&
                     !memcmp(address_bytes(&row->destination.prefix), address_bytes(&prefix), size) &&
                     !memcmp(address_bytes(&row->next_hop), address_bytes(&hop), size);
            if (result) *found = *row;
        }
    }
    buffer_free(&rows);
    return result;
}

static int change(uint16_t type, uint16_t flags, const route_row *row, uint32_t index) {
    struct rtnl_request request;
    struct rtmsg *fixed = rtnl_begin(&request, type, flags, sizeof *fixed);
    sockaddr_inet prefix = row->destination.prefix, hop = row->next_hop;
    size_t size = address_size(prefix.family);
    static const uint8_t none[16];
    bool on_link = !memcmp(address_bytes(&hop), none, size);
    fixed->rtm_family = (uint8_t)linux_family(prefix.family);
    fixed->rtm_dst_len = row->destination.length;
    fixed->rtm_table = RT_TABLE_MAIN;
    fixed->rtm_type = RTN_UNICAST;
    if (type == RTM_NEWROUTE) {
        fixed->rtm_protocol = PROTOCOL_OURS;
        fixed->rtm_scope = on_link && prefix.family == WIN_AF_INET ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
        if (!on_link) fixed->rtm_flags = RTNH_F_ONLINK;
    } else {
        fixed->rtm_scope = RT_SCOPE_NOWHERE;
    }
    if (row->destination.length) rtnl_put(&request, RTA_DST, address_bytes(&prefix), size);
    if (!on_link) rtnl_put(&request, RTA_GATEWAY, address_bytes(&hop), size);
    rtnl_put_u32(&request, RTA_OIF, index);
    if (type == RTM_NEWROUTE) rtnl_put_u32(&request, RTA_PRIORITY, priority_of(prefix.family, row->metric));
    return rtnl_talk(&request, 0, 0);
}

LAB_EXPORT uint32_t CreateIpForwardEntry2(const route_row *row) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!row || !valid(row) || row->metric == UNCHANGED32) return ERROR_INVALID_PARAMETER;
    if (row->preferred_lifetime > row->valid_lifetime) return ERROR_INVALID_PARAMETER;
    /* The initial value is accepted, as on Windows; another one has to lie within the prefix. */
    if (row->site_prefix_length != ILLEGAL_PREFIX && row->site_prefix_length > row->destination.length)
        return ERROR_INVALID_PARAMETER;
    struct link_info link;
    code = row_link(row->luid, row->index, row->destination.prefix.family, &link);
    if (code) return code;
    route_row existing;
    if (find(row, link_luid(&link), &existing)) return ERROR_OBJECT_ALREADY_EXISTS;
    /* Linux knows a route by prefix and metric: appending allows the same prefix on another interface. */
    return win32_code(change(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_APPEND, row, link.index));
}

LAB_EXPORT uint32_t DeleteIpForwardEntry2(const route_row *row) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!row || !valid(row)) return ERROR_INVALID_PARAMETER;
    struct link_info link;
    code = row_link(row->luid, row->index, row->destination.prefix.family, &link);
    if (code) return code;
    route_row existing;
    if (!find(row, link_luid(&link), &existing)) return ERROR_NOT_FOUND;
    return win32_code(change(RTM_DELROUTE, 0, &existing, link.index));
}
