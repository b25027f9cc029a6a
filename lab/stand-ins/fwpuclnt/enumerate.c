/* Enumerations: a snapshot taken when the handle is made. */
#include <stdlib.h>
#include <string.h>

#include "model.h"

struct enumeration {
    struct session *session;
    fwpm_filter **filters; /* copies, in one piece */
    uint32_t count, next;
};

static bool wanted(const fwpm_filter_template *template, const fwpm_filter *filter) {
    if (!template) return true;
    if (template->flags & ENUM_FLAG_BOOTTIME_ONLY && !(filter->flags & FILTER_FLAG_BOOTTIME)) return false;
    if (template->provider_key && !(filter->provider_key && guid_equal(template->provider_key, filter->provider_key)))
        return false;
    if (!guid_is_zero(&template->layer_key) && !guid_equal(&template->layer_key, &filter->layer_key)) return false;
    return template->action_mask == UINT32_MAX || (template->action_mask & filter->action.type) == filter->action.type;
}

static int heavier_first(const void *a, const void *b) {
    uint64_t x = *(*(fwpm_filter *const *)a)->effective_weight.uint64;
    uint64_t y = *(*(fwpm_filter *const *)b)->effective_weight.uint64;
    return x > y ? -1 : x < y;
}

static uint32_t snapshot(struct session *session, const fwpm_filter_template *template, struct enumeration *result) {
    struct buffer found = {0};
    for (struct object *object = object_first(KIND_FILTER); object; object = object->next)
        if (object_visible(session, object) && wanted(template, object->as_filter))
            buffer_append(&found, &object->as_filter, sizeof object->as_filter);
    result->session = session;
    result->count = (uint32_t)(found.length / sizeof(fwpm_filter *));
    fwpm_filter **list = (fwpm_filter **)found.bytes;
    if (template && template->flags & ENUM_FLAG_SORTED && result->count)
        qsort(list, result->count, sizeof *list, heavier_first);
    result->filters = found.failed ? 0 : copy_filters(list, result->count);
    buffer_free(&found);
    return result->filters ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

LAB_EXPORT uint32_t FwpmFilterCreateEnumHandle0(void *handle, const fwpm_filter_template *template, void **out) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!out) return FWP_E_NULL_POINTER;
    if (template && template->condition_count) {
        lab_warn("an enumeration by conditions is not available here");
        return ERROR_NOT_SUPPORTED;
    }
    struct enumeration *enumeration = calloc(1, sizeof *enumeration);
    if (!enumeration) return ERROR_NOT_ENOUGH_MEMORY;
    model_lock();
    struct session *session = session_of(handle);
    if (!session) code = ERROR_INVALID_HANDLE;
    else if (template && !guid_is_zero(&template->layer_key) && layer_of(&template->layer_key) == LAYER_UNKNOWN)
        code = FWP_E_LAYER_NOT_FOUND;
    else code = snapshot(session, template, enumeration);
    model_unlock();
    if (code) free(enumeration);
    else *out = enumeration;
    return code;
}

LAB_EXPORT uint32_t FwpmFilterEnum0(void *handle, void *enum_handle, uint32_t requested, fwpm_filter ***filters,
                                    uint32_t *returned) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    struct enumeration *enumeration = enum_handle;
    if (!enumeration || !filters || !returned) return FWP_E_NULL_POINTER;
    if (enumeration->session != handle) return ERROR_INVALID_HANDLE;
    uint32_t left = enumeration->count - enumeration->next, count = requested < left ? requested : left;
    fwpm_filter **copies = copy_filters(enumeration->filters + enumeration->next, count);
    if (!copies) return ERROR_NOT_ENOUGH_MEMORY;
    enumeration->next += count;
    *filters = copies;
    *returned = count;
    return ERROR_SUCCESS;
}

LAB_EXPORT uint32_t FwpmFilterDestroyEnumHandle0(void *handle, void *enum_handle) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    struct enumeration *enumeration = enum_handle;
    if (!enumeration) return FWP_E_NULL_POINTER;
    if (enumeration->session != handle) return ERROR_INVALID_HANDLE;
    free(enumeration->filters);
    free(enumeration);
    return ERROR_SUCCESS;
}
