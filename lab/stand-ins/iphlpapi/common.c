#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "iphlpapi.h"

const char *const lab_functions[] = {
    "InitializeUnicastIpAddressEntry", "CreateUnicastIpAddressEntry", "DeleteUnicastIpAddressEntry",
    "GetUnicastIpAddressEntry",
    "GetUnicastIpAddressTable",        "InitializeIpForwardEntry",    "CreateIpForwardEntry2",
    "DeleteIpForwardEntry2",           "GetIpForwardTable2",          "InitializeIpInterfaceEntry",
    "GetIpInterfaceEntry",             "SetIpInterfaceEntry",         "ConvertInterfaceLuidToAlias",
    "ConvertInterfaceLuidToGuid",      "ConvertInterfaceLuidToIndex", "ConvertInterfaceAliasToLuid",
    "ConvertInterfaceGuidToLuid",      "ConvertInterfaceIndexToLuid", "FreeMibTable",
    "NotifyIpInterfaceChange",         "CancelMibChangeNotify2",      "GetAdaptersAddresses",
    0,
};

static _Atomic uint64_t delay_ms;
static pthread_once_t delay_once = PTHREAD_ONCE_INIT;

static void read_delay(void) {
    const char *setting = getenv("BOREALIS_LAB_INTERFACE_DELAY_MS");
    if (setting) atomic_store(&delay_ms, strtoull(setting, 0, 10));
}

uint64_t interface_delay_ms(void) {
    pthread_once(&delay_once, read_delay);
    return atomic_load(&delay_ms);
}

/* Windows makes the IP rows of a new adapter some time after the adapter: here so many milliseconds after it. */
LAB_EXPORT void BorealisLabDelayInterface(uint32_t milliseconds) {
    pthread_once(&delay_once, read_delay);
    atomic_store(&delay_ms, milliseconds);
}

bool link_has_ip(const struct link_info *link, uint16_t family) {
    if (link->adapter && clock_ms() < link->born_ms + interface_delay_ms()) return false;
    uint32_t unused;
    return link_sysctl_read(family == WIN_AF_INET6 ? "ipv6" : "ipv4", link->name, "forwarding", &unused);
}

uint32_t row_link(net_luid luid, uint32_t index, uint16_t family, struct link_info *link) {
    bool found = luid ? link_by_luid(luid, link) : link_by_index(index, link);
    return found && link_has_ip(link, family) ? ERROR_SUCCESS : ERROR_NOT_FOUND;
}

size_t address_size(uint16_t family) { return family == WIN_AF_INET ? 4 : family == WIN_AF_INET6 ? 16 : 0; }

uint8_t *address_bytes(sockaddr_inet *address) {
    return address->family == WIN_AF_INET ? address->v4.address : address->v6.address;
}

int linux_family(uint16_t family) {
    return family == WIN_AF_INET ? AF_INET : family == WIN_AF_INET6 ? AF_INET6 : AF_UNSPEC;
}

/* Ours among the tables that callers hold: under Wine FreeMibTable gets those of Wine's own library too. */
struct issued {
    struct issued *next;
    void *table;
};
static struct issued *issued_tables;
static pthread_mutex_t issued_lock = PTHREAD_MUTEX_INITIALIZER;

static void *issue(size_t size) {
    struct issued *issued = malloc(sizeof *issued);
    void *table = issued ? malloc(size) : 0;
    if (!table) {
        free(issued);
        return 0;
    }
    issued->table = table;
    pthread_mutex_lock(&issued_lock);
    issued->next = issued_tables;
    issued_tables = issued;
    pthread_mutex_unlock(&issued_lock);
    return table;
}

static bool take_back(void *table) {
    pthread_mutex_lock(&issued_lock);
    struct issued **at = &issued_tables, *found;
    while (*at && (*at)->table != table) at = &(*at)->next;
    found = *at;
    if (found) *at = found->next;
    pthread_mutex_unlock(&issued_lock);
    free(found);
    return found != 0;
}

uint32_t table_finish(struct buffer *rows, size_t row_size, void **table) {
    char *memory = rows->failed ? 0 : issue(8 + rows->length);
    if (memory) {
        uint32_t head[2] = {(uint32_t)(rows->length / row_size), 0};
        memcpy(memory, head, 8);
        if (rows->length) memcpy(memory + 8, rows->bytes, rows->length);
    }
    buffer_free(rows);
    *table = memory;
    return memory ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

LAB_EXPORT void FreeMibTable(void *table) {
    lab_enter(__func__);
    if (table && take_back(table)) free(table);
    else platform_free_foreign(table);
}

uint32_t win32_code(int error) {
    switch (error) {
        case 0: return ERROR_SUCCESS;
        case EPERM: case EACCES: return ERROR_ACCESS_DENIED;
        case EEXIST: return ERROR_OBJECT_ALREADY_EXISTS;
        case ENODEV: case ENXIO: case ESRCH: case EADDRNOTAVAIL: case ENOENT: return ERROR_NOT_FOUND;
        case ENOMEM: return ERROR_NOT_ENOUGH_MEMORY;
        case EINVAL: case ERANGE: return ERROR_INVALID_PARAMETER;
        default: return ERROR_GEN_FAILURE;
    }
}
