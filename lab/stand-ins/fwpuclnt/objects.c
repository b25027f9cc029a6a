/* Providers and sublayers. */
#include <stdlib.h>

#include "model.h"

const char *const lab_functions[] = {
    "FwpmEngineOpen0",           "FwpmEngineClose0",           "FwpmTransactionBegin0",      "FwpmTransactionCommit0",
    "FwpmTransactionAbort0",     "FwpmProviderAdd0",           "FwpmProviderDeleteByKey0",   "FwpmProviderGetByKey0",
    "FwpmSubLayerAdd0",          "FwpmSubLayerDeleteByKey0",   "FwpmSubLayerGetByKey0",      "FwpmFilterAdd0",
    "FwpmFilterDeleteById0",     "FwpmFilterDeleteByKey0",     "FwpmFilterGetByKey0",        "FwpmFilterGetById0",
    "FwpmFilterCreateEnumHandle0", "FwpmFilterEnum0",          "FwpmFilterDestroyEnumHandle0", "FwpmFreeMemory0",
    "FwpmGetAppIdFromFileName0", 0,
};

static uint32_t check(const fwpm_display *display, uint32_t flags, const struct session *session) {
    if (!display->name) return FWP_E_NULL_DISPLAY_NAME;
    if (flags & ~(uint32_t)OBJECT_FLAG_PERSISTENT) return FWP_E_INVALID_FLAGS;
    return flags && session->dynamic ? FWP_E_LIFETIME_MISMATCH : ERROR_SUCCESS;
}

static uint32_t finish_add(struct session *session, struct object *object) {
    uint32_t code = object->content ? object_add(session, object) : ERROR_NOT_ENOUGH_MEMORY;
    if (code) {
        free(object->content);
        free(object);
    }
    return code;
}

static uint32_t add_provider(struct session *session, const fwpm_provider *provider) {
    uint32_t code = check(&provider->display, provider->flags, session);
    if (code) return code;
    if (object_find(session, KIND_PROVIDER, &provider->key)) return FWP_E_ALREADY_EXISTS;
    struct object *object = object_new(session, KIND_PROVIDER, &provider->key, !session->dynamic);
    if (!object) return ERROR_NOT_ENOUGH_MEMORY;
    object->as_provider = copy_provider(provider);
    if (object->content) object->as_provider->key = object->key;
    return finish_add(session, object);
}

static uint32_t add_sublayer(struct session *session, const fwpm_sublayer *sublayer) {
    uint32_t code = check(&sublayer->display, sublayer->flags, session);
    if (code) return code;
    if (guid_equal(&sublayer->key, &universal_sublayer)) return FWP_E_ALREADY_EXISTS;
    if (object_find(session, KIND_SUBLAYER, &sublayer->key)) return FWP_E_ALREADY_EXISTS;
    struct object *provider = 0;
    if (sublayer->provider_key) {
        provider = object_find(session, KIND_PROVIDER, sublayer->provider_key);
        if (!provider) return FWP_E_PROVIDER_NOT_FOUND;
    }
    struct object *object = object_new(session, KIND_SUBLAYER, &sublayer->key, !session->dynamic);
    if (!object) return ERROR_NOT_ENOUGH_MEMORY;
    object->provider = provider;
    if (provider && !lifetimes_fit(object, provider)) {
        free(object);
        return FWP_E_LIFETIME_MISMATCH;
    }
    object->as_sublayer = copy_sublayer(sublayer);
    if (object->content) object->as_sublayer->key = object->key;
    return finish_add(session, object);
}

/* One changing call: takes the lock, opens a transaction when there is none, and ends it again. */
static uint32_t change(void *handle, uint32_t (*body)(struct session *, const void *), const void *argument) {
    model_lock();
    struct session *session = session_of(handle);
    uint32_t code = session ? model_begin(session) : ERROR_INVALID_HANDLE;
    if (!code) code = model_end(session, body(session, argument));
    model_unlock();
    return code;
}

static uint32_t add_provider_body(struct session *session, const void *argument) { return add_provider(session, argument); }
static uint32_t add_sublayer_body(struct session *session, const void *argument) { return add_sublayer(session, argument); }

static uint32_t delete_provider(struct session *session, const void *key) {
    struct object *object = object_find(session, KIND_PROVIDER, key);
    return object ? object_delete(session, object) : FWP_E_PROVIDER_NOT_FOUND;
}

static uint32_t delete_sublayer(struct session *session, const void *key) {
    if (guid_equal(key, &universal_sublayer)) return FWP_E_BUILTIN_OBJECT;
    struct object *object = object_find(session, KIND_SUBLAYER, key);
    return object ? object_delete(session, object) : FWP_E_SUBLAYER_NOT_FOUND;
}

LAB_EXPORT uint32_t FwpmProviderAdd0(void *handle, const fwpm_provider *provider, void *descriptor) {
    uint32_t code = lab_enter(__func__);
    (void)descriptor;
    if (code) return code;
    return provider ? change(handle, add_provider_body, provider) : FWP_E_NULL_POINTER;
}

LAB_EXPORT uint32_t FwpmProviderDeleteByKey0(void *handle, const win_guid *key) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    return key ? change(handle, delete_provider, key) : FWP_E_NULL_POINTER;
}

LAB_EXPORT uint32_t FwpmSubLayerAdd0(void *handle, const fwpm_sublayer *sublayer, void *descriptor) {
    uint32_t code = lab_enter(__func__);
    (void)descriptor;
    if (code) return code;
    return sublayer ? change(handle, add_sublayer_body, sublayer) : FWP_E_NULL_POINTER;
}

LAB_EXPORT uint32_t FwpmSubLayerDeleteByKey0(void *handle, const win_guid *key) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    return key ? change(handle, delete_sublayer, key) : FWP_E_NULL_POINTER;
}

static uint32_t get(void *handle, enum kind kind, const win_guid *key, uint32_t missing, void **out) {
    if (!key || !out) return FWP_E_NULL_POINTER;
    model_lock();
    struct session *session = session_of(handle);
    struct object *object = session ? object_find(session, kind, key) : 0;
    uint32_t code = !session ? ERROR_INVALID_HANDLE : object ? ERROR_SUCCESS : missing;
    if (object) {
        if (kind == KIND_PROVIDER) *out = copy_provider(object->as_provider);
        else *out = copy_sublayer(object->as_sublayer);
        if (!*out) code = ERROR_NOT_ENOUGH_MEMORY;
    }
    model_unlock();
    return code;
}

LAB_EXPORT uint32_t FwpmProviderGetByKey0(void *handle, const win_guid *key, fwpm_provider **provider) {
    uint32_t code = lab_enter(__func__);
    return code ? code : get(handle, KIND_PROVIDER, key, FWP_E_PROVIDER_NOT_FOUND, (void **)provider);
}

LAB_EXPORT uint32_t FwpmSubLayerGetByKey0(void *handle, const win_guid *key, fwpm_sublayer **sublayer) {
    uint32_t code = lab_enter(__func__);
    return code ? code : get(handle, KIND_SUBLAYER, key, FWP_E_SUBLAYER_NOT_FOUND, (void **)sublayer);
}
