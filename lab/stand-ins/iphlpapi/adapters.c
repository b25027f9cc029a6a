/* GetAdaptersAddresses as far as the product asks: the interfaces and their name servers. Linux has its name servers for
 * the whole machine, so they are shown at the first interface that leads out. Whoever wants addresses as well, which
 * under Wine is the JVM itself, is answered by Wine's own library. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "iphlpapi.h"

enum { MOST_SERVERS = 16, SKIP_UNICAST = 1, SKIP_DNS_SERVER = 8, SERVERS_TEXT = 512 };

static char added[SERVERS_TEXT];
static pthread_mutex_t added_lock = PTHREAD_MUTEX_INITIALIZER;

/* Name servers, separated by blanks, beside those of /etc/resolv.conf; an empty text takes them back. */
LAB_EXPORT void BorealisLabNameServers(const char *servers) {
    pthread_mutex_lock(&added_lock);
    snprintf(added, sizeof added, "%s", servers ? servers : "");
    pthread_mutex_unlock(&added_lock);
}

struct servers {
    uint16_t family;
    uint32_t count;
    sockaddr_inet address[MOST_SERVERS];
};

static void add_server(struct servers *servers, const char *text) {
    sockaddr_inet address = {0};
    if (servers->count == MOST_SERVERS) return;
    if (inet_pton(AF_INET, text, address.v4.address) == 1) address.family = WIN_AF_INET;
    else if (inet_pton(AF_INET6, text, address.v6.address) == 1) address.family = WIN_AF_INET6;
    else return;
    if (servers->family && servers->family != address.family) return;
    servers->address[servers->count++] = address;
}

static void read_servers(struct servers *servers) {
    char line[256], text[64], more[SERVERS_TEXT], *rest = more;
    FILE *file = fopen("/etc/resolv.conf", "re");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, " nameserver %63s", text) == 1) add_server(servers, text);
    if (file) fclose(file);
    pthread_mutex_lock(&added_lock);
    memcpy(more, added, sizeof more);
    pthread_mutex_unlock(&added_lock);
    for (char *one; (one = strsep(&rest, " ")) != 0;) add_server(servers, one);
}

struct listing {
    struct buffer links;
    size_t outward; /* index of the interface that gets the servers */
    bool found;
};

static bool collect(const struct link_info *link, void *context) {
    struct listing *listing = context;
    if (!listing->found && !(link->flags & IFF_LOOPBACK) && !link->adapter) {
        listing->outward = listing->links.length / sizeof *link;
        listing->found = true;
    }
    buffer_append(&listing->links, link, sizeof *link);
    return false;
}

/* Everything lies in the caller's buffer: all adapters, then all servers, so that pointers can be told in advance. */
static uint32_t fill(const struct listing *listing, const struct servers *servers, adapter_addresses *list, uint32_t *size) {
    size_t count = listing->links.length / sizeof(struct link_info);
    size_t needed = count * sizeof *list + servers->count * sizeof(name_server);
    if (!list || *size < needed) {
        *size = (uint32_t)needed;
        return ERROR_BUFFER_OVERFLOW;
    }
    const struct link_info *links = (const struct link_info *)listing->links.bytes;
    name_server *first = (name_server *)(list + count);
    memset(list, 0, needed);
    for (size_t i = 0; i < count; i++) {
        list[i].length = sizeof *list;
        list[i].index = links[i].index;
        list[i].luid = link_luid(&links[i]);
        list[i].next = i + 1 < count ? &list[i + 1] : 0;
        list[i].friendly_name = list[i].name_text;
        text_to_utf16(links[i].alias, list[i].name_text, sizeof list[i].name_text / sizeof(wchar16));
        if (i == listing->outward && servers->count) list[i].first_name_server = first;
    }
    for (uint32_t i = 0; i < servers->count; i++) {
        first[i].length = sizeof *first;
        first[i].next = i + 1 < servers->count ? &first[i + 1] : 0;
        first[i].place = servers->address[i];
        first[i].address = &first[i].place;
        first[i].address_length = first[i].place.family == WIN_AF_INET ? 16 : 28;
    }
    return ERROR_SUCCESS;
}

LAB_EXPORT uint32_t GetAdaptersAddresses(uint32_t family, uint32_t flags, void *reserved, adapter_addresses *list,
                                         uint32_t *size) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!(flags & SKIP_UNICAST)) return platform_adapters_addresses(family, flags, reserved, list, size);
    if (!size || (family && !address_size((uint16_t)family))) return ERROR_INVALID_PARAMETER;
    struct listing listing = {0};
    struct servers servers = {.family = (uint16_t)family};
    link_find(collect, &listing, 0);
    if (!(flags & SKIP_DNS_SERVER)) read_servers(&servers);
    code = listing.links.failed ? ERROR_NOT_ENOUGH_MEMORY
           : listing.links.length ? fill(&listing, &servers, list, size)
                                  : ERROR_NO_DATA;
    buffer_free(&listing.links);
    return code;
}
