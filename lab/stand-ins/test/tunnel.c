/* Two hosts, an underlay between them, and the tunnel in it: who reaches whom, and when that ends. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness.h"

struct host {
    int namespace;
    void *adapter, *filters;
    net_luid luid;
    const char *address;
    uint8_t private_key[KEY], public_key[KEY];
};

static void build(struct host *host, const char *address, uint16_t port) {
    namespace_enter(host->namespace);
    make_key(host->private_key, host->public_key);
    host->address = address;
    host->adapter = WireGuardCreateAdapter(wide("Borealis"), wide("Borealis"), 0);
    CHECK(host->adapter);
    WireGuardGetAdapterLUID(host->adapter, &host->luid);
    host->filters = filters_open();
    filters_shut(host->filters, host->luid, "10.255.0.0", 0xFFFF0000);
    wg_interface set = {.flags = INTERFACE_HAS_PRIVATE_KEY | INTERFACE_HAS_LISTEN_PORT, .listen_port = port};
    memcpy(set.private_key, host->private_key, KEY);
    CHECK(WireGuardSetConfiguration(host->adapter, &set, sizeof set));
    interface_row row = {.family = WIN_AF_INET, .luid = host->luid};
    CODE(GetIpInterfaceEntry(&row), 0);
    row.site_prefix_length = 0;
    row.nl_mtu = 1420;
    CODE(SetIpInterfaceEntry(&row), 0);
    address_row own = host_address(host->luid, address);
    route_row network = route_to(host->luid, "10.255.0.0", 16);
    CODE(CreateUnicastIpAddressEntry(&own), 0);
    CODE(CreateIpForwardEntry2(&network), 0);
}

static void know(struct host *host, const struct host *other, const char *endpoint, uint16_t port) {
    namespace_enter(host->namespace);
    struct peer_configuration c = peer_configuration(other->public_key, other->address, 32);
    c.peer.flags |= PEER_HAS_PRESHARED_KEY;
    memset(c.peer.preshared_key, 5, KEY);
    if (endpoint) {
        c.peer.flags |= PEER_HAS_ENDPOINT | PEER_HAS_PERSISTENT_KEEPALIVE;
        c.peer.persistent_keepalive = 25;
        c.peer.endpoint.v4.family = WIN_AF_INET;
        c.peer.endpoint.v4.port = htons(port);
        inet_pton(AF_INET, endpoint, c.peer.endpoint.v4.address);
    }
    CHECK(WireGuardSetConfiguration(host->adapter, &c, sizeof c));
}

static struct peer_configuration only_peer(struct host *host) {
    struct peer_configuration c = {0};
    uint32_t bytes = sizeof c;
    CHECK(WireGuardGetConfiguration(host->adapter, &c, &bytes));
    return c;
}

static bool has_handshake(void *host) { return only_peer(host).peer.last_handshake != 0; }

/* The accepted end of the next connection. */
static int accepted(int listener) {
    struct pollfd watched = {listener, POLLIN, 0};
    return poll(&watched, 1, 2000) > 0 ? accept4(listener, 0, 0, SOCK_CLOEXEC) : -1;
}

static void handshake(struct host *engine, struct host *agent) {
    namespace_enter(engine->namespace);
    CHECK(WireGuardSetAdapterState(engine->adapter, ADAPTER_UP));
    namespace_enter(agent->namespace);
    uint64_t start = clock_filetime();
    CHECK(WireGuardSetAdapterState(agent->adapter, ADAPTER_UP));
    CHECK(eventually(has_handshake, agent));
    printf("    handshake %llu us after the agent's Up began\n", (unsigned long long)(clock_filetime() - start) / 10);
    namespace_enter(engine->namespace);
    CHECK(eventually(has_handshake, engine));
    struct peer_configuration seen = only_peer(engine);
    int64_t age = (int64_t)(clock_filetime() - seen.peer.last_handshake);
    CHECK(age > -10000000 && age < 100000000);
    CHECK(seen.peer.rx_bytes > 0 && seen.peer.tx_bytes > 0);
    CHECK(seen.peer.endpoint.v4.family == WIN_AF_INET && seen.peer.endpoint.v4.address[3] == 2);
}

static void ports_out(struct host *engine, struct host *agent) {
    namespace_enter(agent->namespace);
    int l22 = tcp_listen(agent->address, 22), l23 = tcp_listen(agent->address, 23), l5905 = tcp_listen(agent->address, 5905);
    uint64_t a22 = permit_in(agent->filters, agent->luid, engine->address, 6, 22, 22);
    permit_in(agent->filters, agent->luid, engine->address, 6, 5900, 5910);
    namespace_enter(engine->namespace);
    int c = -1;
    /* Not permitted by the host itself: told so at once. */
    CHECK(tcp_connect(agent->address, 22, 300, 0) == REFUSED);
    uint64_t e22 = permit_out(engine->filters, engine->luid, agent->address, 6, 22, 22);
    permit_out(engine->filters, engine->luid, agent->address, 6, 23, 23);
    permit_out(engine->filters, engine->luid, agent->address, 6, 5905, 5905);
    /* Permitted here but not there: silence. */
    CHECK(tcp_connect(agent->address, 23, 300, 0) == SILENT);
    CHECK(tcp_connect(agent->address, 5905, 2000, &c) == CONNECTED);
    close(c);
    if (!CHECK(tcp_connect(agent->address, 22, 2000, &c) == CONNECTED)) return;
    namespace_enter(agent->namespace);
    int s = accepted(l22);
    CHECK(passes(c, s, 2000) && passes(s, c, 2000));
    /* Revoked on the agent: the living connection is cut, though it was established. */
    CODE(FwpmFilterDeleteById0(agent->filters, a22), 0);
    CHECK(!passes(c, s, 300));
    a22 = permit_in(agent->filters, agent->luid, engine->address, 6, 22, 22);
    close(c);
    close(s);
    namespace_enter(engine->namespace);
    CHECK(tcp_connect(agent->address, 22, 2000, &c) == CONNECTED);
    s = accepted(l22);
    CHECK(passes(c, s, 2000));
    /* Revoked on the engine: the same, and the program there is told. */
    CODE(FwpmFilterDeleteById0(engine->filters, e22), 0);
    CHECK(!passes(c, s, 300));
    CHECK(send(c, "x", 1, MSG_NOSIGNAL) < 0);
    close(c);
    close(s);
    close(l22);
    close(l23);
    close(l5905);
}

/* What the engine may open towards the agent does not let the agent reach the engine. */
static void ports_in(struct host *engine, struct host *agent) {
    namespace_enter(engine->namespace);
    int listener = tcp_listen(engine->address, 8443);
    namespace_enter(agent->namespace);
    permit_out(agent->filters, agent->luid, engine->address, 6, 8443, 8443);
    CHECK(tcp_connect(engine->address, 8443, 300, 0) == SILENT);
    namespace_enter(engine->namespace);
    permit_out(engine->filters, engine->luid, agent->address, 6, 8443, 8443);
    namespace_enter(agent->namespace);
    CHECK(tcp_connect(engine->address, 8443, 300, 0) == SILENT);
    close(listener);
}

static void datagrams(struct host *engine, struct host *agent) {
    namespace_enter(agent->namespace);
    int server = udp_bind(agent->address, 5353);
    uint64_t permit = permit_in(agent->filters, agent->luid, engine->address, 17, 5353, 5353);
    namespace_enter(engine->namespace);
    int client = udp_bind(engine->address, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(5353)}, from;
    inet_pton(AF_INET, agent->address, &to.sin_addr);
    socklen_t size = sizeof from;
    CHECK(!connect(client, (void *)&to, sizeof to));
    CHECK(!passes(client, server, 200));
    /* The refusal came as an ICMP message, which the socket still has to tell. */
    int refusal = 0;
    socklen_t refusal_size = sizeof refusal;
    CHECK(!getsockopt(client, SOL_SOCKET, SO_ERROR, &refusal, &refusal_size) && refusal);
    uint64_t out = permit_out(engine->filters, engine->luid, agent->address, 17, 5353, 5353);
    CHECK(passes(client, server, 2000));
    CHECK(getsockname(client, (void *)&from, &size) == 0);
    /* The answer belongs to the permitted flow and needs no permit of its own. */
    CHECK(!connect(server, (void *)&from, sizeof from));
    CHECK(passes(server, client, 2000));
    namespace_enter(agent->namespace);
    CODE(FwpmFilterDeleteById0(agent->filters, permit), 0);
    CHECK(!passes(client, server, 200));
    namespace_enter(engine->namespace);
    CODE(FwpmFilterDeleteById0(engine->filters, out), 0);
    close(client);
    close(server);
}

/* The tunnel's addresses are shut off the tunnel, the host's own traffic with itself is not. */
static void beside_the_tunnel(struct host *engine, struct host *agent) {
    namespace_enter(engine->namespace);
    int own = tcp_listen("127.0.0.1", 7001), c = -1;
    CHECK(tcp_connect("127.0.0.1", 7001, 1000, &c) == CONNECTED);
    close(c);
    close(own);
    namespace_enter(agent->namespace);
    int under = tcp_listen("192.168.77.2", 7002);
    namespace_enter(engine->namespace);
    CHECK(tcp_connect("192.168.77.2", 7002, 1000, &c) == CONNECTED);
    close(c);
    close(under);
    shell("ip route add 10.255.200.1/32 via 192.168.77.2");
    CHECK(tcp_connect("10.255.200.1", 22, 300, 0) == REFUSED);
    shell("ip route del 10.255.200.1/32");
}

static void down_and_up(struct host *engine, struct host *agent) {
    namespace_enter(agent->namespace);
    int listener = tcp_listen(agent->address, 22), c = -1;
    CHECK(WireGuardSetAdapterState(agent->adapter, ADAPTER_DOWN));
    namespace_enter(engine->namespace);
    uint64_t out = permit_out(engine->filters, engine->luid, agent->address, 6, 22, 22);
    CHECK(tcp_connect(agent->address, 22, 300, 0) == SILENT);
    namespace_enter(agent->namespace);
    CHECK(WireGuardSetAdapterState(agent->adapter, ADAPTER_UP));
    namespace_enter(engine->namespace);
    CHECK(tcp_connect(agent->address, 22, 5000, &c) == CONNECTED);
    close(c);
    close(listener);
    CODE(FwpmFilterDeleteById0(engine->filters, out), 0);
}

/* With its filter session the host's rules are gone; the tunnel itself stands. */
static void without_filters(struct host *engine, struct host *agent) {
    namespace_enter(agent->namespace);
    CODE(FwpmEngineClose0(agent->filters), 0);
    CHECK(shell("nft list tables | grep -q .") != 0);
    int listener = tcp_listen(agent->address, 9999), c = -1;
    namespace_enter(engine->namespace);
    CODE(FwpmEngineClose0(engine->filters), 0);
    CHECK(tcp_connect(agent->address, 9999, 2000, &c) == CONNECTED);
    close(c);
    close(listener);
}

void test_tunnel(void) {
    struct host engine = {.namespace = namespace_new()}, agent = {.namespace = namespace_new()};
    namespace_join(engine.namespace, "192.168.77.1", agent.namespace, "192.168.77.2");
    build(&engine, "10.255.0.1", 30000);
    build(&agent, "10.255.0.2", 0);
    know(&engine, &agent, 0, 0);
    know(&agent, &engine, "192.168.77.1", 30000);
    handshake(&engine, &agent);
    ports_out(&engine, &agent);
    ports_in(&engine, &agent);
    datagrams(&engine, &agent);
    beside_the_tunnel(&engine, &agent);
    down_and_up(&engine, &agent);
    without_filters(&engine, &agent);
    namespace_enter(engine.namespace);
    WireGuardCloseAdapter(engine.adapter);
    namespace_enter(agent.namespace);
    WireGuardCloseAdapter(agent.adapter);
    close(engine.namespace);
    close(agent.namespace);
}

void test_injection(void) {
    namespace_new();
    void *library = dlopen("libfwpuclnt.so", RTLD_NOW | RTLD_NOLOAD);
    if (!CHECK(library)) return;
    int32_t (*fail)(const char *, uint32_t, uint32_t, uint32_t);
    int64_t (*calls)(const char *);
    void (*reset)(void);
    *(void **)&fail = dlsym(library, "BorealisLabFail");
    *(void **)&calls = dlsym(library, "BorealisLabCalls");
    *(void **)&reset = dlsym(library, "BorealisLabReset");
    reset();
    CHECK(!fail("WireGuardCreateAdapter", 5, 1, 1));
    CHECK(calls("WireGuardCreateAdapter") == -1);
    CHECK(fail("FwpmFilterAdd0", FWP_E_TIMEOUT, 2, 2));
    void *engine = filters_open();
    struct filter f;
    filter_begin(&f, CONNECT4, 1, false);
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, 0), 0);
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, 0), FWP_E_TIMEOUT);
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, 0), FWP_E_TIMEOUT);
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, 0), 0);
    CHECK(calls("FwpmFilterAdd0") == 4 && calls("FwpmEngineOpen0") == 1);
    CHECK(fail("FwpmFilterAdd0", 5, 1, 0));
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, 0), 5);
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, 0), 5);
    reset();
    CODE(FwpmFilterAdd0(engine, &f.filter, 0, 0), 0);
    CODE(FwpmEngineClose0(engine), 0);
    dlclose(library);
}
