/* Up and down. On Windows an adapter that is down is a disconnected cable: addresses and routes stay. Here that is a
 * TUN interface without carrier. wireguard-go opens and closes its UDP sockets by the link messages that it reads
 * from its netlink socket; it takes a change to "not running" seriously only beside one to "running" in the same
 * datagram, so both are sent to it directly and the result is awaited. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../shared/rtnl.h"
#include "adapter.h"
#include "uapi.h"

enum { SETTLE_MS = 2000, POLL_US = 200 };

static bool port_in_table(const char *table, uint16_t port) {
    FILE *file = fopen(table, "re");
    if (!file) return false;
    char line[256];
    bool found = false;
    unsigned local;
    while (!found && fgets(line, sizeof line, file)) {
        const char *colon = strchr(line, ':');
        const char *address = colon ? strchr(colon + 1, ':') : 0;
        found = address && sscanf(address + 1, "%4X", &local) == 1 && local == port;
    }
    fclose(file);
    return found;
}

bool udp_port_in_use(uint16_t port) {
    return port_in_table("/proc/thread-self/net/udp", port) || port_in_table("/proc/thread-self/net/udp6", port);
}

uint16_t free_udp_port(void) {
    struct sockaddr_in any = {.sin_family = AF_INET};
    socklen_t size = sizeof any;
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool bound = fd >= 0 && !bind(fd, (void *)&any, sizeof any) && !getsockname(fd, (void *)&any, &size);
    if (fd >= 0) close(fd);
    return bound ? ntohs(any.sin_port) : 0;
}

/* wireguard-go's first netlink socket has the number of its process. */
static bool tell_wireguard(const struct adapter *adapter, bool up) {
    struct {
        struct nlmsghdr header;
        struct ifinfomsg link;
    } message[2] = {0};
    for (int i = 0; i < 2; i++) {
        message[i].header.nlmsg_len = sizeof message[i];
        message[i].header.nlmsg_type = RTM_NEWLINK;
        message[i].link.ifi_index = (int)adapter->index;
        message[i].link.ifi_flags = i == 0 ? IFF_RUNNING : 0;
    }
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0) return false;
    struct sockaddr_nl to = {.nl_family = AF_NETLINK, .nl_pid = adapter->driver};
    bool sent = sendto(fd, message, up ? sizeof message[0] : sizeof message, 0, (void *)&to, sizeof to) > 0;
    close(fd);
    return sent;
}

static bool await_port(uint16_t port, bool used) {
    for (uint64_t end = clock_ms() + SETTLE_MS; clock_ms() < end; clock_sleep_us(POLL_US))
        if (port_in_table("/proc/thread-self/net/udp", port) == used) return true;
    return false;
}

bool adapter_is_up(const struct adapter *adapter) {
    struct link_info link;
    return link_by_index(adapter->index, &link) && (link.flags & IFF_UP) && (link.flags & IFF_LOWER_UP);
}

/* Plugs or unplugs the cable and waits until the kernel says so. Asking makes the kernel finish the change: before
 * that, packets get lost and link messages still carry the old state, which wireguard-go would obey. */
uint32_t adapter_carrier(const struct adapter *adapter, bool on) {
    if (link_set(adapter->index, 1, on, 0)) return ERROR_GEN_FAILURE;
    struct link_info link;
    for (uint64_t end = clock_ms() + SETTLE_MS; clock_ms() < end; clock_sleep_us(POLL_US))
        if (link_by_index(adapter->index, &link) && !!(link.flags & IFF_RUNNING) == on) return ERROR_SUCCESS;
    return ERROR_GEN_FAILURE;
}

/* Another process may have changed the port of a device that this one only opened. */
static uint16_t known_port(struct adapter *adapter) {
    struct buffer answer = {0};
    if ((!adapter->port || !adapter->owner) && !uapi_exchange(adapter->link, "get=1\n\n", 7, &answer)) {
        const char *line = strstr(answer.bytes, "listen_port=");
        if (line) adapter->port = (uint16_t)strtoul(line + 12, 0, 10);
    }
    buffer_free(&answer);
    return adapter->port;
}

uint32_t adapter_up(struct adapter *adapter) {
    if (adapter_is_up(adapter)) return ERROR_SUCCESS;
    uint16_t port = known_port(adapter);
    if (port && !adapter->port_given && udp_port_in_use(port)) port = 0;
    if (!port) {
        port = free_udp_port();
        device_port(adapter, port, false);
        char request[64];
        int length = snprintf(request, sizeof request, "set=1\nlisten_port=%u\n\n", port);
        uint32_t refused = uapi_exchange(adapter->link, request, (size_t)length, 0);
        if (refused) return refused;
    }
    if (udp_port_in_use(port)) {
        adapter_log(adapter, LOG_ERR, "UDP port %u is in use by another program", port);
        return WSAEADDRINUSE;
    }
    uint32_t code = adapter_carrier(adapter, true);
    if (code) return code;
    tell_wireguard(adapter, true);
    if (!await_port(port, true)) {
        adapter_carrier(adapter, false);
        tell_wireguard(adapter, false);
        return WSAEADDRINUSE;
    }
    adapter_log(adapter, LOG_INFO, "Interface up, UDP port %u", port);
    return ERROR_SUCCESS;
}

uint32_t adapter_quiet(struct adapter *adapter) {
    uint16_t port = known_port(adapter);
    if (tell_wireguard(adapter, false) && await_port(port, false)) return ERROR_SUCCESS;
    adapter_log(adapter, LOG_ERR, "UDP port %u did not close", port);
    return ERROR_GEN_FAILURE;
}

uint32_t adapter_down(struct adapter *adapter) {
    if (!adapter_is_up(adapter)) return ERROR_SUCCESS;
    uint32_t code = adapter_carrier(adapter, false);
    if (!code) code = adapter_quiet(adapter);
    if (!code) adapter_log(adapter, LOG_INFO, "Interface down");
    return code;
}
