/* The adapters that this process holds handles of. */
#ifndef BOREALIS_ADAPTER_H
#define BOREALIS_ADAPTER_H

#include "../shared/keeper.h"
#include "../shared/lab.h"
#include "../shared/links.h"
#include "wireguard.h"

struct adapter {
    struct adapter *next;
    unsigned users;
    bool owner; /* made here; a handle from OpenAdapter neither keeps nor removes the device */
    struct keeper keeper;
    uint32_t driver; /* the process of wireguard-go */
    uint32_t index;
    net_luid luid;
    int logging;
    uint16_t port; /* the port to open at Up; 0 = not known here */
    bool port_given; /* named by the caller, not chosen */
    char link[LINK_NAME];
};

/* NULL with the last error set when the handle is none; each success is given back. */
struct adapter *adapter_use(void *handle);
void adapter_done(struct adapter *adapter);

/* One call at a time for each device, as the driver does it; also across several handles of one device. */
void device_lock(const struct adapter *adapter);
void device_unlock(const struct adapter *adapter);

/* Every handle of the device learns the port that it is to listen on. */
void device_port(const struct adapter *adapter, uint16_t port, bool given);

void adapter_socket_path(const char *link, char *path, size_t size);
/* Both return 0 or a Win32 code and expect the device's lock. */
uint32_t adapter_up(struct adapter *adapter);
uint32_t adapter_down(struct adapter *adapter);
uint32_t adapter_carrier(const struct adapter *adapter, bool on);
/* Makes wireguard-go close its sockets, whatever the interface's state. */
uint32_t adapter_quiet(struct adapter *adapter);
bool adapter_is_up(const struct adapter *adapter);
uint32_t adapter_configure(struct adapter *adapter, const wg_interface *configuration, uint32_t bytes);
uint32_t adapter_configuration(struct adapter *adapter, struct buffer *out);
uint16_t free_udp_port(void);
bool udp_port_in_use(uint16_t port);

void log_line(int level, const char *format, ...) __attribute__((format(printf, 2, 3)));
void adapter_log(const struct adapter *adapter, int level, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
