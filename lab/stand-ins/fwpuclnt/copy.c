#include "copy.h"

#include <stdlib.h>
#include <string.h>

#include "../shared/text.h"

/* Run twice over the same object: first without memory to learn the size, then to write. */
struct arena {
    char *base;
    size_t used;
};

static void *take(struct arena *arena, const void *from, size_t size) {
    if (!from) return 0;
    void *to = arena->base ? arena->base + arena->used : 0;
    arena->used += (size + 7) & ~(size_t)7;
    if (to) memcpy(to, from, size);
    return to;
}

static wchar16 *take_text(struct arena *arena, const wchar16 *text) {
    return take(arena, text, text ? 2 * (text_length16(text) + 1) : 0);
}

static fwp_blob take_blob(struct arena *arena, const fwp_blob *blob) {
    fwp_blob copy = {blob->data ? blob->size : 0, 0};
    copy.data = take(arena, blob->data, blob->size);
    return copy;
}

static fwp_value take_value(struct arena *arena, const fwp_value *value) {
    fwp_value copy = *value;
    const void *p = value->pointer;
    switch (value->type) {
        case FWP_UINT64: case FWP_INT64: case FWP_DOUBLE: copy.pointer = take(arena, p, 8); break;
        case FWP_BYTE_ARRAY16: copy.pointer = take(arena, p, 16); break;
        case FWP_V4_ADDR_MASK: copy.pointer = take(arena, p, sizeof(fwp_v4_mask)); break;
        case FWP_V6_ADDR_MASK: copy.pointer = take(arena, p, sizeof(fwp_v6_mask)); break;
        case FWP_BYTE_BLOB: case FWP_SECURITY_DESCRIPTOR: {
            fwp_blob *to = take(arena, p, sizeof(fwp_blob)), blob = p ? take_blob(arena, p) : (fwp_blob){0};
            if (to) *to = blob;
            copy.pointer = to;
            break;
        }
        case FWP_RANGE: {
            const fwp_range *range = p;
            fwp_range *to = take(arena, p, sizeof *range), parts = {0};
            if (range) parts = (fwp_range){take_value(arena, &range->low), take_value(arena, &range->high)};
            if (to) *to = parts;
            copy.pointer = to;
            break;
        }
        default: break;
    }
    return copy;
}

static fwpm_display take_display(struct arena *arena, const fwpm_display *display) {
    return (fwpm_display){take_text(arena, display->name), take_text(arena, display->description)};
}

static void *take_filter(struct arena *arena, const void *object) {
    const fwpm_filter *from = object;
    fwpm_filter copy = *from, *to = take(arena, from, sizeof *from);
    copy.display = take_display(arena, &from->display);
    copy.provider_key = take(arena, from->provider_key, sizeof(win_guid));
    copy.data = take_blob(arena, &from->data);
    copy.weight = take_value(arena, &from->weight);
    copy.effective_weight = take_value(arena, &from->effective_weight);
    copy.conditions = from->condition_count
                          ? take(arena, from->conditions, from->condition_count * sizeof *from->conditions)
                          : 0;
    for (uint32_t i = 0; i < from->condition_count; i++) {
        fwp_value value = take_value(arena, &from->conditions[i].value);
        if (copy.conditions) copy.conditions[i].value = value;
    }
    if (to) *to = copy;
    return to;
}

static void *take_provider(struct arena *arena, const void *object) {
    const fwpm_provider *from = object;
    fwpm_provider copy = *from, *to = take(arena, from, sizeof *from);
    copy.display = take_display(arena, &from->display);
    copy.data = take_blob(arena, &from->data);
    copy.service_name = take_text(arena, from->service_name);
    if (to) *to = copy;
    return to;
}

static void *take_sublayer(struct arena *arena, const void *object) {
    const fwpm_sublayer *from = object;
    fwpm_sublayer copy = *from, *to = take(arena, from, sizeof *from);
    copy.display = take_display(arena, &from->display);
    copy.provider_key = take(arena, from->provider_key, sizeof(win_guid));
    copy.data = take_blob(arena, &from->data);
    if (to) *to = copy;
    return to;
}

static void *copy(void *(*take_object)(struct arena *, const void *), const void *from) {
    struct arena size = {0, 0};
    take_object(&size, from);
    struct arena arena = {malloc(size.used), 0};
    return arena.base ? take_object(&arena, from) : 0;
}

fwpm_filter *copy_filter(const fwpm_filter *filter) { return copy(take_filter, filter); }
fwpm_provider *copy_provider(const fwpm_provider *provider) { return copy(take_provider, provider); }
fwpm_sublayer *copy_sublayer(const fwpm_sublayer *sublayer) { return copy(take_sublayer, sublayer); }

fwpm_filter **copy_filters(fwpm_filter *const *filters, uint32_t count) {
    struct arena size = {0, 0}, arena = {0, 0};
    for (uint32_t i = 0; i < count; i++) take_filter(&size, filters[i]);
    size_t head = (count ? count : 1) * sizeof(fwpm_filter *);
    char *memory = malloc(head + size.used);
    if (!memory) return 0;
    fwpm_filter **array = (fwpm_filter **)memory;
    arena.base = memory + head;
    for (uint32_t i = 0; i < count; i++) array[i] = take_filter(&arena, filters[i]);
    return array;
}
