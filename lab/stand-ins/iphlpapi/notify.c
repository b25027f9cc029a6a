/* NotifyIpInterfaceChange: a thread that listens to the kernel's link messages and tells a caller of new, changed and
 * vanished IP interfaces. A new one is told when its IP rows exist, which the lab may delay. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../shared/rtnl.h"
#include "iphlpapi.h"

enum { PARAMETER_NOTIFICATION = 0, ADD_INSTANCE = 1, DELETE_INSTANCE = 2, INITIAL_NOTIFICATION = 3 };
enum { KNOWN_MAX = 256 };

typedef LAB_ABI void (*change_callback)(void *context, interface_row *row, int type);

struct subscription {
    uint16_t family;
    change_callback callback;
    void *context;
    int messages, stop[2];
    platform_thread thread;
    struct known {
        uint32_t index;
        net_luid luid;
        bool told[2]; /* IPv4, IPv6 */
    } known[KNOWN_MAX];
};

static const uint16_t families[2] = {WIN_AF_INET, WIN_AF_INET6};

static void tell(struct subscription *s, const struct known *link, int family, int type) {
    if (s->family && s->family != families[family]) return;
    interface_row row;
    memset(&row, 0, sizeof row);
    row.family = families[family];
    row.luid = link->luid;
    row.index = link->index;
    s->callback(s->context, &row, type);
}

static struct known *known_of(struct subscription *s, uint32_t index) {
    for (int i = 0; i < KNOWN_MAX; i++)
        if (s->known[i].index == index) return &s->known[i];
    return 0;
}

/* `quiet` only remembers: what existed before the subscription is not news. */
static void appeared(struct subscription *s, const struct link_info *link, bool quiet) {
    struct known *known = known_of(s, link->index);
    if (!known) known = known_of(s, 0);
    if (!known) return;
    known->index = link->index;
    known->luid = link_luid(link);
    for (int f = 0; f < 2; f++) {
        if (!link_has_ip(link, families[f])) continue;
        int type = known->told[f] ? PARAMETER_NOTIFICATION : ADD_INSTANCE;
        known->told[f] = true;
        if (!quiet) tell(s, known, f, type);
    }
}

static void vanished(struct subscription *s, uint32_t index) {
    struct known *known = known_of(s, index), gone;
    if (!known) return;
    gone = *known;
    *known = (struct known){0};
    for (int f = 0; f < 2; f++)
        if (gone.told[f]) tell(s, &gone, f, DELETE_INSTANCE);
}

static void read_messages(struct subscription *s) {
    _Alignas(struct nlmsghdr) char bytes[16384];
    ssize_t received = recv(s->messages, bytes, sizeof bytes, 0);
    if (received <= 0) return;
    size_t left = (size_t)received;
    for (struct nlmsghdr *m = (struct nlmsghdr *)bytes; NLMSG_OK(m, left); m = NLMSG_NEXT(m, left)) {
        struct link_info link;
        if (m->nlmsg_type == RTM_DELLINK && link_from_message(m, &link)) vanished(s, link.index);
        if (m->nlmsg_type == RTM_NEWLINK && link_from_message(m, &link)) appeared(s, &link, false);
    }
}

/* Interfaces whose rows are still delayed: tells them when their time has come. Returns whether some remain. */
static bool read_delayed(struct subscription *s) {
    bool remain = false;
    for (int i = 0; i < KNOWN_MAX; i++) {
        struct known *known = &s->known[i];
        struct link_info link;
        if (!known->index || (known->told[0] && known->told[1]) || !link_by_index(known->index, &link)) continue;
        if (!link.adapter || clock_ms() < link.born_ms + interface_delay_ms()) {
            remain |= link.adapter;
            continue;
        }
        for (int f = 0; f < 2; f++) {
            if (known->told[f] || !link_has_ip(&link, families[f])) continue;
            known->told[f] = true;
            tell(s, known, f, ADD_INSTANCE);
        }
    }
    return remain;
}

PLATFORM_THREAD_ENTRY(listen_thread, context) {
    struct subscription *s = context;
    struct pollfd watched[2] = {{s->messages, POLLIN, 0}, {s->stop[0], POLLIN, 0}};
    bool delayed = true;
    while (true) {
        if (poll(watched, 2, delayed ? 5 : -1) < 0 && errno != EINTR) break;
        if (watched[1].revents) break;
        if (watched[0].revents) {
            read_messages(s);
            delayed = true;
        }
        delayed = delayed && read_delayed(s);
    }
    PLATFORM_THREAD_RETURN;
}

static bool remember(const struct link_info *link, void *context) {
    appeared(context, link, true);
    return false;
}

static void release(struct subscription *s) {
    if (s->messages >= 0) close(s->messages);
    if (s->stop[0] >= 0) close(s->stop[0]);
    if (s->stop[1] >= 0) close(s->stop[1]);
    free(s);
}

LAB_EXPORT uint32_t NotifyIpInterfaceChange(uint16_t family, change_callback callback, void *context,
                                            uint8_t initial_notification, void **handle) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!callback || !handle || (family && !address_size(family))) return ERROR_INVALID_PARAMETER;
    struct subscription *s = calloc(1, sizeof *s);
    if (!s) return ERROR_NOT_ENOUGH_MEMORY;
    s->family = family;
    s->callback = callback;
    s->context = context;
    s->stop[0] = s->stop[1] = -1;
    struct sockaddr_nl links = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK};
    s->messages = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (s->messages < 0 || bind(s->messages, (void *)&links, sizeof links) || pipe2(s->stop, O_CLOEXEC)) {
        release(s);
        return ERROR_GEN_FAILURE;
    }
    link_find(remember, s, 0);
    if (initial_notification) callback(context, 0, INITIAL_NOTIFICATION);
    if (!platform_thread_start(&s->thread, listen_thread, s)) {
        release(s);
        return ERROR_GEN_FAILURE;
    }
    *handle = s;
    return ERROR_SUCCESS;
}

/* As on Windows it waits for a running callback, so calling it from the callback would wait for ever. */
LAB_EXPORT uint32_t CancelMibChangeNotify2(void *handle) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    struct subscription *s = handle;
    if (!s) return ERROR_INVALID_PARAMETER;
    if (write(s->stop[1], "", 1) != 1) return ERROR_GEN_FAILURE;
    platform_thread_join(s->thread);
    release(s);
    return ERROR_SUCCESS;
}
