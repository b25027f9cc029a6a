#define _GNU_SOURCE
#include "links.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rtnl.h"

#define MARK "borealis|"

enum { IF_TYPE_ETHERNET = 6, IF_TYPE_LOOPBACK = 24, IF_TYPE_PROP_VIRTUAL = 53 };

net_luid link_luid(const struct link_info *link) {
    uint64_t type = link->adapter                         ? IF_TYPE_PROP_VIRTUAL
                    : link->hardware == ARPHRD_LOOPBACK ? IF_TYPE_LOOPBACK
                                                          : IF_TYPE_ETHERNET;
    return type << 48 | (uint64_t)link->index << 24;
}

uint32_t link_index_of_luid(net_luid luid) { return (uint32_t)(luid >> 24) & 0xFFFFFF; }

/* borealis|<guid>|<born>|<driver>|<name> */
static void read_alias(struct link_info *link, const char *text) {
    const char *guid = text + strlen(MARK), *born = strchr(guid, '|'), *driver = born ? strchr(born + 1, '|') : 0;
    const char *name = driver ? strchr(driver + 1, '|') : 0;
    if (!name || !guid_parse(guid, &link->guid)) return;
    link->adapter = true;
    link->born_ms = strtoull(born + 1, 0, 10);
    link->driver = (uint32_t)strtoul(driver + 1, 0, 10);
    snprintf(link->alias, sizeof link->alias, "%s", name + 1);
}

bool link_from_message(const void *bytes, struct link_info *link) {
    const struct nlmsghdr *message = bytes;
    const struct ifinfomsg *fixed = NLMSG_DATA(message);
    const struct rtattr *a[IFLA_IFALIAS + 1];
    rtnl_attributes(message, sizeof *fixed, a, IFLA_IFALIAS);
    if (!a[IFLA_IFNAME]) return false;
    memset(link, 0, sizeof *link);
    link->index = (uint32_t)fixed->ifi_index;
    link->flags = fixed->ifi_flags;
    link->hardware = fixed->ifi_type;
    if (a[IFLA_MTU]) link->mtu = *(const uint32_t *)RTA_DATA(a[IFLA_MTU]);
    snprintf(link->name, sizeof link->name, "%s", (const char *)RTA_DATA(a[IFLA_IFNAME]));
    const char *alias = a[IFLA_IFALIAS] ? RTA_DATA(a[IFLA_IFALIAS]) : "";
    bool ours = !strncmp(link->name, "bor", 3) && link->hardware == ARPHRD_NONE;
    /* An adapter that is just being made does not exist yet for anyone. */
    if (ours && strncmp(alias, MARK, strlen(MARK))) return false;
    if (ours) read_alias(link, alias);
    if (!link->adapter) {
        snprintf(link->alias, sizeof link->alias, "%s", link->name);
        uint64_t hash[2] = {text_hash(link->name, strlen(link->name), 1), text_hash(link->name, strlen(link->name), 2)};
        memcpy(&link->guid, hash, sizeof link->guid);
    }
    return true;
}

struct search {
    bool (*each)(const struct link_info *, void *);
    void *context;
    struct link_info *found;
    bool done;
};

static void visit(const struct nlmsghdr *message, void *context) {
    struct search *search = context;
    struct link_info link;
    if (search->done || message->nlmsg_type != RTM_NEWLINK || !link_from_message(message, &link)) return;
    if (search->each && !search->each(&link, search->context)) return;
    search->done = true;
    if (search->found) *search->found = link;
}

bool link_find(bool (*each)(const struct link_info *, void *), void *context, struct link_info *found) {
    struct rtnl_request request;
    rtnl_begin(&request, RTM_GETLINK, 0, sizeof(struct ifinfomsg));
    struct search search = {each, context, found, false};
    rtnl_dump(&request, visit, &search);
    return search.done;
}

bool link_by_index(uint32_t index, struct link_info *link) {
    struct rtnl_request request;
    struct ifinfomsg *fixed = rtnl_begin(&request, RTM_GETLINK, 0, sizeof *fixed);
    fixed->ifi_index = (int)index;
    struct search search = {0, 0, link, false};
    return index && rtnl_talk(&request, visit, &search) == 0 && search.done;
}

bool link_by_luid(net_luid luid, struct link_info *link) {
    return link_by_index(link_index_of_luid(luid), link) && link_luid(link) == luid;
}

int link_mark(const struct link_info *adapter) {
    char text[LINK_ALIAS + 96], id[GUID_TEXT];
    guid_print(&adapter->guid, id);
    int length = snprintf(text, sizeof text, MARK "%s|%llu|%u|%s", id, (unsigned long long)adapter->born_ms,
                          adapter->driver, adapter->alias);
    if (length >= LINK_ALIAS) return ENAMETOOLONG;
    struct rtnl_request request;
    struct ifinfomsg *fixed = rtnl_begin(&request, RTM_NEWLINK, 0, sizeof *fixed);
    fixed->ifi_index = (int)adapter->index;
    rtnl_put(&request, IFLA_IFALIAS, text, (size_t)length);
    return rtnl_talk(&request, 0, 0);
}

int link_set(uint32_t index, int up, int carrier, uint32_t mtu) {
    struct rtnl_request request;
    struct ifinfomsg *fixed = rtnl_begin(&request, RTM_NEWLINK, 0, sizeof *fixed);
    fixed->ifi_index = (int)index;
    if (up >= 0) {
        fixed->ifi_change = IFF_UP;
        fixed->ifi_flags = up ? IFF_UP : 0;
    }
    if (carrier >= 0) rtnl_put(&request, IFLA_CARRIER, &(uint8_t){(uint8_t)carrier}, 1);
    if (mtu) rtnl_put_u32(&request, IFLA_MTU, mtu);
    return rtnl_talk(&request, 0, 0);
}

static int sysctl_open(const char *family, const char *link, const char *setting, int flags) {
    char path[160];
    snprintf(path, sizeof path, "/proc/sys/net/%s/conf/%s/%s", family, link, setting);
    return open(path, flags | O_CLOEXEC);
}

uint64_t link_namespace(void) {
    struct stat namespace = {0};
    stat("/proc/thread-self/ns/net", &namespace);
    return namespace.st_ino;
}

bool link_sysctl_write(const char *family, const char *link, const char *setting, uint32_t value) {
    int fd = sysctl_open(family, link, setting, O_WRONLY);
    if (fd < 0) return false;
    char text[16];
    int length = snprintf(text, sizeof text, "%u", value);
    bool written = write(fd, text, (size_t)length) == length;
    close(fd);
    return written;
}

bool link_sysctl_read(const char *family, const char *link, const char *setting, uint32_t *value) {
    int fd = sysctl_open(family, link, setting, O_RDONLY);
    if (fd < 0) return false;
    char text[16];
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    if (length <= 0) return false;
    text[length] = 0;
    *value = (uint32_t)strtoul(text, 0, 10);
    return true;
}
