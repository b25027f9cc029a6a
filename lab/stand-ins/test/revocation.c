/* What remains when filters, sessions or the filtering engine go. */
#define _GNU_SOURCE
#include <unistd.h>

#include "harness.h"

/* Overlapping ranges of one host: what remains wanted stays open. */
static void ranges(void *engine) {
    net_luid lo = (uint64_t)24 << 48 | (uint64_t)1 << 24;
    struct filter block;
    filter_begin(&block, CONNECT4, 0, false);
    uint64_t shut = filter_add(engine, &block);
    uint64_t a = permit_out(engine, lo, "127.0.0.1", 6, 7900, 8001);
    uint64_t b = permit_out(engine, lo, "127.0.0.1", 6, 8000, 8100);
    uint64_t c = permit_out(engine, lo, "127.0.0.1", 6, 8101, 8200);
    CHECK(reaches("127.0.0.1", 8001) && reaches("127.0.0.1", 8002));
    CODE(FwpmFilterDeleteById0(engine, b), 0);
    CHECK(reaches("127.0.0.1", 8001) && misses("127.0.0.1", 8002));
    /* The same permit twice: one of them may go. */
    uint64_t d = permit_out(engine, lo, "127.0.0.1", 6, 8002, 8002), e = permit_out(engine, lo, "127.0.0.1", 6, 8002, 8002);
    CODE(FwpmFilterDeleteById0(engine, d), 0);
    CHECK(reaches("127.0.0.1", 8002));
    CODE(FwpmFilterDeleteById0(engine, e), 0);
    CHECK(misses("127.0.0.1", 8002));
    CODE(FwpmTransactionBegin0(engine, 0), 0);
    CODE(FwpmFilterDeleteById0(engine, a), 0);
    permit_out(engine, lo, "127.0.0.1", 6, 8002, 8003);
    CODE(FwpmTransactionAbort0(engine), 0);
    CHECK(reaches("127.0.0.1", 8001) && misses("127.0.0.1", 8002));
    CODE(FwpmFilterDeleteById0(engine, a), 0);
    CODE(FwpmFilterDeleteById0(engine, c), 0);
    CHECK(misses("127.0.0.1", 8001));
    CODE(FwpmFilterDeleteById0(engine, shut), 0);
}

static bool table_gone(void *unused) {
    (void)unused;
    return shell("nft list tables | grep -q borealis_") != 0;
}

/* The filtering engine dies: its filters are gone, and the session says so. */
static void engine_death(void *engine) {
    struct filter f;
    filter_begin(&f, CONNECT4, 1, false);
    uint64_t id = filter_add(engine, &f);
    CHECK(misses("127.0.0.1", 8001));
    shell("kill -9 $(ps -o pid=,args= --ppid %d | awk '/borealis-keeper filters/ {print $1}')", (int)getpid());
    CHECK(eventually(table_gone, 0));
    CHECK(reaches("127.0.0.1", 8001));
    CODE(FwpmFilterDeleteById0(engine, id), FWP_E_SESSION_ABORTED);
    CODE(FwpmTransactionBegin0(engine, 0), FWP_E_SESSION_ABORTED);
}

static void static_filters(void) {
    void *engine;
    /* Static filters live on without their session, and the next session may take them away. */
    struct filter f;
    filter_begin(&f, CONNECT4, 1, false);
    f.filter.sublayer_key = (win_guid){0};
    uint64_t id = 0;
    CODE(FwpmEngineOpen0(0, 10, 0, 0, &engine), 0);
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, &id), 0);
    CODE(FwpmEngineClose0(engine), 0);
    CHECK(misses("127.0.0.1", 8001));
    CODE(FwpmEngineOpen0(0, 10, 0, 0, &engine), 0);
    CODE(FwpmFilterDeleteById0(engine, id), 0);
    CHECK(reaches("127.0.0.1", 8001));
    CODE(FwpmEngineClose0(engine), 0);
}

void test_revocation(void) {
    namespace_new();
    void *engine = filters_open();
    int listeners[] = {tcp_listen("0.0.0.0", 8001), tcp_listen("0.0.0.0", 8002)};
    ranges(engine);
    engine_death(engine);
    CODE(FwpmEngineClose0(engine), 0);
    static_filters();
    close(listeners[0]);
    close(listeners[1]);
}
