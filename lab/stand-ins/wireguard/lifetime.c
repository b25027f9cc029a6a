/* Create, open and close. The adapter is a TUN interface that this process makes and at once hands to its keeper; the
 * keeper's wireguard-go moves the packets. When this process ends, so does the keeper, and the interface with it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "adapter.h"
#include "registry.h"
#include "uapi.h"

enum { START_MS = 5000, HUGE_MTU = 65455 };

static const char socket_directory[] = "/var/run/wireguard";

void adapter_socket_path(const char *link, char *path, size_t size) {
    snprintf(path, size, "%s/%s.sock", socket_directory, link);
}

/* wireguard-go's sockets lie in one directory for all namespaces, so a name may exist only once on the machine. */
static void choose_name(const char *wanted, char name[LINK_NAME]) {
    static _Atomic unsigned counter;
    uint64_t facts[] = {link_namespace(), (uint64_t)getpid(), counter++, clock_filetime()};
    uint64_t hash = text_hash(facts, sizeof facts, text_hash(wanted, strlen(wanted), 0));
    strcpy(name, "bor");
    for (int i = 3; i < 14; i++, hash >>= 5) name[i] = "abcdefghijklmnopqrstuvwxyz234567"[hash & 31];
    name[14] = 0;
}

static bool same_name(const struct link_info *link, void *name) {
    return link->adapter && !strcasecmp(link->alias, name);
}

static bool same_guid(const struct link_info *link, void *guid) {
    return link->adapter && guid_equal(&link->guid, guid);
}

/* Windows gives the wanted name to the new adapter and renames the one that had it. */
static void rename_holder(char *name) {
    struct link_info holder;
    if (!link_find(same_name, name, &holder)) return;
    for (unsigned n = 1; n < 100; n++) {
        char other[LINK_ALIAS + 8];
        snprintf(other, sizeof other, "%s %u", name, n);
        if (strlen(other) >= LINK_ALIAS || link_find(same_name, other, 0)) continue;
        strcpy(holder.alias, other);
        if (!link_mark(&holder)) log_line(LOG_WARN, "Renamed another adapter to '%s'", other);
        return;
    }
}

static int open_tun(const char *name) {
    int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return -1;
    struct ifreq request = {.ifr_flags = IFF_TUN};
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
    int off = 0;
    if (ioctl(fd, TUNSETIFF, &request) || ioctl(fd, TUNSETCARRIER, &off)) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

static int open_control(const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    adapter_socket_path(name, address.sun_path, sizeof address.sun_path);
    mkdir(socket_directory, 0755);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    mode_t old = umask(077);
    int failed = bind(fd, (void *)&address, sizeof address);
    umask(old);
    if (failed || listen(fd, 64)) {
        int error = errno;
        close(fd);
        unlink(address.sun_path);
        errno = error;
        return -1;
    }
    return fd;
}

static uint32_t win32_code(int error) {
    return error == EPERM || error == EACCES ? ERROR_ACCESS_DENIED
           : error == ENOENT || error == ENODEV ? ERROR_FILE_NOT_FOUND
           : error == ENAMETOOLONG              ? ERROR_FILENAME_EXCED_RANGE
                                                : ERROR_GEN_FAILURE;
}

/* As Windows has it for a new adapter: present, disconnected, not forwarding, quiet. */
static void settle_link(const struct link_info *link) {
    link_sysctl_write("ipv4", link->name, "forwarding", 0);
    link_sysctl_write("ipv6", link->name, "forwarding", 0);
    /* A route over a disconnected adapter is not used. */
    link_sysctl_write("ipv4", link->name, "ignore_routes_with_linkdown", 1);
    link_sysctl_write("ipv6", link->name, "ignore_routes_with_linkdown", 1);
    link_sysctl_write("ipv6", link->name, "addr_gen_mode", 1);
    link_sysctl_write("ipv6", link->name, "accept_ra", 0);
}

/* wireguard-go opens its sockets once as it starts, whatever the interface's state; wait for that and close them. */
static uint32_t first_down(struct adapter *adapter) {
    for (uint64_t end = clock_ms() + START_MS; clock_ms() < end; clock_sleep_us(300)) {
        struct buffer answer = {0};
        uint32_t code = uapi_exchange(adapter->link, "get=1\n\n", 7, &answer);
        const char *line = code ? 0 : strstr(answer.bytes, "listen_port=");
        adapter->port = line ? (uint16_t)strtoul(line + 12, 0, 10) : 0;
        buffer_free(&answer);
        if (code == ERROR_FILE_NOT_FOUND) return code;
        if (!adapter->port || !udp_port_in_use(adapter->port)) continue;
        return adapter_quiet(adapter);
    }
    return ERROR_TIMEOUT;
}

static uint32_t create(struct adapter *adapter, const char *name, const win_guid *wanted) {
    struct link_info link = {.adapter = true, .born_ms = clock_ms()};
    if (wanted && !guid_is_zero(wanted)) {
        link.guid = *wanted;
        if (link_find(same_guid, &link.guid, 0)) {
            log_line(LOG_ERR, "Another adapter lives with this GUID");
            return ERROR_ALREADY_EXISTS;
        }
    } else {
        guid_random(&link.guid);
    }
    if (snprintf(link.alias, sizeof link.alias, "%s", name) >= LINK_ALIAS - 80) return ERROR_FILENAME_EXCED_RANGE;
    rename_holder(link.alias);
    choose_name(name, link.name);
    strcpy(adapter->link, link.name);
    int given[2] = {open_tun(link.name), -1}, error = 0;
    if (given[0] < 0) {
        error = errno;
        log_line(LOG_ERR, "No TUN device (%s): the lab needs root and /dev/net/tun", strerror(error));
        return win32_code(error);
    }
    given[1] = open_control(link.name);
    if (given[1] < 0) error = errno;
    link.index = adapter->index = if_nametoindex(link.name);
    adapter->luid = link_luid(&link);
    if (!error) error = link_mark(&link);
    if (!error) settle_link(&link);
    if (!error && adapter_carrier(adapter, false)) error = EIO;
    if (!error) {
        char path[108];
        adapter_socket_path(link.name, path, sizeof path);
        error = keeper_start(&adapter->keeper, (const char *[]){"adapter", link.name, path, 0}, given, 2);
        if (error) {
            unlink(path);
            log_line(LOG_ERR, "Cannot start borealis-keeper (%s)", strerror(error));
        }
    }
    close(given[0]);
    if (given[1] >= 0) close(given[1]);
    if (error) return win32_code(error);
    struct keeper_reply reply;
    if (!keeper_receive(&adapter->keeper, &reply, 0, 0)) return ERROR_GEN_FAILURE;
    if (reply.status) {
        log_line(LOG_ERR, "Cannot start wireguard-go (%s): install the Debian package wireguard-go",
                 strerror(reply.status));
        return win32_code(reply.status);
    }
    link.driver = adapter->driver = reply.detail;
    uint32_t code = first_down(adapter);
    /* wireguard-go sets an MTU of its own; Windows starts with a huge one, and the caller has to set it. */
    if (!code && (link_mark(&link) || link_set(link.index, -1, -1, HUGE_MTU))) code = ERROR_GEN_FAILURE;
    return code;
}

LAB_EXPORT void *WireGuardCreateAdapter(const wchar16 *name, const wchar16 *type, const win_guid *guid) {
    uint32_t code = lab_enter(__func__);
    char text[LINK_ALIAS];
    if (!code && (!name || !type || !*name || text_length16(name) >= ADAPTER_NAME_MAX ||
                  text_length16(type) >= ADAPTER_NAME_MAX || !text_to_utf8(name, text, sizeof text)))
        code = ERROR_INVALID_PARAMETER;
    struct adapter *adapter = code ? 0 : calloc(1, sizeof *adapter);
    if (!code && !adapter) code = ERROR_NOT_ENOUGH_MEMORY;
    if (!code) {
        adapter->owner = true;
        /* Two creations at once would both find a name or GUID free. */
        static pthread_mutex_t creation = PTHREAD_MUTEX_INITIALIZER;
        pthread_mutex_lock(&creation);
        code = create(adapter, text, guid);
        pthread_mutex_unlock(&creation);
        if (code) keeper_end(&adapter->keeper);
    }
    if (code) {
        free(adapter);
        platform_set_last_error(code);
        return 0;
    }
    registry_add(adapter);
    log_line(LOG_INFO, "Created adapter '%s' as %s", text, adapter->link);
    return adapter;
}

LAB_EXPORT void *WireGuardOpenAdapter(const wchar16 *name) {
    uint32_t code = lab_enter(__func__);
    char text[LINK_ALIAS];
    struct link_info link;
    if (!code && (!name || !*name || text_length16(name) >= ADAPTER_NAME_MAX || !text_to_utf8(name, text, sizeof text)))
        code = ERROR_INVALID_PARAMETER;
    if (!code && !link_find(same_name, text, &link)) code = ERROR_NOT_FOUND;
    struct adapter *adapter = code ? 0 : calloc(1, sizeof *adapter);
    if (!code && !adapter) code = ERROR_NOT_ENOUGH_MEMORY;
    if (code) {
        platform_set_last_error(code);
        return 0;
    }
    adapter->index = link.index;
    adapter->luid = link_luid(&link);
    adapter->driver = link.driver;
    strcpy(adapter->link, link.name);
    registry_add(adapter);
    return adapter;
}

LAB_EXPORT void WireGuardCloseAdapter(void *handle) {
    lab_enter(__func__);
    struct adapter *adapter = handle;
    if (!adapter || !registry_remove(adapter)) return;
    adapter->logging = LOGGING_OFF;
    if (adapter->owner) {
        keeper_end(&adapter->keeper);
        log_line(LOG_INFO, "Removed adapter %s", adapter->link);
    }
    free(adapter);
}
