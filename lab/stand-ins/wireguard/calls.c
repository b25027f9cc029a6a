/* The calls on an existing adapter, and those about the driver. */
#include <string.h>

#include "adapter.h"

enum { DRIVER_VERSION = 1 << 16 | 1 };

static int32_t failed(uint32_t code) {
    if (code) platform_set_last_error(code);
    return code == ERROR_SUCCESS;
}

static bool is_adapter(const struct link_info *link, void *context) {
    (void)context;
    return link->adapter;
}

LAB_EXPORT uint32_t WireGuardGetRunningDriverVersion(void) {
    uint32_t code = lab_enter(__func__);
    /* The driver is loaded as long as a device needs it. */
    if (!code && link_find(is_adapter, 0, 0)) return DRIVER_VERSION;
    platform_set_last_error(code ? code : ERROR_FILE_NOT_FOUND);
    return 0;
}

LAB_EXPORT int32_t WireGuardDeleteDriver(void) {
    uint32_t code = lab_enter(__func__);
    if (!code && link_find(is_adapter, 0, 0)) code = ERROR_BUSY;
    return failed(code);
}

LAB_EXPORT void WireGuardGetAdapterLUID(void *handle, net_luid *luid) {
    lab_enter(__func__);
    struct adapter *adapter = adapter_use(handle);
    if (!adapter || !luid) return;
    *luid = adapter->luid;
    adapter_done(adapter);
}

LAB_EXPORT int32_t WireGuardSetAdapterLogging(void *handle, int state) {
    uint32_t code = lab_enter(__func__);
    if (code) return failed(code);
    struct adapter *adapter = adapter_use(handle);
    if (!adapter) return 0;
    if (state < LOGGING_OFF || state > LOGGING_ON_WITH_PREFIX)
        code = ERROR_INVALID_PARAMETER;
    else
        adapter->logging = state;
    adapter_done(adapter);
    return failed(code);
}

LAB_EXPORT int32_t WireGuardGetAdapterState(void *handle, int *state) {
    uint32_t code = lab_enter(__func__);
    if (code) return failed(code);
    struct adapter *adapter = adapter_use(handle);
    if (!adapter) return 0;
    struct link_info link;
    if (!state)
        code = ERROR_INVALID_PARAMETER;
    else if (!link_by_index(adapter->index, &link))
        code = ERROR_FILE_NOT_FOUND;
    else
        *state = adapter_is_up(adapter) ? ADAPTER_UP : ADAPTER_DOWN;
    adapter_done(adapter);
    return failed(code);
}

LAB_EXPORT int32_t WireGuardSetAdapterState(void *handle, int state) {
    uint32_t code = lab_enter(__func__);
    if (code) return failed(code);
    if (state != ADAPTER_DOWN && state != ADAPTER_UP) return failed(ERROR_INVALID_PARAMETER);
    struct adapter *adapter = adapter_use(handle);
    if (!adapter) return 0;
    device_lock(adapter);
    struct link_info link;
    if (!link_by_index(adapter->index, &link))
        code = ERROR_FILE_NOT_FOUND;
    else
        code = state == ADAPTER_UP ? adapter_up(adapter) : adapter_down(adapter);
    device_unlock(adapter);
    adapter_done(adapter);
    return failed(code);
}

LAB_EXPORT int32_t WireGuardSetConfiguration(void *handle, const wg_interface *configuration, uint32_t bytes) {
    uint32_t code = lab_enter(__func__);
    if (code) return failed(code);
    struct adapter *adapter = adapter_use(handle);
    if (!adapter) return 0;
    device_lock(adapter);
    code = adapter_configure(adapter, configuration, bytes);
    device_unlock(adapter);
    adapter_done(adapter);
    return failed(code);
}

LAB_EXPORT int32_t WireGuardGetConfiguration(void *handle, wg_interface *configuration, uint32_t *bytes) {
    uint32_t code = lab_enter(__func__);
    if (code) return failed(code);
    struct adapter *adapter = adapter_use(handle);
    if (!adapter) return 0;
    struct buffer found = {0};
    if (!bytes) code = ERROR_INVALID_PARAMETER;
    if (!code) {
        device_lock(adapter);
        code = adapter_configuration(adapter, &found);
        device_unlock(adapter);
    }
    if (!code) {
        if (!configuration || *bytes < found.length)
            code = ERROR_MORE_DATA;
        else
            memcpy(configuration, found.bytes, found.length);
        *bytes = (uint32_t)found.length;
    }
    buffer_free(&found);
    adapter_done(adapter);
    return failed(code);
}
