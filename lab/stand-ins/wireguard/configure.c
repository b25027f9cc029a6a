/* WireGuardSetConfiguration: the buffer is checked as a whole, then becomes one request to wireguard-go that names
 * only what the caller named, so that one peer costs the same beside ten or ten thousand others. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <string.h>

#include "adapter.h"
#include "uapi.h"

static const wg_allowed_ip *allowed_ips_of(const wg_peer *peer) { return (const wg_allowed_ip *)(peer + 1); }

static const wg_peer *peer_after(const wg_peer *peer) {
    return (const wg_peer *)(allowed_ips_of(peer) + peer->allowed_ips_count);
}

static bool valid_allowed_ip(const wg_allowed_ip *ip) {
    return (ip->family == WIN_AF_INET && ip->cidr <= 32) || (ip->family == WIN_AF_INET6 && ip->cidr <= 128);
}

static bool valid(const wg_interface *configuration, uint32_t bytes) {
    if (!configuration || bytes < sizeof *configuration) return false;
    uint64_t left = bytes - sizeof *configuration;
    const wg_peer *peer = (const wg_peer *)(configuration + 1);
    for (uint32_t i = 0; i < configuration->peers_count; i++, peer = peer_after(peer)) {
        if (left < sizeof *peer) return false;
        left -= sizeof *peer;
        if (left < (uint64_t)peer->allowed_ips_count * sizeof(wg_allowed_ip)) return false;
        left -= (uint64_t)peer->allowed_ips_count * sizeof(wg_allowed_ip);
        if (!(peer->flags & PEER_HAS_PUBLIC_KEY)) return false;
        uint16_t family = peer->endpoint.family;
        if ((peer->flags & PEER_HAS_ENDPOINT) && family != WIN_AF_INET && family != WIN_AF_INET6) return false;
        for (uint32_t j = 0; j < peer->allowed_ips_count; j++)
            if (!valid_allowed_ip(&allowed_ips_of(peer)[j])) return false;
    }
    return true;
}

static void put_key(struct buffer *request, const char *name, const uint8_t key[KEY]) {
    buffer_text(request, name);
    buffer_hex(request, key, KEY);
    buffer_text(request, "\n");
}

static void put_allowed_ip(struct buffer *request, const wg_allowed_ip *ip) {
    char text[INET6_ADDRSTRLEN];
    inet_ntop(ip->family == WIN_AF_INET ? AF_INET : AF_INET6, ip->address, text, sizeof text);
    buffer_print(request, "allowed_ip=%s/%u\n", text, ip->cidr);
}

static void put_endpoint(struct buffer *request, const sockaddr_inet *endpoint) {
    char text[INET6_ADDRSTRLEN];
    bool v4 = endpoint->family == WIN_AF_INET;
    inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? endpoint->v4.address : endpoint->v6.address, text, sizeof text);
    buffer_print(request, v4 ? "endpoint=%s:%u\n" : "endpoint=[%s]:%u\n", text, ntohs(endpoint->v4.port));
}

static bool same_network(const wg_allowed_ip *a, const wg_allowed_ip *b) {
    if (a->family != b->family || a->cidr != b->cidr) return false;
    for (unsigned bit = 0; bit < a->cidr; bit++)
        if ((a->address[bit / 8] ^ b->address[bit / 8]) >> (7 - bit % 8) & 1) return false;
    return true;
}

static bool listed(const wg_allowed_ip *list, size_t count, const wg_allowed_ip *ip) {
    while (count--)
        if (same_network(&list[count], ip)) return true;
    return false;
}

/* This wireguard-go cannot take away a single allowed IP: the peer's list is read and written without it. */
static uint32_t put_reduced_ips(struct adapter *adapter, struct buffer *request, const wg_peer *peer) {
    struct buffer now = {0}, list = {0};
    uint32_t code = adapter_configuration(adapter, &now);
    if (!code && !(peer->flags & PEER_REPLACE_ALLOWED_IPS)) {
        const wg_interface *interface = (const wg_interface *)now.bytes;
        const wg_peer *known = (const wg_peer *)(interface + 1);
        for (uint32_t i = 0; i < interface->peers_count; i++, known = peer_after(known))
            if (!memcmp(known->public_key, peer->public_key, KEY))
                buffer_append(&list, allowed_ips_of(known), known->allowed_ips_count * sizeof(wg_allowed_ip));
    }
    for (uint32_t i = 0; !code && i < peer->allowed_ips_count; i++) {
        const wg_allowed_ip *change = &allowed_ips_of(peer)[i];
        wg_allowed_ip *ips = (wg_allowed_ip *)list.bytes;
        size_t count = list.length / sizeof *ips, kept = 0;
        if (!(change->flags & ALLOWED_IP_REMOVE)) {
            if (!listed(ips, count, change)) buffer_append(&list, change, sizeof *change);
            continue;
        }
        for (size_t j = 0; j < count; j++)
            if (!same_network(&ips[j], change)) ips[kept++] = ips[j];
        list.length = kept * sizeof *ips;
    }
    if (!code) {
        buffer_text(request, "replace_allowed_ips=true\n");
        const wg_allowed_ip *ips = (const wg_allowed_ip *)list.bytes;
        for (size_t i = 0; i < list.length / sizeof *ips; i++) put_allowed_ip(request, &ips[i]);
        if (list.failed) code = ERROR_NOT_ENOUGH_MEMORY;
    }
    buffer_free(&now);
    buffer_free(&list);
    return code;
}

static uint32_t put_peer(struct adapter *adapter, struct buffer *request, const wg_peer *peer) {
    put_key(request, "public_key=", peer->public_key);
    if (peer->flags & PEER_UPDATE_ONLY) buffer_text(request, "update_only=true\n");
    if (peer->flags & PEER_REMOVE) {
        buffer_text(request, "remove=true\n");
        return ERROR_SUCCESS;
    }
    if (peer->flags & PEER_HAS_PRESHARED_KEY) put_key(request, "preshared_key=", peer->preshared_key);
    if (peer->flags & PEER_HAS_ENDPOINT) put_endpoint(request, &peer->endpoint);
    if (peer->flags & PEER_HAS_PERSISTENT_KEEPALIVE)
        buffer_print(request, "persistent_keepalive_interval=%u\n", peer->persistent_keepalive);
    bool removes = false;
    for (uint32_t i = 0; i < peer->allowed_ips_count; i++) removes |= allowed_ips_of(peer)[i].flags & ALLOWED_IP_REMOVE;
    if (removes) return put_reduced_ips(adapter, request, peer);
    if (peer->flags & PEER_REPLACE_ALLOWED_IPS) buffer_text(request, "replace_allowed_ips=true\n");
    for (uint32_t i = 0; i < peer->allowed_ips_count; i++) put_allowed_ip(request, &allowed_ips_of(peer)[i]);
    return ERROR_SUCCESS;
}

uint32_t adapter_configure(struct adapter *adapter, const wg_interface *configuration, uint32_t bytes) {
    if (!valid(configuration, bytes)) return ERROR_INVALID_PARAMETER;
    struct buffer request = {0};
    uint32_t code = ERROR_SUCCESS;
    buffer_text(&request, "set=1\n");
    if (configuration->flags & INTERFACE_HAS_LISTEN_PORT) {
        uint16_t port = configuration->listen_port ? configuration->listen_port : free_udp_port();
        device_port(adapter, port, configuration->listen_port != 0);
        buffer_print(&request, "listen_port=%u\n", port);
    }
    if (configuration->flags & INTERFACE_REPLACE_PEERS) buffer_text(&request, "replace_peers=true\n");
    if (configuration->flags & INTERFACE_HAS_PRIVATE_KEY) put_key(&request, "private_key=", configuration->private_key);
    const wg_peer *peer = (const wg_peer *)(configuration + 1);
    for (uint32_t i = 0; !code && i < configuration->peers_count; i++, peer = peer_after(peer))
        code = put_peer(adapter, &request, peer);
    buffer_text(&request, "\n");
    if (!code && request.failed) code = ERROR_NOT_ENOUGH_MEMORY;
    if (!code) code = uapi_exchange(adapter->link, request.bytes, request.length, 0);
    buffer_free(&request);
    adapter_log(adapter, code ? LOG_ERR : LOG_INFO, "Configuration of %u peers: %u", configuration->peers_count, code);
    return code;
}
