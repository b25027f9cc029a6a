/* Unicast addresses. A host address (/32) brings no subnet route; a shorter prefix brings one, as on Windows. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/if_addr.h>
#include <string.h>
#include <sys/socket.h>

#include "../shared/rtnl.h"
#include "iphlpapi.h"

LAB_EXPORT void InitializeUnicastIpAddressEntry(address_row *row) {
    lab_enter(__func__);
    if (!row) return;
    memset(row, 0, sizeof *row);
    row->prefix_origin = row->suffix_origin = ORIGIN_UNCHANGED;
    row->valid_lifetime = row->preferred_lifetime = FOREVER;
    row->on_link_prefix_length = ILLEGAL_PREFIX;
}

struct listing {
    struct buffer *rows;
    uint16_t family;
};

static void list_address(const struct nlmsghdr *message, void *context) {
    struct listing *listing = context;
    if (message->nlmsg_type != RTM_NEWADDR) return;
    const struct ifaddrmsg *fixed = NLMSG_DATA(message);
    uint16_t family = fixed->ifa_family == AF_INET ? WIN_AF_INET : fixed->ifa_family == AF_INET6 ? WIN_AF_INET6 : 0;
    if (!family || (listing->family && listing->family != family)) return;
    const struct rtattr *a[IFA_FLAGS + 1];
    rtnl_attributes(message, sizeof *fixed, a, IFA_FLAGS);
    const struct rtattr *address = a[IFA_LOCAL] ? a[IFA_LOCAL] : a[IFA_ADDRESS];
    struct link_info link;
    if (!address || !link_by_index(fixed->ifa_index, &link) || !link_has_ip(&link, family)) return;
    address_row row = {.address.family = family, .luid = link_luid(&link), .index = link.index};
    memcpy(address_bytes(&row.address), RTA_DATA(address), address_size(family));
    uint32_t flags = a[IFA_FLAGS] ? *(const uint32_t *)RTA_DATA(a[IFA_FLAGS]) : fixed->ifa_flags;
    row.prefix_origin = row.suffix_origin = ORIGIN_MANUAL;
    row.valid_lifetime = row.preferred_lifetime = FOREVER;
    row.on_link_prefix_length = fixed->ifa_prefixlen;
    row.dad_state = flags & IFA_F_DADFAILED    ? DAD_DUPLICATE
                    : flags & IFA_F_TENTATIVE  ? DAD_TENTATIVE
                    : flags & IFA_F_DEPRECATED ? DAD_DEPRECATED
                                               : DAD_PREFERRED;
    buffer_append(listing->rows, &row, sizeof row);
}

static uint32_t list(uint16_t family, struct buffer *rows) {
    struct rtnl_request request;
    struct ifaddrmsg *fixed = rtnl_begin(&request, RTM_GETADDR, 0, sizeof *fixed);
    fixed->ifa_family = (uint8_t)linux_family(family);
    struct listing listing = {rows, family};
    return win32_code(rtnl_dump(&request, list_address, &listing));
}

LAB_EXPORT uint32_t GetUnicastIpAddressTable(uint16_t family, address_table **table) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!table || (family && !address_size(family))) return ERROR_INVALID_PARAMETER;
    struct buffer rows = {0};
    code = list(family, &rows);
    if (!code) return table_finish(&rows, sizeof(address_row), (void **)table);
    buffer_free(&rows);
    return code;
}

/* The row of the same address, on `luid` or (0) anywhere. */
static bool find(const address_row *wanted, net_luid luid, address_row *found) {
    struct buffer rows = {0};
    sockaddr_inet address = wanted->address;
    bool result = false;
    if (!list(address.family, &rows)) {
        address_row *row = (address_row *)rows.bytes;
        for (size_t n = rows.length / sizeof *row; n && !result; n--, row++) {
            result = (!luid || row->luid == luid) &&
                     !memcmp(address_bytes(&row->address), address_bytes(&address), address_size(address.family));
            if (result) *found = *row;
        }
    }
    buffer_free(&rows);
    return result;
}

/* Address and interface are given; the rest is answered. */
LAB_EXPORT uint32_t GetUnicastIpAddressEntry(address_row *row) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!row || !address_size(row->address.family)) return ERROR_INVALID_PARAMETER;
    struct link_info link;
    code = row_link(row->luid, row->index, row->address.family, &link);
    if (code) return code;
    return find(row, link_luid(&link), row) ? ERROR_SUCCESS : ERROR_NOT_FOUND;
}

static int change(uint16_t type, uint16_t flags, const address_row *row, uint32_t index) {
    struct rtnl_request request;
    struct ifaddrmsg *fixed = rtnl_begin(&request, type, flags, sizeof *fixed);
    sockaddr_inet address = row->address;
    fixed->ifa_family = (uint8_t)linux_family(address.family);
    fixed->ifa_prefixlen = row->on_link_prefix_length;
    fixed->ifa_index = index;
    rtnl_put(&request, IFA_LOCAL, address_bytes(&address), address_size(address.family));
    rtnl_put(&request, IFA_ADDRESS, address_bytes(&address), address_size(address.family));
    if (type == RTM_NEWADDR && row->dad_state == DAD_PREFERRED) rtnl_put_u32(&request, IFA_FLAGS, IFA_F_NODAD);
    return rtnl_talk(&request, 0, 0);
}

LAB_EXPORT uint32_t CreateUnicastIpAddressEntry(const address_row *row) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!row || !address_size(row->address.family)) return ERROR_INVALID_PARAMETER;
    if (row->on_link_prefix_length > 8 * address_size(row->address.family)) return ERROR_INVALID_PARAMETER;
    if (row->preferred_lifetime > row->valid_lifetime) return ERROR_INVALID_PARAMETER;
    struct link_info link;
    code = row_link(row->luid, row->index, row->address.family, &link);
    if (code) return code;
    address_row existing;
    if (find(row, 0, &existing)) return ERROR_OBJECT_ALREADY_EXISTS;
    return win32_code(change(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, row, link.index));
}

LAB_EXPORT uint32_t DeleteUnicastIpAddressEntry(const address_row *row) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!row || !address_size(row->address.family)) return ERROR_INVALID_PARAMETER;
    struct link_info link;
    code = row_link(row->luid, row->index, row->address.family, &link);
    if (code) return code;
    /* Windows ignores the prefix length here, Linux does not. */
    address_row existing;
    if (!find(row, link_luid(&link), &existing)) return ERROR_NOT_FOUND;
    return win32_code(change(RTM_DELADDR, 0, &existing, link.index));
}
