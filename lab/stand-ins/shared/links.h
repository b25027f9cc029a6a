/* The network interfaces of this namespace as Windows would show them. An adapter of the stand-in is a TUN interface
 * named bor…; its GUID, time of birth, driver process and Windows name stand in the interface's alias text, so that every process of
 * the namespace can read them and nothing outlives the interface. */
#ifndef BOREALIS_LINKS_H
#define BOREALIS_LINKS_H

#include "text.h"

#define LINK_NAME 16
#define LINK_ALIAS 256

struct link_info {
    uint32_t index;
    uint32_t flags;
    uint32_t mtu;
    uint16_t hardware;
    bool adapter;
    uint64_t born_ms;
    uint32_t driver; /* the process of wireguard-go */
    win_guid guid;
    char name[LINK_NAME];
    char alias[LINK_ALIAS];
};

/* A LUID is made of the interface type and the index; Linux does not use an index twice, Windows not a LUID. */
net_luid link_luid(const struct link_info *link);
uint32_t link_index_of_luid(net_luid luid);

bool link_by_index(uint32_t index, struct link_info *link);
bool link_by_luid(net_luid luid, struct link_info *link);
/* Calls `each` until it returns true; returns whether it did. */
bool link_find(bool (*each)(const struct link_info *link, void *context), void *context, struct link_info *found);
bool link_from_message(const void *message, struct link_info *link);

/* A number for the network namespace of the caller: what stands for one Windows machine. */
uint64_t link_namespace(void);

/* Both return 0 or errno. */
int link_mark(const struct link_info *adapter);
int link_set(uint32_t index, int up, int carrier, uint32_t mtu);

/* A setting below /proc/sys/net/<family>/conf/<interface>/. */
bool link_sysctl_write(const char *family, const char *link, const char *setting, uint32_t value);
bool link_sysctl_read(const char *family, const char *link, const char *setting, uint32_t *value);

#endif
