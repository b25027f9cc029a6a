/* Handles, and the lock of each device. */
#include "adapter.h"
#include "registry.h"

static struct adapter *adapters;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t unused = PTHREAD_COND_INITIALIZER;

void registry_add(struct adapter *adapter) {
    pthread_mutex_lock(&lock);
    adapter->next = adapters;
    adapters = adapter;
    pthread_mutex_unlock(&lock);
}

bool registry_remove(struct adapter *adapter) {
    bool found = false;
    pthread_mutex_lock(&lock);
    for (struct adapter **at = &adapters; *at && !found; at = &(*at)->next) {
        if (*at != adapter) continue;
        *at = adapter->next;
        found = true;
        break;
    }
    /* A call that still runs on another thread ends first. */
    while (found && adapter->users) pthread_cond_wait(&unused, &lock);
    pthread_mutex_unlock(&lock);
    return found;
}

struct adapter *adapter_use(void *handle) {
    struct adapter *adapter;
    pthread_mutex_lock(&lock);
    for (adapter = adapters; adapter && adapter != handle; adapter = adapter->next) continue;
    if (adapter) adapter->users++;
    pthread_mutex_unlock(&lock);
    if (!adapter) platform_set_last_error(ERROR_INVALID_HANDLE);
    return adapter;
}

void adapter_done(struct adapter *adapter) {
    pthread_mutex_lock(&lock);
    if (--adapter->users == 0) pthread_cond_broadcast(&unused);
    pthread_mutex_unlock(&lock);
}

void device_port(const struct adapter *adapter, uint16_t port, bool given) {
    pthread_mutex_lock(&lock);
    for (struct adapter *each = adapters; each; each = each->next) {
        if (each->index != adapter->index) continue;
        each->port = port;
        each->port_given = given;
    }
    pthread_mutex_unlock(&lock);
}

/* Two devices that share a lock only wait for each other; no call takes two. */
static pthread_mutex_t device_locks[] = {
    PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
    PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
};

static pthread_mutex_t *device_lock_of(const struct adapter *adapter) {
    return &device_locks[adapter->index % (sizeof device_locks / sizeof *device_locks)];
}

void device_lock(const struct adapter *adapter) { pthread_mutex_lock(device_lock_of(adapter)); }
void device_unlock(const struct adapter *adapter) { pthread_mutex_unlock(device_lock_of(adapter)); }
