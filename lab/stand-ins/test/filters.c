/* Filters in the shapes that the product uses. */
#include <string.h>

#include "harness.h"

const char *const layer_guids[] = {
    [CONNECT4] = "c38d57d1-05a7-4c33-904f-7fbceee60e82", [ACCEPT4] = "e1cd9fe7-f4b5-4273-96c0-592e487b8650",
    [CONNECT6] = "4a72393b-319f-44bc-84c3-ba54dcb3b6b4", [ACCEPT6] = "a3b42c97-9f04-4672-b87e-cee9c483257f",
    [FORWARD4] = "a82acc24-4ee1-4ee1-b465-fd1d25cb10a4", [FORWARD6] = "7b964818-19c7-493a-b71f-832c3684d28c",
};

#define REMOTE_ADDRESS "b235ae9a-1d64-49b8-a44c-5ff3d9095045"
#define REMOTE_PORT "c35a604d-d22b-4e1a-91b4-68f674ee674b"
#define LOCAL_PORT "0c1ba1af-5765-453f-af22-a8f791ac775b"
#define PROTOCOL "3971ef2b-623e-4f9a-8cb1-6e79b806b9a7"
#define LOCAL_INTERFACE "4cd62a49-59c3-4969-b7f3-bda5d32890a4"
#define FORWARD_INTERFACE "1076b8a5-6323-4c5e-9810-e8d3fc9e6136"
#define FLAGS "632ce23b-5167-435c-86d7-e903684aa80c"

const win_guid test_sublayer = {0x7e570001, 1, 2, {3, 4, 5, 6, 7, 8, 9, 10}};
const win_guid test_provider = {0x7e570002, 1, 2, {3, 4, 5, 6, 7, 8, 9, 10}};

static wchar16 display_name[] = {'t', 'e', 's', 't', 0};

void filter_begin(struct filter *f, enum layer_name layer, uint8_t weight, bool permit) {
    memset(f, 0, sizeof *f);
    f->filter.display.name = display_name;
    f->filter.layer_key = guid(layer_guids[layer]);
    f->filter.sublayer_key = test_sublayer;
    f->filter.weight.type = FWP_UINT8;
    f->filter.weight.uint8 = weight;
    f->filter.conditions = f->conditions;
    f->filter.action.type = permit ? ACTION_PERMIT : ACTION_BLOCK;
}

fwpm_condition *filter_condition(struct filter *f, const char *field, uint32_t match, uint32_t type) {
    fwpm_condition *condition = &f->conditions[f->filter.condition_count++];
    condition->field = guid(field);
    condition->match = match;
    condition->value.type = type;
    return condition;
}

void filter_interface(struct filter *f, net_luid luid) {
    f->luid = luid;
    filter_condition(f, LOCAL_INTERFACE, MATCH_EQUAL, FWP_UINT64)->value.uint64 = &f->luid;
}

void filter_protocol(struct filter *f, uint8_t protocol) {
    filter_condition(f, PROTOCOL, MATCH_EQUAL, FWP_UINT8)->value.uint8 = protocol;
}

void filter_remote(struct filter *f, const char *address, uint32_t mask) {
    f->mask = (fwp_v4_mask){ipv4(address), mask};
    filter_condition(f, REMOTE_ADDRESS, MATCH_EQUAL, FWP_V4_ADDR_MASK)->value.pointer = &f->mask;
}

static void port(struct filter *f, const char *field, uint16_t low, uint16_t high) {
    if (low == high) {
        filter_condition(f, field, MATCH_EQUAL, FWP_UINT16)->value.uint16 = low;
        return;
    }
    fwp_range *range = &f->ranges[f->filter.condition_count];
    range->low.type = range->high.type = FWP_UINT16;
    range->low.uint16 = low;
    range->high.uint16 = high;
    filter_condition(f, field, MATCH_RANGE, FWP_RANGE)->value.pointer = range;
}

void filter_remote_port(struct filter *f, uint16_t low, uint16_t high) { port(f, REMOTE_PORT, low, high); }
void filter_local_port(struct filter *f, uint16_t low, uint16_t high) { port(f, LOCAL_PORT, low, high); }

void filter_loopback(struct filter *f) {
    filter_condition(f, FLAGS, MATCH_FLAGS_ALL_SET, FWP_UINT32)->value.uint32 = CONDITION_FLAG_IS_LOOPBACK;
}

void *filters_open(void) {
    fwpm_session session = {.flags = SESSION_FLAG_DYNAMIC};
    fwpm_provider provider = {.key = test_provider, .display.name = display_name};
    win_guid provider_key = test_provider;
    fwpm_sublayer sublayer = {.key = test_sublayer, .display.name = display_name, .weight = 0xFFFF};
    sublayer.provider_key = &provider_key;
    void *engine = 0;
    CODE(FwpmEngineOpen0(0, 10, 0, &session, &engine), 0);
    CODE(FwpmProviderAdd0(engine, &provider, 0), 0);
    CODE(FwpmSubLayerAdd0(engine, &sublayer, 0), 0);
    return engine;
}

uint64_t filter_add(void *engine, struct filter *f) {
    uint64_t id = 0;
    CODE(FwpmFilterAdd0(engine, &f->filter, 0, &id), 0);
    return id;
}

void filters_shut(void *engine, net_luid luid, const char *prefix, uint32_t mask) {
    struct filter f;
    CODE(FwpmTransactionBegin0(engine, 0), 0);
    for (int layer = CONNECT4; layer <= ACCEPT6; layer++) {
        filter_begin(&f, (enum layer_name)layer, 13, true);
        filter_loopback(&f);
        filter_add(engine, &f);
        filter_begin(&f, (enum layer_name)layer, 0, false);
        filter_interface(&f, luid);
        filter_add(engine, &f);
    }
    for (int layer = CONNECT4; layer <= ACCEPT4; layer++) {
        filter_begin(&f, (enum layer_name)layer, 0, false);
        filter_remote(&f, prefix, mask);
        filter_add(engine, &f);
    }
    for (int layer = FORWARD4; layer <= FORWARD6; layer++) {
        filter_begin(&f, (enum layer_name)layer, 0, false);
        filter_interface(&f, luid);
        filter_add(engine, &f);
        filter_begin(&f, (enum layer_name)layer, 0, false);
        f.luid = luid;
        filter_condition(&f, FORWARD_INTERFACE, MATCH_EQUAL, FWP_UINT64)->value.uint64 = &f.luid;
        filter_add(engine, &f);
    }
    CODE(FwpmTransactionCommit0(engine), 0);
}

static uint64_t permit(void *engine, enum layer_name layer, net_luid luid, const char *remote, uint8_t protocol,
                       uint16_t low, uint16_t high) {
    struct filter f;
    filter_begin(&f, layer, 10, true);
    filter_interface(&f, luid);
    filter_protocol(&f, protocol);
    filter_remote(&f, remote, 0xFFFFFFFF);
    if (layer == CONNECT4) filter_remote_port(&f, low, high);
    else filter_local_port(&f, low, high);
    return filter_add(engine, &f);
}

uint64_t permit_out(void *engine, net_luid luid, const char *remote, uint8_t protocol, uint16_t low, uint16_t high) {
    return permit(engine, CONNECT4, luid, remote, protocol, low, high);
}

uint64_t permit_in(void *engine, net_luid luid, const char *remote, uint8_t protocol, uint16_t low, uint16_t high) {
    return permit(engine, ACCEPT4, luid, remote, protocol, low, high);
}
