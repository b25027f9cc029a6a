#include "rule.h"

#include <stdlib.h>
#include <string.h>

#include "../shared/lab.h"
#include "../shared/links.h"

enum { NO_INTERFACE = 0xFFFFFF };

uint32_t interface_index(uint64_t luid) {
    /* A LUID never changes its meaning, so one good answer is enough. */
    static _Atomic uint64_t known;
    struct link_info link;
    if (known != luid && link_by_index(link_index_of_luid(luid), &link)) {
        if (link_luid(&link) != luid) return NO_INTERFACE;
        known = luid;
    }
    return link_index_of_luid(luid) ? link_index_of_luid(luid) : NO_INTERFACE;
}

uint64_t range_number(const struct match *match, const uint8_t *bytes) {
    uint64_t number = 0;
    for (unsigned i = 0; i < match->width && i < 8; i++) number = number << 8 | bytes[i];
    return number;
}

static void put_number(uint8_t *bytes, unsigned width, uint64_t number) {
    for (unsigned i = width; i-- > 0; number >>= 8) bytes[i] = (uint8_t)number;
}

bool range_is_single(const struct match *match, const struct range *range) {
    return !memcmp(range->low, range->high, match->width);
}

const struct match *rule_match(const struct rule *rule, enum field field) {
    for (uint32_t i = 0; i < rule->match_count; i++)
        if (rule->matches[i].field == field && !rule->matches[i].negated) return &rule->matches[i];
    return 0;
}

static unsigned width_of(enum field field, enum layer layer) {
    switch (field) {
        case FIELD_REMOTE_PORT: case FIELD_LOCAL_PORT: return 2;
        case FIELD_PROTOCOL: return 1;
        case FIELD_REMOTE_ADDRESS: case FIELD_LOCAL_ADDRESS: case FIELD_SOURCE_ADDRESS: case FIELD_DESTINATION_ADDRESS:
            return layer_is_v6(layer) ? 16 : 4;
        default: return 4;
    }
}

static bool is_address(enum field field) {
    return field == FIELD_REMOTE_ADDRESS || field == FIELD_LOCAL_ADDRESS || field == FIELD_SOURCE_ADDRESS ||
           field == FIELD_DESTINATION_ADDRESS;
}

static bool is_luid(enum field field) {
    return field == FIELD_INTERFACE || field == FIELD_IN_INTERFACE || field == FIELD_OUT_INTERFACE;
}

/* The type that a plain value of the field has. */
static uint32_t plain_type(enum field field, enum layer layer) {
    if (is_luid(field)) return FWP_UINT64;
    if (is_address(field) && layer_is_v6(layer)) return FWP_BYTE_ARRAY16;
    unsigned width = width_of(field, layer);
    return width == 1 ? FWP_UINT8 : width == 2 ? FWP_UINT16 : FWP_UINT32;
}

/* A plain value into bytes; the caller has checked the type. */
static uint32_t plain_bytes(enum field field, enum layer layer, const fwp_value *value, uint8_t *bytes) {
    unsigned width = width_of(field, layer);
    bool by_pointer = value->type == FWP_UINT64 || value->type == FWP_BYTE_ARRAY16;
    if (by_pointer && !value->pointer) return FWP_E_NULL_POINTER;
    switch (value->type) {
        case FWP_UINT8: put_number(bytes, width, value->uint8); break;
        case FWP_UINT16: put_number(bytes, width, value->uint16); break;
        case FWP_UINT32: put_number(bytes, width, value->uint32); break;
        case FWP_UINT64: put_number(bytes, width, interface_index(*value->uint64)); break;
        default: memcpy(bytes, value->pointer, 16); break;
    }
    return 0;
}

static uint32_t masked_range(const fwp_value *value, struct range *range) {
    if (!value->pointer) return FWP_E_NULL_POINTER;
    if (value->type == FWP_V4_ADDR_MASK) {
        const fwp_v4_mask *v4 = value->pointer;
        uint32_t host = ~v4->mask;
        if (host & (host + 1)) return FWP_E_INVALID_NET_MASK;
        put_number(range->low, 4, v4->address & v4->mask);
        put_number(range->high, 4, v4->address | host);
        return 0;
    }
    const fwp_v6_mask *v6 = value->pointer;
    if (v6->prefix_length > 128) return FWP_E_INVALID_NET_MASK;
    for (unsigned bit = 0; bit < 128; bit++) {
        uint8_t one = (uint8_t)(0x80 >> bit % 8);
        bool set = v6->address[bit / 8] & one;
        if (bit < v6->prefix_length ? set : false) range->low[bit / 8] |= one;
        if (bit < v6->prefix_length ? set : true) range->high[bit / 8] |= one;
    }
    return 0;
}

static uint32_t value_range(enum field field, enum layer layer, const fwpm_condition *condition, struct range *range) {
    const fwp_value *value = &condition->value;
    memset(range, 0, sizeof *range);
    bool mask = is_address(field) && value->type == (layer_is_v6(layer) ? FWP_V6_ADDR_MASK : FWP_V4_ADDR_MASK);
    if ((condition->match == MATCH_RANGE) != (value->type == FWP_RANGE)) return FWP_E_MATCH_TYPE_MISMATCH;
    uint32_t plain = plain_type(field, layer), code;
    if (value->type == FWP_RANGE) {
        const fwp_range *pair = value->pointer;
        if (is_luid(field)) return FWP_E_MATCH_TYPE_MISMATCH;
        if (!pair) return FWP_E_NULL_POINTER;
        if (pair->low.type != pair->high.type) return FWP_E_INVALID_RANGE;
        if (pair->low.type != plain) return FWP_E_TYPE_MISMATCH;
        code = plain_bytes(field, layer, &pair->low, range->low);
        if (!code) code = plain_bytes(field, layer, &pair->high, range->high);
        if (!code && memcmp(range->low, range->high, sizeof range->low) > 0) code = FWP_E_INVALID_RANGE;
        return code;
    }
    if (mask) {
        bool equality = condition->match == MATCH_EQUAL || condition->match == MATCH_NOT_EQUAL;
        return equality ? masked_range(value, range) : FWP_E_MATCH_TYPE_MISMATCH;
    }
    if (value->type != plain) return FWP_E_TYPE_MISMATCH;
    code = plain_bytes(field, layer, value, range->low);
    memcpy(range->high, range->low, sizeof range->low);
    if (code || condition->match == MATCH_EQUAL || condition->match == MATCH_NOT_EQUAL) return code;
    /* Greater and less: the other end is the end of the field. */
    if (is_luid(field)) return FWP_E_MATCH_TYPE_MISMATCH;
    unsigned width = width_of(field, layer);
    bool greater = condition->match == MATCH_GREATER || condition->match == MATCH_GREATER_OR_EQUAL;
    bool less = condition->match == MATCH_LESS || condition->match == MATCH_LESS_OR_EQUAL;
    if (!greater && !less) return FWP_E_MATCH_TYPE_MISMATCH;
    bool step = condition->match == MATCH_GREATER || condition->match == MATCH_LESS;
    uint8_t *moved = greater ? range->low : range->high;
    for (unsigned i = width; step && i-- > 0;) {
        moved[i] = (uint8_t)(greater ? moved[i] + 1 : moved[i] - 1);
        step = greater ? moved[i] == 0 : moved[i] == 0xFF;
    }
    if (step) return FWP_E_INVALID_RANGE;
    memset(greater ? range->high : range->low, greater ? 0xFF : 0, width);
    return 0;
}

static uint32_t add_range(struct rule *rule, enum field field, bool negated, const struct range *range) {
    struct match *match = 0;
    for (uint32_t i = 0; i < rule->match_count && !match; i++)
        if (rule->matches[i].field == field && rule->matches[i].negated == negated) match = &rule->matches[i];
    if (!match) {
        struct match *matches = realloc(rule->matches, (rule->match_count + 1) * sizeof *matches);
        if (!matches) return ERROR_NOT_ENOUGH_MEMORY;
        rule->matches = matches;
        match = &matches[rule->match_count++];
        *match = (struct match){field, negated, (uint8_t)width_of(field, rule->layer), 0, 0};
    }
    struct range *ranges = realloc(match->ranges, (match->count + 1) * sizeof *ranges);
    if (!ranges) return ERROR_NOT_ENOUGH_MEMORY;
    match->ranges = ranges;
    ranges[match->count++] = *range;
    return 0;
}

static int by_start(const void *a, const void *b) { return memcmp(a, b, sizeof(struct range)); }

/* Values of one field are alternatives; nft wants them without overlaps. Neighbours stay apart, because single ports
 * are cheaper than a range. */
static void merge(struct match *match) {
    qsort(match->ranges, match->count, sizeof *match->ranges, by_start);
    uint32_t kept = 0;
    for (uint32_t i = 1; i < match->count; i++) {
        struct range *last = &match->ranges[kept], *next = &match->ranges[i];
        if (memcmp(next->low, last->high, match->width) > 0)
            match->ranges[++kept] = *next;
        else if (memcmp(next->high, last->high, match->width) > 0)
            memcpy(last->high, next->high, sizeof last->high);
    }
    match->count = kept + 1;
}

static uint32_t add_flags(struct rule *rule, const fwpm_condition *condition) {
    if (condition->value.type != FWP_UINT32) return FWP_E_TYPE_MISMATCH;
    uint32_t flags = condition->value.uint32;
    bool loopback = flags & CONDITION_FLAG_IS_LOOPBACK, other = flags & ~(uint32_t)CONDITION_FLAG_IS_LOOPBACK;
    switch (condition->match) {
        case MATCH_FLAGS_ALL_SET:
            if (other) rule->never = true;
            if (loopback) rule->loopback = true;
            return 0;
        case MATCH_FLAGS_ANY_SET: case MATCH_EQUAL:
            /* No packet here carries another flag than loopback. */
            if (loopback) rule->loopback = true;
            else rule->never = true;
            return 0;
        case MATCH_FLAGS_NONE_SET:
            if (loopback) rule->not_loopback = true;
            return 0;
        default: return FWP_E_MATCH_TYPE_MISMATCH;
    }
}

static uint32_t add_condition(struct rule *rule, const fwpm_condition *condition) {
    enum field field = field_of(&condition->field, rule->layer);
    struct range range;
    if (condition->match > 12) return FWP_E_MATCH_TYPE_MISMATCH;
    switch (field) {
        case FIELD_UNKNOWN: return FWP_E_CONDITION_NOT_FOUND;
        case FIELD_WITHOUT_EFFECT:
            lab_warn("a filter condition on users or reauthorization cannot be kept here; the filter is refused");
            return ERROR_NOT_SUPPORTED;
        case FIELD_FLAGS: return add_flags(rule, condition);
        case FIELD_APP_ID:
            if (condition->value.type != FWP_BYTE_BLOB) return FWP_E_TYPE_MISMATCH;
            if (!condition->value.pointer) return FWP_E_NULL_POINTER;
            if (condition->match != MATCH_EQUAL) return FWP_E_MATCH_TYPE_MISMATCH;
            if (!app_id_is_own(condition->value.pointer)) rule->never = true;
            return 0;
        default: {
            uint32_t code = value_range(field, rule->layer, condition, &range);
            return code ? code : add_range(rule, field, condition->match == MATCH_NOT_EQUAL, &range);
        }
    }
}

/* Windows prefers the more specific filter where the caller gave no full weight. */
static uint64_t specificity(const struct rule *rule) {
    uint64_t sum = rule->loopback || rule->not_loopback ? 256 : 0;
    for (uint32_t i = 0; i < rule->match_count; i++) {
        const struct match *match = &rule->matches[i];
        /* Port ranges weigh alike, whatever their length. */
        bool port = match->width == 2;
        unsigned fixed = 8u * match->width;
        for (uint32_t j = 0; j < match->count; j++) {
            unsigned same = 0;
            while (same < 8u * match->width &&
                   !((match->ranges[j].low[same / 8] ^ match->ranges[j].high[same / 8]) >> (7 - same % 8) & 1))
                same++;
            if (port && same < 16) same = 0;
            if (same < fixed) fixed = same;
        }
        sum += match->negated ? 128 : 256 + fixed;
    }
    return sum;
}

static uint32_t set_weight(struct rule *rule, const fwp_value *weight) {
    switch (weight->type) {
        case FWP_EMPTY: rule->weight = specificity(rule); return 0;
        case FWP_UINT8:
            if (weight->uint8 > 15) return FWP_E_INVALID_WEIGHT;
            rule->weight = (uint64_t)weight->uint8 << 60 | specificity(rule);
            return 0;
        case FWP_UINT64:
            if (!weight->uint64) return FWP_E_NULL_POINTER;
            rule->weight = *weight->uint64;
            return 0;
        default: return FWP_E_INVALID_WEIGHT;
    }
}

uint32_t rule_compile(const fwpm_filter *filter, struct rule *rule) {
    memset(rule, 0, sizeof *rule);
    rule->layer = layer_of(&filter->layer_key);
    if (rule->layer == LAYER_UNKNOWN) return FWP_E_LAYER_NOT_FOUND;
    if (rule->layer == LAYER_WITHOUT_EFFECT) {
        lab_warn("filters are kept at the ALE connect, ALE accept and IP forward layers only; the filter is refused");
        return ERROR_NOT_SUPPORTED;
    }
    if (filter->action.type & ACTION_FLAG_CALLOUT) return FWP_E_CALLOUT_NOT_FOUND;
    if (filter->action.type != ACTION_PERMIT && filter->action.type != ACTION_BLOCK) return FWP_E_INVALID_ACTION_TYPE;
    if (filter->condition_count && !filter->conditions) return FWP_E_NULL_POINTER;
    rule->permit = filter->action.type == ACTION_PERMIT;
    uint32_t code = 0;
    for (uint32_t i = 0; !code && i < filter->condition_count; i++) code = add_condition(rule, &filter->conditions[i]);
    for (uint32_t i = 0; !code && i < rule->match_count; i++) merge(&rule->matches[i]);
    if (!code) code = set_weight(rule, &filter->weight);
    if (code) rule_free(rule);
    return code;
}

void rule_free(struct rule *rule) {
    for (uint32_t i = 0; i < rule->match_count; i++) free(rule->matches[i].ranges);
    free(rule->matches);
    rule->matches = 0;
    rule->match_count = 0;
}
