/* WireGuardGetConfiguration: wireguard-go's answer, line by line, into the packed buffer. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "adapter.h"
#include "curve25519.h"
#include "uapi.h"

struct reader {
    struct buffer *out;
    size_t peer; /* offset of the peer that is being read; 0 = none yet */
    uint64_t seconds;
};

static wg_interface *interface_of(struct reader *reader) { return (wg_interface *)reader->out->bytes; }
static wg_peer *peer_of(struct reader *reader) { return (wg_peer *)(reader->out->bytes + reader->peer); }

static int digit(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

static bool read_key(const char *value, uint8_t key[KEY]) {
    uint8_t any = 0;
    for (int i = 0; i < KEY; i++) {
        key[i] = (uint8_t)(digit(value[2 * i]) << 4 | digit(value[2 * i + 1]));
        any |= key[i];
    }
    return any != 0;
}

static bool read_address(char *text, uint8_t *v4, uint8_t *v6, uint16_t *family) {
    *family = inet_pton(AF_INET, text, v4) == 1 ? WIN_AF_INET : inet_pton(AF_INET6, text, v6) == 1 ? WIN_AF_INET6 : 0;
    return *family != 0;
}

/* 192.0.2.1:51820 or [2001:db8::1%eth0]:51820 */
static void read_endpoint(wg_peer *peer, char *value) {
    char *colon = strrchr(value, ':');
    if (!colon) return;
    *colon = 0;
    if (*value == '[') {
        value++;
        colon[-1] = 0;
        char *scope = strchr(value, '%');
        if (scope) *scope = 0;
    }
    sockaddr_inet endpoint = {0};
    if (!read_address(value, endpoint.v4.address, endpoint.v6.address, &endpoint.family)) return;
    endpoint.v4.port = htons((uint16_t)strtoul(colon + 1, 0, 10));
    peer->endpoint = endpoint;
    peer->flags |= PEER_HAS_ENDPOINT;
}

static void read_allowed_ip(struct reader *reader, char *value) {
    char *slash = strchr(value, '/');
    if (!slash) return;
    *slash = 0;
    wg_allowed_ip ip = {0};
    if (!read_address(value, ip.address, ip.address, &ip.family)) return;
    ip.cidr = (uint8_t)strtoul(slash + 1, 0, 10);
    buffer_append(reader->out, &ip, sizeof ip);
    peer_of(reader)->allowed_ips_count++;
}

static void read_interface_line(struct reader *reader, const char *name, const char *value) {
    wg_interface *interface = interface_of(reader);
    if (!strcmp(name, "private_key") && read_key(value, interface->private_key)) {
        interface->flags |= INTERFACE_HAS_PRIVATE_KEY | INTERFACE_HAS_PUBLIC_KEY;
        curve25519_public(interface->public_key, interface->private_key);
    } else if (!strcmp(name, "listen_port")) {
        interface->flags |= INTERFACE_HAS_LISTEN_PORT;
        interface->listen_port = (uint16_t)strtoul(value, 0, 10);
    }
}

static void read_peer_line(struct reader *reader, const char *name, char *value) {
    wg_peer *peer = peer_of(reader);
    uint64_t number = strtoull(value, 0, 10);
    if (!strcmp(name, "allowed_ip")) {
        read_allowed_ip(reader, value);
    } else if (!strcmp(name, "preshared_key")) {
        if (read_key(value, peer->preshared_key)) peer->flags |= PEER_HAS_PRESHARED_KEY;
    } else if (!strcmp(name, "endpoint")) {
        read_endpoint(peer, value);
    } else if (!strcmp(name, "tx_bytes")) {
        peer->tx_bytes = number;
    } else if (!strcmp(name, "rx_bytes")) {
        peer->rx_bytes = number;
    } else if (!strcmp(name, "persistent_keepalive_interval")) {
        peer->persistent_keepalive = (uint16_t)number;
        if (number) peer->flags |= PEER_HAS_PERSISTENT_KEEPALIVE;
    } else if (!strcmp(name, "last_handshake_time_sec")) {
        reader->seconds = number;
    } else if (!strcmp(name, "last_handshake_time_nsec")) {
        bool never = !reader->seconds && !number;
        peer->last_handshake = never ? 0 : (reader->seconds + 11644473600u) * 10000000 + number / 100;
    }
}

static void read_line(struct reader *reader, char *line) {
    char *value = strchr(line, '=');
    if (!value || reader->out->failed) return;
    *value++ = 0;
    if (!strcmp(line, "public_key")) {
        size_t at = buffer_reserve(reader->out, sizeof(wg_peer));
        if (reader->out->failed) return;
        reader->peer = at;
        reader->seconds = 0;
        interface_of(reader)->peers_count++;
        peer_of(reader)->flags = PEER_HAS_PUBLIC_KEY;
        read_key(value, peer_of(reader)->public_key);
    } else if (reader->peer) {
        read_peer_line(reader, line, value);
    } else {
        read_interface_line(reader, line, value);
    }
}

uint32_t adapter_configuration(struct adapter *adapter, struct buffer *out) {
    struct buffer answer = {0};
    uint32_t code = uapi_exchange(adapter->link, "get=1\n\n", 7, &answer);
    struct reader reader = {out, 0, 0};
    buffer_reserve(out, sizeof(wg_interface));
    for (char *line = answer.bytes, *end; !code && !out->failed && line && *line; line = end + 1) {
        end = strchr(line, '\n');
        if (!end) break;
        *end = 0;
        read_line(&reader, line);
    }
    buffer_free(&answer);
    if (!code && out->failed) code = ERROR_NOT_ENOUGH_MEMORY;
    return code;
}
