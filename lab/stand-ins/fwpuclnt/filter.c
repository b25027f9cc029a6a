/* Filters: add, delete, get, enumerate. */
#include <stdlib.h>
#include <string.h>

#include "model.h"

/* Persistent and boot-time filters belong to sessions that are not dynamic. */
static uint32_t check_flags(const struct session *session, const fwpm_filter *filter) {
    if (filter->flags & ~(uint32_t)FILTER_FLAGS_KNOWN) return FWP_E_INVALID_FLAGS;
    uint32_t lasting = filter->flags & (FILTER_FLAG_PERSISTENT | FILTER_FLAG_BOOTTIME);
    return lasting && session->dynamic ? FWP_E_LIFETIME_MISMATCH : ERROR_SUCCESS;
}

static uint32_t find_references(struct session *session, const fwpm_filter *filter, struct object *object) {
    if (filter->provider_key) {
        object->provider = object_find(session, KIND_PROVIDER, filter->provider_key);
        if (!object->provider) return FWP_E_PROVIDER_NOT_FOUND;
        if (!lifetimes_fit(object, object->provider)) return FWP_E_LIFETIME_MISMATCH;
    }
    if (guid_is_zero(&filter->sublayer_key) || guid_equal(&filter->sublayer_key, &universal_sublayer)) return 0;
    object->sublayer = object_find(session, KIND_SUBLAYER, &filter->sublayer_key);
    if (!object->sublayer) return FWP_E_SUBLAYER_NOT_FOUND;
    return lifetimes_fit(object, object->sublayer) ? 0 : FWP_E_LIFETIME_MISMATCH;
}

static uint32_t keep_copy(struct object *object, const fwpm_filter *filter) {
    fwpm_filter complete = *filter;
    complete.key = object->key;
    complete.id = object->id;
    if (guid_is_zero(&complete.sublayer_key)) complete.sublayer_key = universal_sublayer;
    complete.effective_weight.type = FWP_UINT64;
    complete.effective_weight.uint64 = &object->rule.weight;
    complete.reserved = 0;
    object->as_filter = copy_filter(&complete);
    return object->content ? 0 : ERROR_NOT_ENOUGH_MEMORY;
}

static uint32_t add(struct session *session, const fwpm_filter *filter, uint64_t *id) {
    if (!filter->display.name) return FWP_E_NULL_DISPLAY_NAME;
    uint32_t code = check_flags(session, filter);
    if (code) return code;
    if (!guid_is_zero(&filter->key) && object_find(session, KIND_FILTER, &filter->key)) return FWP_E_ALREADY_EXISTS;
    struct object *object = object_new(session, KIND_FILTER, &filter->key, !session->dynamic);
    if (!object) return ERROR_NOT_ENOUGH_MEMORY;
    code = rule_compile(filter, &object->rule);
    if (!code) code = find_references(session, filter, object);
    if (!code) code = keep_copy(object, filter);
    if (!code) code = object_add(session, object);
    if (!code) {
        if (id) *id = object->id;
        return 0;
    }
    rule_free(&object->rule);
    free(object->content);
    free(object);
    return code;
}

LAB_EXPORT uint32_t FwpmFilterAdd0(void *handle, const fwpm_filter *filter, void *descriptor, uint64_t *id) {
    uint32_t code = lab_enter(__func__);
    (void)descriptor;
    if (code) return code;
    if (!filter) return FWP_E_NULL_POINTER;
    model_lock();
    struct session *session = session_of(handle);
    code = session ? model_begin(session) : ERROR_INVALID_HANDLE;
    if (!code) code = model_end(session, add(session, filter, id));
    model_unlock();
    return code;
}

static uint32_t delete(void *handle, const win_guid *key, uint64_t id) {
    model_lock();
    struct session *session = session_of(handle);
    uint32_t code = session ? model_begin(session) : ERROR_INVALID_HANDLE;
    if (!code) {
        struct object *object = key ? object_find(session, KIND_FILTER, key) : object_find_id(session, id);
        bool found = object && object->kind == KIND_FILTER;
        code = model_end(session, found ? object_delete(session, object) : FWP_E_FILTER_NOT_FOUND);
    }
    model_unlock();
    return code;
}

LAB_EXPORT uint32_t FwpmFilterDeleteById0(void *handle, uint64_t id) {
    uint32_t code = lab_enter(__func__);
    return code ? code : delete(handle, 0, id);
}

LAB_EXPORT uint32_t FwpmFilterDeleteByKey0(void *handle, const win_guid *key) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    return key ? delete(handle, key, 0) : FWP_E_NULL_POINTER;
}

static uint32_t get(void *handle, const win_guid *key, uint64_t id, fwpm_filter **filter) {
    if (!filter) return FWP_E_NULL_POINTER;
    model_lock();
    struct session *session = session_of(handle);
    struct object *object = !session ? 0 : key ? object_find(session, KIND_FILTER, key) : object_find_id(session, id);
    uint32_t code = !session ? ERROR_INVALID_HANDLE : ERROR_SUCCESS;
    if (session && (!object || object->kind != KIND_FILTER)) code = FWP_E_FILTER_NOT_FOUND;
    if (!code) {
        *filter = copy_filter(object->as_filter);
        if (!*filter) code = ERROR_NOT_ENOUGH_MEMORY;
    }
    model_unlock();
    return code;
}

LAB_EXPORT uint32_t FwpmFilterGetByKey0(void *handle, const win_guid *key, fwpm_filter **filter) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    return key ? get(handle, key, 0, filter) : FWP_E_NULL_POINTER;
}

LAB_EXPORT uint32_t FwpmFilterGetById0(void *handle, uint64_t id, fwpm_filter **filter) {
    uint32_t code = lab_enter(__func__);
    return code ? code : get(handle, 0, id, filter);
}

LAB_EXPORT void FwpmFreeMemory0(void **memory) {
    lab_enter(__func__);
    if (!memory) return;
    free(*memory);
    *memory = 0;
}
