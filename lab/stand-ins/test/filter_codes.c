#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "harness.h"

static void transactions(void *engine) {
    CODE(FwpmTransactionCommit0(engine), FWP_E_NO_TXN_IN_PROGRESS);
    CODE(FwpmTransactionAbort0(engine), FWP_E_NO_TXN_IN_PROGRESS);
    CODE(FwpmTransactionBegin0(engine, 0), 0);
    CODE(FwpmTransactionBegin0(engine, 0), FWP_E_TXN_IN_PROGRESS);
    struct filter f;
    filter_begin(&f, CONNECT4, 3, false);
    f.filter.key = guid("7e570003-0000-0000-0000-000000000001");
    uint64_t id = filter_add(engine, &f);
    fwpm_filter *got = 0;
    CODE(FwpmFilterGetById0(engine, id, &got), 0);
    FwpmFreeMemory0((void **)&got);
    CHECK(!got);
    CODE(FwpmTransactionAbort0(engine), 0);
    CODE(FwpmFilterGetById0(engine, id, &got), FWP_E_FILTER_NOT_FOUND);
    CODE(FwpmTransactionBegin0(engine, TRANSACTION_READ_ONLY), 0);
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, 0), FWP_E_INCOMPATIBLE_TXN);
    CODE(FwpmTransactionCommit0(engine), 0);
    CODE(FwpmEngineClose0((void *)1), ERROR_INVALID_HANDLE);
    /* Another session waits for the writer, and not for ever. */
    fwpm_session impatient = {.flags = SESSION_FLAG_DYNAMIC, .txn_wait_ms = 30};
    void *other;
    CODE(FwpmEngineOpen0(0, UINT32_MAX, 0, &impatient, &other), 0);
    CODE(FwpmTransactionBegin0(engine, 0), 0);
    CODE(FwpmTransactionBegin0(other, 0), FWP_E_TIMEOUT);
    CODE(FwpmTransactionCommit0(engine), 0);
    CODE(FwpmTransactionBegin0(other, 0), 0);
    CODE(FwpmEngineClose0(other), 0);
}

static void refused(void *engine, struct filter *f, uint32_t code) { CODE(FwpmFilterAdd0(engine, &f->filter, 0, 0), code); }

static void filters(void *engine) {
    struct filter f;
    CODE(FwpmFilterAdd0(engine, 0, 0, 0), FWP_E_NULL_POINTER);
    filter_begin(&f, CONNECT4, 0, false);
    f.filter.display.name = 0;
    refused(engine, &f, FWP_E_NULL_DISPLAY_NAME);
    filter_begin(&f, CONNECT4, 16, false);
    refused(engine, &f, FWP_E_INVALID_WEIGHT);
    filter_begin(&f, CONNECT4, 0, false);
    f.filter.layer_key = guid("7e570004-0000-0000-0000-000000000001");
    refused(engine, &f, FWP_E_LAYER_NOT_FOUND);
    filter_begin(&f, CONNECT4, 0, false);
    f.filter.sublayer_key = guid("7e570004-0000-0000-0000-000000000002");
    refused(engine, &f, FWP_E_SUBLAYER_NOT_FOUND);
    filter_begin(&f, CONNECT4, 0, false);
    win_guid nobody = guid("7e570004-0000-0000-0000-000000000003");
    f.filter.provider_key = &nobody;
    refused(engine, &f, FWP_E_PROVIDER_NOT_FOUND);
    filter_begin(&f, CONNECT4, 0, false);
    f.filter.action.type = 7;
    refused(engine, &f, FWP_E_INVALID_ACTION_TYPE);
    filter_begin(&f, CONNECT4, 0, false);
    f.filter.flags = FILTER_FLAG_PERSISTENT;
    refused(engine, &f, FWP_E_LIFETIME_MISMATCH);
    f.filter.flags = 0x8000;
    refused(engine, &f, FWP_E_INVALID_FLAGS);
    filter_begin(&f, CONNECT4, 0, false);
    filter_condition(&f, "7e570004-0000-0000-0000-000000000004", MATCH_EQUAL, FWP_UINT8);
    refused(engine, &f, FWP_E_CONDITION_NOT_FOUND);
    filter_begin(&f, FORWARD4, 0, false);
    filter_protocol(&f, 6);
    refused(engine, &f, FWP_E_CONDITION_NOT_FOUND);
    filter_begin(&f, CONNECT4, 0, false);
    filter_protocol(&f, 6);
    f.conditions[0].value.type = FWP_UINT32;
    refused(engine, &f, FWP_E_TYPE_MISMATCH);
    f.conditions[0].match = MATCH_RANGE;
    refused(engine, &f, FWP_E_MATCH_TYPE_MISMATCH);
    filter_begin(&f, CONNECT4, 0, false);
    filter_remote(&f, "10.0.0.0", 0xFF00FF00);
    refused(engine, &f, FWP_E_INVALID_NET_MASK);
    filter_begin(&f, CONNECT6, 0, false);
    filter_remote(&f, "10.0.0.0", 0xFFFFFFFF);
    refused(engine, &f, FWP_E_TYPE_MISMATCH);
    filter_begin(&f, CONNECT4, 0, false);
    filter_remote_port(&f, 90, 80);
    refused(engine, &f, FWP_E_INVALID_RANGE);
    filter_begin(&f, CONNECT4, 0, false);
    filter_interface(&f, 1);
    f.conditions[0].value.uint64 = 0;
    refused(engine, &f, FWP_E_NULL_POINTER);
}

static void references(void *engine) {
    struct filter f;
    filter_begin(&f, ACCEPT4, 4, true);
    f.filter.key = guid("7e570005-0000-0000-0000-000000000001");
    win_guid provider = test_provider;
    f.filter.provider_key = &provider;
    filter_protocol(&f, 17);
    filter_remote(&f, "10.1.2.3", 0xFFFFFFFF);
    uint64_t id = filter_add(engine, &f);
    refused(engine, &f, FWP_E_ALREADY_EXISTS);
    CODE(FwpmSubLayerDeleteByKey0(engine, &test_sublayer), FWP_E_IN_USE);
    CODE(FwpmProviderDeleteByKey0(engine, &test_provider), FWP_E_IN_USE);
    fwpm_filter *got = 0;
    CODE(FwpmFilterGetByKey0(engine, &f.filter.key, &got), 0);
    CHECK(got->id == id && got->condition_count == 2 && guid_equal(got->provider_key, &provider));
    CHECK(*got->effective_weight.uint64 >> 60 == 4 && got->conditions[0].value.uint8 == 17);
    CHECK(((fwp_v4_mask *)got->conditions[1].value.pointer)->address == 0x0A010203);
    FwpmFreeMemory0((void **)&got);
    /* Delete and add in one transaction is the way to change a filter. */
    CODE(FwpmTransactionBegin0(engine, 0), 0);
    CODE(FwpmFilterDeleteByKey0(engine, &f.filter.key), 0);
    CODE(FwpmFilterDeleteByKey0(engine, &f.filter.key), FWP_E_FILTER_NOT_FOUND);
    uint64_t second = filter_add(engine, &f);
    CODE(FwpmTransactionCommit0(engine), 0);
    CODE(FwpmFilterDeleteById0(engine, id), FWP_E_FILTER_NOT_FOUND);
    /* Another session sees it and may not touch it. */
    void *other;
    CODE(FwpmEngineOpen0(0, 10, 0, 0, &other), 0);
    CODE(FwpmFilterGetById0(other, second, &got), 0);
    FwpmFreeMemory0((void **)&got);
    CODE(FwpmFilterDeleteById0(other, second), FWP_E_WRONG_SESSION);
    refused(other, &f, FWP_E_ALREADY_EXISTS);
    f.filter.key.data1++;
    refused(other, &f, FWP_E_LIFETIME_MISMATCH);
    CODE(FwpmEngineClose0(other), 0);
    CODE(FwpmFilterDeleteById0(engine, second), 0);
}

static uint32_t count_filters(void *engine, const fwpm_filter_template *template) {
    void *handle;
    uint32_t total = 0, returned;
    if (!CODE(FwpmFilterCreateEnumHandle0(engine, template, &handle), 0)) return UINT32_MAX;
    do {
        fwpm_filter **filters = 0;
        CODE(FwpmFilterEnum0(engine, handle, 3, &filters, &returned), 0);
        for (uint32_t i = 0; i < returned; i++) CHECK(filters[i]->display.name[0] == 't');
        total += returned;
        FwpmFreeMemory0((void **)&filters);
    } while (returned == 3);
    CODE(FwpmFilterDestroyEnumHandle0(engine, handle), 0);
    return total;
}

static void enumeration(void *engine) {
    filters_shut(engine, (uint64_t)53 << 48 | (uint64_t)77 << 24, "10.255.0.0", 0xFFFF0000);
    struct filter f;
    win_guid provider = test_provider;
    filter_begin(&f, ACCEPT4, 4, true);
    f.filter.provider_key = &provider;
    filter_add(engine, &f);
    CHECK(count_filters(engine, 0) == 15);
    fwpm_filter_template template = {.action_mask = UINT32_MAX, .enum_type = 1, .flags = 0x18};
    template.layer_key = guid(layer_guids[ACCEPT4]);
    CHECK(count_filters(engine, &template) == 4);
    template.provider_key = &provider;
    CHECK(count_filters(engine, &template) == 1);
    template.action_mask = 0;
    CHECK(count_filters(engine, &template) == 0);
}

void test_filter_codes(void) {
    namespace_new();
    void *engine = filters_open();
    fwpm_provider nameless = {.key = guid("7e570006-0000-0000-0000-000000000001")};
    CODE(FwpmProviderAdd0(engine, &nameless, 0), FWP_E_NULL_DISPLAY_NAME);
    transactions(engine);
    filters(engine);
    references(engine);
    enumeration(engine);
    fwp_blob *app = 0;
    CODE(FwpmGetAppIdFromFileName0(wide("/no/such/program"), &app), ERROR_FILE_NOT_FOUND);
    CODE(FwpmGetAppIdFromFileName0(wide("/bin/sh"), &app), 0);
    CHECK(app && app->size > 20);
    FwpmFreeMemory0((void **)&app);
    CHECK(shell("nft list tables | grep -q borealis_") == 0);
    CODE(FwpmEngineClose0(engine), 0);
    CHECK(shell("nft list tables | grep -q borealis_") != 0);
}
