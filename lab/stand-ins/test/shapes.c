/* Every shape a filter can have, judged by connections of a host with itself. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness.h"

#define LOCAL_ADDRESS "d9ee00de-c1ef-4617-bfe3-ffd8f5a08957"
#define REMOTE_ADDRESS "b235ae9a-1d64-49b8-a44c-5ff3d9095045"
#define REMOTE_PORT "c35a604d-d22b-4e1a-91b4-68f674ee674b"
#define PROTOCOL "3971ef2b-623e-4f9a-8cb1-6e79b806b9a7"
#define FLAGS "632ce23b-5167-435c-86d7-e903684aa80c"
#define APP_ID "d78e1e87-8644-4ea5-9437-d809ecefc971"
#define SOURCE_INDEX "2311334d-c92d-45bf-9496-edf447820e2d"
#define SOURCE_ADDRESS "ae96897e-2e94-4bc9-b313-b27ee80e574d"
#define DESTINATION_ADDRESS "2d79133b-b390-45c6-8699-acaceaafed33"

static void numbers(void *engine) {
    struct filter f;
    filter_begin(&f, CONNECT4, 1, false);
    filter_remote_port(&f, 8001, 8001);
    CHECK(misses_with(engine, &f, "127.0.0.1", 8001));
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8002));
    CHECK(reaches("127.0.0.1", 8001));
    filter_begin(&f, CONNECT4, 1, false);
    filter_condition(&f, REMOTE_PORT, MATCH_NOT_EQUAL, FWP_UINT16)->value.uint16 = 8001;
    filter_protocol(&f, 6);
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8001));
    CHECK(misses_with(engine, &f, "127.0.0.1", 8002));
    filter_begin(&f, CONNECT4, 1, false);
    filter_condition(&f, REMOTE_PORT, MATCH_GREATER, FWP_UINT16)->value.uint16 = 8001;
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8001));
    CHECK(misses_with(engine, &f, "127.0.0.1", 8002));
    filter_begin(&f, CONNECT4, 1, false);
    filter_condition(&f, REMOTE_PORT, MATCH_LESS_OR_EQUAL, FWP_UINT16)->value.uint16 = 8001;
    CHECK(misses_with(engine, &f, "127.0.0.1", 8001));
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8002));
    filter_begin(&f, CONNECT4, 1, false);
    filter_condition(&f, REMOTE_PORT, MATCH_GREATER, FWP_UINT16)->value.uint16 = 65535;
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, 0), FWP_E_INVALID_RANGE);
    /* Overlapping values of one field. */
    filter_begin(&f, CONNECT4, 1, false);
    filter_remote_port(&f, 8000, 8001);
    filter_remote_port(&f, 8001, 8001);
    filter_remote_port(&f, 7990, 8000);
    CHECK(misses_with(engine, &f, "127.0.0.1", 8001));
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8002));
    filter_begin(&f, CONNECT4, 1, false);
    filter_protocol(&f, 17);
    filter_protocol(&f, 6);
    CHECK(misses_with(engine, &f, "127.0.0.1", 8001));
    filter_begin(&f, CONNECT4, 1, false);
    filter_protocol(&f, 17);
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8001));
    filter_begin(&f, CONNECT4, 1, false);
    filter_condition(&f, PROTOCOL, MATCH_NOT_EQUAL, FWP_UINT8)->value.uint8 = 6;
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8001));
    filter_begin(&f, CONNECT4, 1, false);
    filter_protocol(&f, 1);
    filter_local_port(&f, 8, 8);
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8001));
}

static void addresses(void *engine) {
    struct filter f;
    filter_begin(&f, CONNECT4, 1, false);
    filter_remote(&f, "127.0.0.0", 0xFF000000);
    filter_condition(&f, REMOTE_ADDRESS, MATCH_EQUAL, FWP_UINT32)->value.uint32 = ipv4("127.0.0.1");
    CHECK(misses_with(engine, &f, "127.0.0.1", 8001));
    filter_begin(&f, CONNECT4, 1, false);
    filter_condition(&f, REMOTE_ADDRESS, MATCH_EQUAL, FWP_UINT32)->value.uint32 = ipv4("127.0.0.2");
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8001));
    CHECK(misses_with(engine, &f, "127.0.0.2", 8001));
    filter_begin(&f, CONNECT4, 1, false);
    fwp_range *range = &f.ranges[0];
    range->low.type = range->high.type = FWP_UINT32;
    range->low.uint32 = ipv4("127.0.0.2");
    range->high.uint32 = ipv4("127.0.0.9");
    filter_condition(&f, REMOTE_ADDRESS, MATCH_RANGE, FWP_RANGE)->value.pointer = range;
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8001));
    CHECK(misses_with(engine, &f, "127.0.0.2", 8001));
    filter_begin(&f, CONNECT4, 1, false);
    filter_remote(&f, "0.0.0.0", 0);
    CHECK(misses_with(engine, &f, "127.0.0.1", 8001));
    filter_begin(&f, ACCEPT4, 1, false);
    f.mask = (fwp_v4_mask){ipv4("127.0.0.1"), 0xFFFFFFFF};
    filter_condition(&f, LOCAL_ADDRESS, MATCH_EQUAL, FWP_V4_ADDR_MASK)->value.pointer = &f.mask;
    filter_local_port(&f, 8001, 8001);
    CHECK(misses_with(engine, &f, "127.0.0.1", 8001));
    CHECK(reaches_with(engine, &f, "127.0.0.2", 8001));
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8002));
}

static bool connects6(uint16_t port, int wait_ms) {
    struct sockaddr_in6 a = {.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), error = 0;
    struct pollfd watched = {fd, POLLOUT, 0};
    socklen_t size = sizeof error;
    connect(fd, (void *)&a, sizeof a);
    bool result = poll(&watched, 1, wait_ms) > 0 && !getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) && !error;
    close(fd);
    return result;
}

static bool reaches6(uint16_t port) { return connects6(port, PATIENT_MS); }
static bool misses6(uint16_t port) { return !connects6(port, IMPATIENT_MS); }

static void version6(void *engine) {
    struct sockaddr_in6 a = {.sin6_family = AF_INET6, .sin6_port = htons(8003), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int listener = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(!bind(listener, (void *)&a, sizeof a) && !listen(listener, 512));
    CHECK(reaches6(8003));
    fwp_v6_mask mask = {.prefix_length = 127};
    struct filter f;
    filter_begin(&f, CONNECT6, 1, false);
    filter_condition(&f, REMOTE_ADDRESS, MATCH_EQUAL, FWP_V6_ADDR_MASK)->value.pointer = &mask;
    uint64_t id = filter_add(engine, &f);
    CHECK(misses6(8003) && reaches("127.0.0.1", 8001));
    CODE(FwpmFilterDeleteById0(engine, id), 0);
    mask.prefix_length = 129;
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, 0), FWP_E_INVALID_NET_MASK);
    uint8_t loopback[16] = {[15] = 1};
    filter_begin(&f, ACCEPT6, 1, false);
    filter_condition(&f, REMOTE_ADDRESS, MATCH_EQUAL, FWP_BYTE_ARRAY16)->value.pointer = loopback;
    id = filter_add(engine, &f);
    CHECK(misses6(8003));
    CODE(FwpmFilterDeleteById0(engine, id), 0);
    /* A permit of the usual shape, which is kept in a set. */
    net_luid lo = (uint64_t)24 << 48 | (uint64_t)1 << 24;
    filter_begin(&f, CONNECT6, 0, false);
    uint64_t block = filter_add(engine, &f);
    filter_begin(&f, CONNECT6, 2, true);
    filter_interface(&f, lo);
    filter_protocol(&f, 6);
    filter_condition(&f, REMOTE_ADDRESS, MATCH_EQUAL, FWP_BYTE_ARRAY16)->value.pointer = loopback;
    filter_remote_port(&f, 8003, 8003);
    CHECK(misses6(8003));
    id = filter_add(engine, &f);
    CHECK(reaches6(8003));
    CODE(FwpmFilterDeleteById0(engine, id), 0);
    CHECK(misses6(8003));
    CODE(FwpmFilterDeleteById0(engine, block), 0);
    close(listener);
}

static void weights(void *engine) {
    struct filter block, permit;
    filter_begin(&block, CONNECT4, 4, false);
    filter_begin(&permit, CONNECT4, 5, true);
    uint64_t id = filter_add(engine, &block);
    CHECK(misses("127.0.0.1", 8001));
    CHECK(reaches_with(engine, &permit, "127.0.0.1", 8001));
    permit.filter.weight.uint8 = 3;
    CHECK(misses_with(engine, &permit, "127.0.0.1", 8001));
    uint64_t weight = (uint64_t)4 << 60 | 12345678;
    permit.filter.weight.type = FWP_UINT64;
    permit.filter.weight.uint64 = &weight;
    CHECK(reaches_with(engine, &permit, "127.0.0.1", 8001));
    CODE(FwpmFilterDeleteById0(engine, id), 0);
    /* The more specific of two filters without weight wins. */
    block.filter.weight.type = permit.filter.weight.type = FWP_EMPTY;
    filter_remote(&permit, "127.0.0.1", 0xFFFFFFFF);
    id = filter_add(engine, &block);
    CHECK(reaches_with(engine, &permit, "127.0.0.1", 8001));
    CODE(FwpmFilterDeleteById0(engine, id), 0);
}

static void sublayers(void *engine) {
    wchar16 name[] = {'2', 0};
    fwpm_sublayer second = {.key = guid("7e570010-0000-0000-0000-000000000001"), .display.name = name, .weight = 7};
    struct filter permit, block;
    CODE(FwpmSubLayerAdd0(engine, &second, 0), 0);
    filter_begin(&permit, CONNECT4, 15, true);
    filter_begin(&block, CONNECT4, 0, false);
    block.filter.sublayer_key = second.key;
    uint64_t id = filter_add(engine, &permit);
    CHECK(reaches("127.0.0.1", 8001));
    CHECK(misses_with(engine, &block, "127.0.0.1", 8001));
    block.filter.sublayer_key = (win_guid){0};
    CHECK(misses_with(engine, &block, "127.0.0.1", 8001));
    CODE(FwpmFilterDeleteById0(engine, id), 0);
    CODE(FwpmSubLayerDeleteByKey0(engine, &second.key), 0);
}

static void programs_and_flags(void *engine) {
    struct filter f;
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    fwp_blob *own = 0, *other = 0;
    static wchar16 long_name[4096];
    text_to_utf16(path, long_name, 4096);
    CODE(FwpmGetAppIdFromFileName0(long_name, &own), 0);
    CODE(FwpmGetAppIdFromFileName0(wide("/bin/sh"), &other), 0);
    filter_begin(&f, CONNECT4, 1, false);
    filter_condition(&f, APP_ID, MATCH_EQUAL, FWP_BYTE_BLOB)->value.pointer = own;
    CHECK(misses_with(engine, &f, "127.0.0.1", 8001));
    f.conditions[0].value.pointer = other;
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8001));
    FwpmFreeMemory0((void **)&own);
    FwpmFreeMemory0((void **)&other);
    filter_begin(&f, CONNECT4, 1, false);
    filter_condition(&f, FLAGS, MATCH_FLAGS_NONE_SET, FWP_UINT32)->value.uint32 = CONDITION_FLAG_IS_LOOPBACK;
    CHECK(reaches_with(engine, &f, "127.0.0.1", 8001));
    filter_begin(&f, CONNECT4, 1, false);
    filter_loopback(&f);
    CHECK(misses_with(engine, &f, "127.0.0.1", 8001));
    /* The forward layers know no ports, but interfaces and addresses. */
    filter_begin(&f, FORWARD4, 1, false);
    filter_condition(&f, SOURCE_INDEX, MATCH_EQUAL, FWP_UINT32)->value.uint32 = 1;
    f.mask = (fwp_v4_mask){ipv4("10.255.0.0"), 0xFFFF0000};
    filter_condition(&f, SOURCE_ADDRESS, MATCH_EQUAL, FWP_V4_ADDR_MASK)->value.pointer = &f.mask;
    filter_condition(&f, DESTINATION_ADDRESS, MATCH_EQUAL, FWP_V4_ADDR_MASK)->value.pointer = &f.mask;
    CODE(FwpmFilterDeleteById0(engine, filter_add(engine, &f)), 0);
}

void test_shapes(void) {
    namespace_new();
    void *engine = filters_open();
    int listeners[] = {tcp_listen("0.0.0.0", 8001), tcp_listen("0.0.0.0", 8002)};
    numbers(engine);
    addresses(engine);
    version6(engine);
    weights(engine);
    sublayers(engine);
    programs_and_flags(engine);
    CODE(FwpmEngineClose0(engine), 0);
    close(listeners[0]);
    close(listeners[1]);
}
