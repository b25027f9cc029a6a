/* The layouts of wireguard.dll's interface, checked against Windows' own. */
#ifndef BOREALIS_WIREGUARD_H
#define BOREALIS_WIREGUARD_H

#include "../shared/win32.h"

enum { KEY = 32 };

enum { INTERFACE_HAS_PUBLIC_KEY = 1, INTERFACE_HAS_PRIVATE_KEY = 2, INTERFACE_HAS_LISTEN_PORT = 4, INTERFACE_REPLACE_PEERS = 8 };

typedef struct {
    uint32_t flags;
    uint16_t listen_port;
    uint8_t private_key[KEY];
    uint8_t public_key[KEY];
    uint32_t peers_count;
    uint32_t padding;
} wg_interface;

enum {
    PEER_HAS_PUBLIC_KEY = 0x1,
    PEER_HAS_PRESHARED_KEY = 0x2,
    PEER_HAS_PERSISTENT_KEEPALIVE = 0x4,
    PEER_HAS_ENDPOINT = 0x8,
    PEER_REPLACE_ALLOWED_IPS = 0x20,
    PEER_REMOVE = 0x40,
    PEER_UPDATE_ONLY = 0x80,
};

typedef struct {
    uint32_t flags;
    uint32_t reserved;
    uint8_t public_key[KEY];
    uint8_t preshared_key[KEY];
    uint16_t persistent_keepalive;
    uint16_t padding;
    sockaddr_inet endpoint;
    uint64_t tx_bytes;
    uint64_t rx_bytes;
    uint64_t last_handshake;
    uint32_t allowed_ips_count;
    uint32_t padding2;
} wg_peer;

enum { ALLOWED_IP_REMOVE = 1 };

typedef struct {
    _Alignas(8) uint8_t address[16];
    uint16_t family;
    uint8_t cidr;
    uint8_t padding;
    uint32_t flags;
} wg_allowed_ip;

LAYOUT_SIZE(wg_interface, 80);
LAYOUT_FIELD(wg_interface, flags, 0);
LAYOUT_FIELD(wg_interface, listen_port, 4);
LAYOUT_FIELD(wg_interface, private_key, 6);
LAYOUT_FIELD(wg_interface, public_key, 38);
LAYOUT_FIELD(wg_interface, peers_count, 72);
LAYOUT_SIZE(wg_peer, 136);
LAYOUT_FIELD(wg_peer, flags, 0);
LAYOUT_FIELD(wg_peer, reserved, 4);
LAYOUT_FIELD(wg_peer, public_key, 8);
LAYOUT_FIELD(wg_peer, preshared_key, 40);
LAYOUT_FIELD(wg_peer, persistent_keepalive, 72);
LAYOUT_FIELD(wg_peer, endpoint, 76);
LAYOUT_FIELD(wg_peer, tx_bytes, 104);
LAYOUT_FIELD(wg_peer, rx_bytes, 112);
LAYOUT_FIELD(wg_peer, last_handshake, 120);
LAYOUT_FIELD(wg_peer, allowed_ips_count, 128);
LAYOUT_SIZE(wg_allowed_ip, 24);
LAYOUT_FIELD(wg_allowed_ip, address, 0);
LAYOUT_FIELD(wg_allowed_ip, family, 16);
LAYOUT_FIELD(wg_allowed_ip, cidr, 18);
LAYOUT_FIELD(wg_allowed_ip, flags, 20);

enum { ADAPTER_DOWN = 0, ADAPTER_UP = 1 };
enum { LOG_INFO = 0, LOG_WARN = 1, LOG_ERR = 2 };
enum { LOGGING_OFF = 0, LOGGING_ON = 1, LOGGING_ON_WITH_PREFIX = 2 };
enum { ADAPTER_NAME_MAX = 128 };

#endif
