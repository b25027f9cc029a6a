#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

static _Alignas(8) uint8_t answer[65536];

static const wg_interface *read_back(void *adapter) {
    uint32_t bytes = sizeof answer;
    memset(answer, 0xEE, sizeof answer);
    CHECK(WireGuardGetConfiguration(adapter, answer, &bytes));
    return (const wg_interface *)answer;
}

static const wg_peer *peer_in_answer(const uint8_t key[KEY]) {
    const wg_interface *interface = (const wg_interface *)answer;
    const wg_peer *peer = (const wg_peer *)(interface + 1);
    for (uint32_t i = 0; i < interface->peers_count; i++) {
        if (!memcmp(peer->public_key, key, KEY)) return peer;
        peer = (const wg_peer *)((const wg_allowed_ip *)(peer + 1) + peer->allowed_ips_count);
    }
    return 0;
}

static const wg_peer *read_peer(void *adapter, const uint8_t key[KEY]) {
    read_back(adapter);
    return peer_in_answer(key);
}

static bool has_allowed_ip(const wg_peer *peer, const char *address, uint8_t cidr) {
    uint8_t bytes[16] = {0};
    bool v4 = inet_pton(AF_INET, address, bytes) == 1;
    if (!v4) inet_pton(AF_INET6, address, bytes);
    const wg_allowed_ip *ip = (const wg_allowed_ip *)(peer + 1);
    for (uint32_t i = 0; i < peer->allowed_ips_count; i++, ip++)
        if (ip->cidr == cidr && ip->family == (v4 ? WIN_AF_INET : WIN_AF_INET6) && !memcmp(ip->address, bytes, v4 ? 4 : 16))
            return true;
    return false;
}

static void interface_keys(void *adapter, uint8_t private_key[KEY], const uint8_t public_key[KEY]) {
    wg_interface set = {.flags = INTERFACE_HAS_PRIVATE_KEY | INTERFACE_HAS_LISTEN_PORT, .listen_port = 40100};
    memcpy(set.private_key, private_key, KEY);
    CHECK(WireGuardSetConfiguration(adapter, &set, sizeof set));
    const wg_interface *got = read_back(adapter);
    CHECK(got->flags == (INTERFACE_HAS_PRIVATE_KEY | INTERFACE_HAS_PUBLIC_KEY | INTERFACE_HAS_LISTEN_PORT));
    CHECK(!memcmp(got->private_key, private_key, KEY) && !memcmp(got->public_key, public_key, KEY));
    CHECK(got->listen_port == 40100 && got->peers_count == 0);
}

static void refusals(void *adapter, const uint8_t key[KEY]) {
    struct peer_configuration c = peer_configuration(key, "10.9.0.1", 32);
    FAILS(WireGuardSetConfiguration(adapter, &c, sizeof c - 1), ERROR_INVALID_PARAMETER);
    FAILS(WireGuardSetConfiguration(adapter, &c, 79), ERROR_INVALID_PARAMETER);
    FAILS(WireGuardSetConfiguration(adapter, 0, 80), ERROR_INVALID_PARAMETER);
    c.allowed_ip.cidr = 33;
    FAILS(WireGuardSetConfiguration(adapter, &c, sizeof c), ERROR_INVALID_PARAMETER);
    c.allowed_ip.cidr = 32;
    c.allowed_ip.family = AF_INET6; /* Linux' number is not Windows' */
    FAILS(WireGuardSetConfiguration(adapter, &c, sizeof c), ERROR_INVALID_PARAMETER);
    c.allowed_ip.family = WIN_AF_INET;
    c.peer.flags &= ~(uint32_t)PEER_HAS_PUBLIC_KEY;
    FAILS(WireGuardSetConfiguration(adapter, &c, sizeof c), ERROR_INVALID_PARAMETER);
    c.peer.flags |= PEER_HAS_PUBLIC_KEY | PEER_HAS_ENDPOINT;
    FAILS(WireGuardSetConfiguration(adapter, &c, sizeof c), ERROR_INVALID_PARAMETER);
    CHECK(read_back(adapter)->peers_count == 0);
}

static void peer_details(void *adapter, const uint8_t key[KEY]) {
    struct peer_configuration c = peer_configuration(key, "10.9.0.1", 32);
    c.peer.flags |= PEER_HAS_PRESHARED_KEY | PEER_HAS_ENDPOINT | PEER_HAS_PERSISTENT_KEEPALIVE;
    memset(c.peer.preshared_key, 7, KEY);
    c.peer.persistent_keepalive = 25;
    c.peer.endpoint.v6.family = WIN_AF_INET6;
    c.peer.endpoint.v6.port = htons(4711);
    inet_pton(AF_INET6, "2001:db8::5", c.peer.endpoint.v6.address);
    CHECK(WireGuardSetConfiguration(adapter, &c, sizeof c));
    const wg_peer *p = read_peer(adapter, key);
    if (!CHECK(p)) return;
    CHECK(p->flags == (PEER_HAS_PUBLIC_KEY | PEER_HAS_PRESHARED_KEY | PEER_HAS_ENDPOINT | PEER_HAS_PERSISTENT_KEEPALIVE));
    CHECK(p->preshared_key[31] == 7 && p->persistent_keepalive == 25 && p->last_handshake == 0);
    CHECK(!memcmp(&p->endpoint, &c.peer.endpoint, sizeof p->endpoint));
    CHECK(p->allowed_ips_count == 1 && has_allowed_ip(p, "10.9.0.1", 32));
    /* What is not named stays. */
    struct peer_configuration more = peer_configuration(key, "10.9.1.0", 24);
    more.peer.flags = PEER_HAS_PUBLIC_KEY | PEER_HAS_ENDPOINT;
    more.peer.endpoint.v4.family = WIN_AF_INET;
    more.peer.endpoint.v4.port = htons(4712);
    inet_pton(AF_INET, "192.0.2.9", more.peer.endpoint.v4.address);
    CHECK(WireGuardSetConfiguration(adapter, &more, sizeof more));
    p = read_peer(adapter, key);
    CHECK(p->preshared_key[0] == 7 && p->persistent_keepalive == 25 && p->allowed_ips_count == 2);
    CHECK(!memcmp(&p->endpoint, &more.peer.endpoint, 8));
    /* A single allowed IP goes, another kind of address comes. */
    more.peer.flags = PEER_HAS_PUBLIC_KEY;
    more.allowed_ip.flags = ALLOWED_IP_REMOVE;
    CHECK(WireGuardSetConfiguration(adapter, &more, sizeof more));
    more.allowed_ip = (wg_allowed_ip){.family = WIN_AF_INET6, .cidr = 64};
    inet_pton(AF_INET6, "fd00::", more.allowed_ip.address);
    CHECK(WireGuardSetConfiguration(adapter, &more, sizeof more));
    p = read_peer(adapter, key);
    CHECK(p->allowed_ips_count == 2 && has_allowed_ip(p, "10.9.0.1", 32) && has_allowed_ip(p, "fd00::", 64));
    /* Zero takes the preshared key and the keepalive away. */
    struct peer_configuration off = peer_configuration(key, "10.9.0.1", 32);
    off.peer.flags |= PEER_HAS_PRESHARED_KEY | PEER_HAS_PERSISTENT_KEEPALIVE;
    CHECK(WireGuardSetConfiguration(adapter, &off, sizeof off));
    p = read_peer(adapter, key);
    CHECK(p->flags == (PEER_HAS_PUBLIC_KEY | PEER_HAS_ENDPOINT) && p->allowed_ips_count == 1);
}

static void several_peers(void *adapter, const uint8_t key[KEY], const uint8_t own[KEY]) {
    uint8_t other[KEY] = {9, 9}, unknown[KEY] = {8, 8};
    struct peer_configuration c = peer_configuration(other, "10.9.0.1", 32);
    CHECK(WireGuardSetConfiguration(adapter, &c, sizeof c));
    /* An allowed IP of another peer moves. */
    CHECK(read_back(adapter)->peers_count == 2);
    CHECK(peer_in_answer(key)->allowed_ips_count == 0 && peer_in_answer(other)->allowed_ips_count == 1);
    c = peer_configuration(unknown, "10.9.0.7", 32);
    c.peer.flags |= PEER_UPDATE_ONLY;
    CHECK(WireGuardSetConfiguration(adapter, &c, sizeof c));
    c.peer.flags = PEER_HAS_PUBLIC_KEY | PEER_REMOVE;
    CHECK(WireGuardSetConfiguration(adapter, &c, sizeof c));
    c = peer_configuration(own, "10.9.0.8", 32);
    CHECK(WireGuardSetConfiguration(adapter, &c, sizeof c));
    CHECK(read_back(adapter)->peers_count == 2);
    c = peer_configuration(key, "10.9.0.1", 32);
    c.peer.flags = PEER_HAS_PUBLIC_KEY | PEER_REMOVE;
    CHECK(WireGuardSetConfiguration(adapter, &c, sizeof c));
    CHECK(read_back(adapter)->peers_count == 1 && peer_in_answer(other));
    /* Short buffers learn the size. */
    uint32_t bytes = 100;
    FAILS(WireGuardGetConfiguration(adapter, answer, &bytes), ERROR_MORE_DATA);
    CHECK(bytes == sizeof(struct peer_configuration));
    CHECK(WireGuardGetConfiguration(adapter, answer, &bytes));
    /* Peers stay through up and down. */
    CHECK(WireGuardSetAdapterState(adapter, ADAPTER_UP) && WireGuardSetAdapterState(adapter, ADAPTER_DOWN));
    CHECK(read_peer(adapter, other));
    wg_interface none = {.flags = INTERFACE_REPLACE_PEERS};
    CHECK(WireGuardSetConfiguration(adapter, &none, sizeof none));
    CHECK(read_back(adapter)->peers_count == 0);
}

void test_configuration(void) {
    namespace_new();
    void *adapter = WireGuardCreateAdapter(wide("Configured"), wide("Borealis"), 0);
    if (!CHECK(adapter)) return;
    uint8_t private_key[KEY], public_key[KEY], peer_private[KEY], peer_public[KEY];
    make_key(private_key, public_key);
    make_key(peer_private, peer_public);
    interface_keys(adapter, private_key, public_key);
    refusals(adapter, peer_public);
    peer_details(adapter, peer_public);
    several_peers(adapter, peer_public, public_key);
    WireGuardCloseAdapter(adapter);
}

/* Ten thousand peers; how long it takes is printed, not judged. */
void test_scale(void) {
    enum { PEERS = 10000 };
    namespace_new();
    void *adapter = WireGuardCreateAdapter(wide("Many"), wide("Borealis"), 0);
    if (!CHECK(adapter)) return;
    struct buffer all = {0};
    wg_interface head = {.peers_count = PEERS};
    buffer_append(&all, &head, sizeof head);
    for (unsigned i = 0; i < PEERS; i++) {
        uint8_t key[KEY] = {1, (uint8_t)(i >> 8), (uint8_t)i, 4};
        char address[32];
        snprintf(address, sizeof address, "10.255.%u.%u", i >> 8, i & 255);
        struct peer_configuration c = peer_configuration(key, address, 32);
        buffer_append(&all, &c.peer, sizeof c - sizeof c.interface);
    }
    uint64_t t0 = clock_ms();
    CHECK(WireGuardSetConfiguration(adapter, all.bytes, (uint32_t)all.length));
    uint64_t t1 = clock_ms();
    uint8_t key[KEY] = {2};
    struct peer_configuration one = peer_configuration(key, "10.254.0.1", 32);
    uint64_t single = clock_filetime();
    CHECK(WireGuardSetConfiguration(adapter, &one, sizeof one));
    single = clock_filetime() - single;
    uint32_t bytes = 0;
    FAILS(WireGuardGetConfiguration(adapter, answer, &bytes), ERROR_MORE_DATA);
    CHECK(bytes == 80 + (PEERS + 1) * 160);
    void *big = malloc(bytes);
    uint64_t t2 = clock_ms();
    CHECK(WireGuardGetConfiguration(adapter, big, &bytes));
    uint64_t t3 = clock_ms();
    CHECK(((wg_interface *)big)->peers_count == PEERS + 1);
    printf("    10000 peers: all set %llu ms, one more %llu us, all read %llu ms\n", (unsigned long long)(t1 - t0),
           (unsigned long long)(single / 10), (unsigned long long)(t3 - t2));
    free(big);
    buffer_free(&all);
    WireGuardCloseAdapter(adapter);

    void *engine = filters_open();
    net_luid luid = (uint64_t)53 << 48 | (uint64_t)1000 << 24;
    filters_shut(engine, luid, "10.255.0.0", 0xFFFF0000);
    CODE(FwpmTransactionBegin0(engine, 0), 0);
    for (unsigned i = 0; i < PEERS; i++) {
        char address[32];
        snprintf(address, sizeof address, "10.255.%u.%u", i >> 8, i & 255);
        permit_out(engine, luid, address, 6, 22, 22);
    }
    t0 = clock_ms();
    CODE(FwpmTransactionCommit0(engine), 0);
    t1 = clock_ms();
    single = clock_filetime();
    uint64_t id = permit_out(engine, luid, "10.254.0.1", 6, 22, 22);
    single = clock_filetime() - single;
    uint64_t removal = clock_filetime();
    CODE(FwpmFilterDeleteById0(engine, id), 0);
    removal = clock_filetime() - removal;
    printf("    10000 permits: all added %llu ms, one more %llu us, one less %llu us\n", (unsigned long long)(t1 - t0),
           (unsigned long long)(single / 10), (unsigned long long)(removal / 10));
    CODE(FwpmEngineClose0(engine), 0);
}
