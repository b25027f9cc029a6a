/* The layouts, constants and codes of fwpuclnt.dll, checked against Windows' own. */
#ifndef BOREALIS_FWPM_H
#define BOREALIS_FWPM_H

#include "../shared/win32.h"

enum {
    FWP_EMPTY = 0, FWP_UINT8 = 1, FWP_UINT16 = 2, FWP_UINT32 = 3, FWP_UINT64 = 4, FWP_INT64 = 8, FWP_DOUBLE = 10,
    FWP_BYTE_ARRAY16 = 11, FWP_BYTE_BLOB = 12, FWP_SID = 13, FWP_SECURITY_DESCRIPTOR = 14, FWP_V4_ADDR_MASK = 256,
    FWP_V6_ADDR_MASK = 257, FWP_RANGE = 258,
};

enum {
    MATCH_EQUAL = 0, MATCH_GREATER = 1, MATCH_LESS = 2, MATCH_GREATER_OR_EQUAL = 3, MATCH_LESS_OR_EQUAL = 4,
    MATCH_RANGE = 5, MATCH_FLAGS_ALL_SET = 6, MATCH_FLAGS_ANY_SET = 7, MATCH_FLAGS_NONE_SET = 8, MATCH_NOT_EQUAL = 10,
};

enum { ACTION_BLOCK = 0x1001, ACTION_PERMIT = 0x1002, ACTION_FLAG_CALLOUT = 0x4000 };
enum { FILTER_FLAG_PERSISTENT = 1, FILTER_FLAG_BOOTTIME = 2, FILTER_FLAGS_KNOWN = 0x7F };
enum { OBJECT_FLAG_PERSISTENT = 1, SESSION_FLAG_DYNAMIC = 1, TRANSACTION_READ_ONLY = 1 };
enum { CONDITION_FLAG_IS_LOOPBACK = 1, CONDITION_FLAG_IS_REAUTHORIZE = 4 };
enum { ENUM_FLAG_SORTED = 2, ENUM_FLAG_BOOTTIME_ONLY = 4 };

typedef struct {
    uint32_t size;
    uint8_t *data;
} fwp_blob;

typedef struct {
    uint32_t type;
    union {
        uint8_t uint8;
        uint16_t uint16;
        uint32_t uint32;
        uint64_t *uint64;
        void *pointer;
    };
} fwp_value;

typedef struct {
    uint32_t address, mask;
} fwp_v4_mask;

typedef struct {
    uint8_t address[16];
    uint8_t prefix_length;
} fwp_v6_mask;

typedef struct {
    fwp_value low, high;
} fwp_range;

typedef struct {
    wchar16 *name, *description;
} fwpm_display;

typedef struct {
    win_guid key;
    fwpm_display display;
    uint32_t flags;
    uint32_t txn_wait_ms;
    uint32_t process_id;
    void *sid;
    wchar16 *user_name;
    int32_t kernel_mode;
} fwpm_session;

typedef struct {
    win_guid key;
    fwpm_display display;
    uint32_t flags;
    fwp_blob data;
    wchar16 *service_name;
} fwpm_provider;

typedef struct {
    win_guid key;
    fwpm_display display;
    uint32_t flags;
    win_guid *provider_key;
    fwp_blob data;
    uint16_t weight;
} fwpm_sublayer;

typedef struct {
    win_guid field;
    uint32_t match;
    fwp_value value;
} fwpm_condition;

typedef struct {
    uint32_t type;
    win_guid filter_type;
} fwpm_action;

typedef struct {
    win_guid key;
    fwpm_display display;
    uint32_t flags;
    win_guid *provider_key;
    fwp_blob data;
    win_guid layer_key;
    win_guid sublayer_key;
    fwp_value weight;
    uint32_t condition_count;
    fwpm_condition *conditions;
    fwpm_action action;
    uint32_t padding;
    union {
        uint64_t raw_context;
        uint64_t provider_context_key[2];
    };
    void *reserved;
    uint64_t id;
    fwp_value effective_weight;
} fwpm_filter;

typedef struct {
    win_guid *provider_key;
    win_guid layer_key;
    uint32_t enum_type;
    uint32_t flags;
    void *provider_context_template;
    uint32_t condition_count;
    fwpm_condition *conditions;
    uint32_t action_mask;
    win_guid *callout_key;
} fwpm_filter_template;

LAYOUT_SIZE(fwp_value, 16);
LAYOUT_FIELD(fwp_value, uint8, 8);
LAYOUT_FIELD(fwp_value, uint64, 8);
LAYOUT_SIZE(fwp_v4_mask, 8);
LAYOUT_FIELD(fwp_v4_mask, mask, 4);
LAYOUT_SIZE(fwp_v6_mask, 17);
LAYOUT_FIELD(fwp_v6_mask, prefix_length, 16);
LAYOUT_SIZE(fwp_range, 32);
LAYOUT_FIELD(fwp_range, high, 16);
LAYOUT_SIZE(fwp_blob, 16);
LAYOUT_FIELD(fwp_blob, data, 8);
LAYOUT_SIZE(fwpm_display, 16);
LAYOUT_FIELD(fwpm_display, description, 8);
LAYOUT_SIZE(fwpm_session, 72);
LAYOUT_FIELD(fwpm_session, display, 16);
LAYOUT_FIELD(fwpm_session, flags, 32);
LAYOUT_FIELD(fwpm_session, txn_wait_ms, 36);
LAYOUT_FIELD(fwpm_session, process_id, 40);
LAYOUT_FIELD(fwpm_session, sid, 48);
LAYOUT_FIELD(fwpm_session, user_name, 56);
LAYOUT_FIELD(fwpm_session, kernel_mode, 64);
LAYOUT_SIZE(fwpm_provider, 64);
LAYOUT_FIELD(fwpm_provider, display, 16);
LAYOUT_FIELD(fwpm_provider, flags, 32);
LAYOUT_FIELD(fwpm_provider, data, 40);
LAYOUT_FIELD(fwpm_provider, service_name, 56);
LAYOUT_SIZE(fwpm_sublayer, 72);
LAYOUT_FIELD(fwpm_sublayer, display, 16);
LAYOUT_FIELD(fwpm_sublayer, flags, 32);
LAYOUT_FIELD(fwpm_sublayer, provider_key, 40);
LAYOUT_FIELD(fwpm_sublayer, data, 48);
LAYOUT_FIELD(fwpm_sublayer, weight, 64);
LAYOUT_SIZE(fwpm_condition, 40);
LAYOUT_FIELD(fwpm_condition, match, 16);
LAYOUT_FIELD(fwpm_condition, value, 24);
LAYOUT_SIZE(fwpm_action, 20);
LAYOUT_FIELD(fwpm_action, filter_type, 4);
LAYOUT_SIZE(fwpm_filter, 200);
LAYOUT_FIELD(fwpm_filter, display, 16);
LAYOUT_FIELD(fwpm_filter, flags, 32);
LAYOUT_FIELD(fwpm_filter, provider_key, 40);
LAYOUT_FIELD(fwpm_filter, data, 48);
LAYOUT_FIELD(fwpm_filter, layer_key, 64);
LAYOUT_FIELD(fwpm_filter, sublayer_key, 80);
LAYOUT_FIELD(fwpm_filter, weight, 96);
LAYOUT_FIELD(fwpm_filter, condition_count, 112);
LAYOUT_FIELD(fwpm_filter, conditions, 120);
LAYOUT_FIELD(fwpm_filter, action, 128);
LAYOUT_FIELD(fwpm_filter, raw_context, 152);
LAYOUT_FIELD(fwpm_filter, provider_context_key, 152);
LAYOUT_FIELD(fwpm_filter, reserved, 168);
LAYOUT_FIELD(fwpm_filter, id, 176);
LAYOUT_FIELD(fwpm_filter, effective_weight, 184);
LAYOUT_SIZE(fwpm_filter_template, 72);
LAYOUT_FIELD(fwpm_filter_template, layer_key, 8);
LAYOUT_FIELD(fwpm_filter_template, enum_type, 24);
LAYOUT_FIELD(fwpm_filter_template, flags, 28);
LAYOUT_FIELD(fwpm_filter_template, provider_context_template, 32);
LAYOUT_FIELD(fwpm_filter_template, condition_count, 40);
LAYOUT_FIELD(fwpm_filter_template, conditions, 48);
LAYOUT_FIELD(fwpm_filter_template, action_mask, 56);
LAYOUT_FIELD(fwpm_filter_template, callout_key, 64);

#define FWP_E(low) (0x80320000u | (low))
#define FWP_E_CALLOUT_NOT_FOUND FWP_E(0x01)
#define FWP_E_CONDITION_NOT_FOUND FWP_E(0x02)
#define FWP_E_FILTER_NOT_FOUND FWP_E(0x03)
#define FWP_E_LAYER_NOT_FOUND FWP_E(0x04)
#define FWP_E_PROVIDER_NOT_FOUND FWP_E(0x05)
#define FWP_E_SUBLAYER_NOT_FOUND FWP_E(0x07)
#define FWP_E_ALREADY_EXISTS FWP_E(0x09)
#define FWP_E_IN_USE FWP_E(0x0A)
#define FWP_E_WRONG_SESSION FWP_E(0x0C)
#define FWP_E_NO_TXN_IN_PROGRESS FWP_E(0x0D)
#define FWP_E_TXN_IN_PROGRESS FWP_E(0x0E)
#define FWP_E_TXN_ABORTED FWP_E(0x0F)
#define FWP_E_SESSION_ABORTED FWP_E(0x10)
#define FWP_E_INCOMPATIBLE_TXN FWP_E(0x11)
#define FWP_E_TIMEOUT FWP_E(0x12)
#define FWP_E_LIFETIME_MISMATCH FWP_E(0x16)
#define FWP_E_BUILTIN_OBJECT FWP_E(0x17)
#define FWP_E_NULL_POINTER FWP_E(0x1C)
#define FWP_E_INVALID_FLAGS FWP_E(0x1E)
#define FWP_E_INVALID_NET_MASK FWP_E(0x1F)
#define FWP_E_INVALID_RANGE FWP_E(0x20)
#define FWP_E_NULL_DISPLAY_NAME FWP_E(0x23)
#define FWP_E_INVALID_ACTION_TYPE FWP_E(0x24)
#define FWP_E_INVALID_WEIGHT FWP_E(0x25)
#define FWP_E_MATCH_TYPE_MISMATCH FWP_E(0x26)
#define FWP_E_TYPE_MISMATCH FWP_E(0x27)

#endif
