#define _GNU_SOURCE
#include "harness.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../wireguard/curve25519.h"

int checks, failures;

bool check(bool holds, const char *what, const char *file, int line) {
    checks++;
    if (holds) return true;
    failures++;
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    return false;
}

bool check_code(uint64_t actual, uint64_t expected, const char *what, const char *file, int line) {
    checks++;
    if (actual == expected) return true;
    failures++;
    fprintf(stderr, "%s:%d: %s: %llu (%#llx) instead of %llu (%#llx)\n", file, line, what, (unsigned long long)actual,
            (unsigned long long)actual, (unsigned long long)expected, (unsigned long long)expected);
    return false;
}

int shell(const char *format, ...) {
    char command[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    fflush(0);
    int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int namespace_new(void) {
    if (unshare(CLONE_NEWNET)) {
        perror("unshare");
        exit(1);
    }
    int fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    shell("ip link set lo up");
    return fd;
}

void namespace_enter(int namespace) {
    if (setns(namespace, CLONE_NEWNET)) {
        perror("setns");
        exit(1);
    }
}

void namespace_join(int a, const char *address_a, int b, const char *address_b) {
    namespace_enter(a);
    shell("ip link add vetha type veth peer name vethb && ip link set vethb netns /proc/%d/fd/%d && "
          "ip addr add %s/24 dev vetha && ip link set vetha up",
          (int)getpid(), b, address_a);
    namespace_enter(b);
    shell("ip addr add %s/24 dev vethb && ip link set vethb up", address_b);
}

bool eventually(bool (*condition)(void *), void *context) {
    for (uint64_t end = clock_ms() + 5000; clock_ms() < end; clock_sleep_us(2000))
        if (condition(context)) return true;
    return condition(context);
}

const wchar16 *wide(const char *text) {
    static wchar16 ring[8][300];
    static int next;
    wchar16 *out = ring[next++ % 8];
    text_to_utf16(text, out, 300);
    return out;
}

win_guid guid(const char *text) {
    win_guid result = {0};
    guid_parse(text, &result);
    return result;
}

void make_key(uint8_t private_key[KEY], uint8_t public_key[KEY]) {
    if (getrandom(private_key, KEY, 0) != KEY) abort();
    private_key[0] &= 248;
    private_key[31] = (uint8_t)((private_key[31] & 127) | 64);
    curve25519_public(public_key, private_key);
}

uint32_t ipv4(const char *text) {
    uint8_t b[4];
    inet_pton(AF_INET, text, b);
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

address_row host_address(net_luid luid, const char *address) {
    address_row row;
    InitializeUnicastIpAddressEntry(&row);
    row.address.family = WIN_AF_INET;
    inet_pton(AF_INET, address, row.address.v4.address);
    row.luid = luid;
    row.on_link_prefix_length = 32;
    row.dad_state = DAD_PREFERRED;
    return row;
}

route_row route_to(net_luid luid, const char *prefix, uint8_t length) {
    route_row row;
    InitializeIpForwardEntry(&row);
    row.luid = luid;
    row.destination.prefix.family = row.next_hop.family = WIN_AF_INET;
    inet_pton(AF_INET, prefix, row.destination.prefix.v4.address);
    row.destination.length = length;
    row.metric = 0;
    return row;
}

struct peer_configuration peer_configuration(const uint8_t key[KEY], const char *allowed, uint8_t cidr) {
    struct peer_configuration c = {.interface.peers_count = 1};
    c.peer.flags = PEER_HAS_PUBLIC_KEY | PEER_REPLACE_ALLOWED_IPS;
    memcpy(c.peer.public_key, key, KEY);
    c.peer.allowed_ips_count = 1;
    c.allowed_ip.family = WIN_AF_INET;
    c.allowed_ip.cidr = cidr;
    inet_pton(AF_INET, allowed, c.allowed_ip.address);
    return c;
}

static struct sockaddr_in socket_address(const char *address, uint16_t port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, address, &a.sin_addr);
    return a;
}

int tcp_listen(const char *address, uint16_t port) {
    struct sockaddr_in a = socket_address(address, port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    CHECK(!bind(fd, (void *)&a, sizeof a) && !listen(fd, 512));
    return fd;
}

enum outcome tcp_connect(const char *address, uint16_t port, int wait_ms, int *connection) {
    struct sockaddr_in a = socket_address(address, port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), error = 0;
    socklen_t size = sizeof error;
    struct pollfd watched = {fd, POLLOUT, 0};
    int started = connect(fd, (void *)&a, sizeof a);
    enum outcome outcome = SILENT;
    if (started && errno != EINPROGRESS) {
        outcome = REFUSED;
    } else if (poll(&watched, 1, wait_ms) > 0) {
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
        outcome = error ? REFUSED : CONNECTED;
    }
    if (outcome == CONNECTED && connection) *connection = fd;
    else close(fd);
    return outcome;
}

int udp_bind(const char *address, uint16_t port) {
    struct sockaddr_in a = socket_address(address, port);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    CHECK(!bind(fd, (void *)&a, sizeof a));
    return fd;
}

bool passes(int from, int to, int wait_ms) {
    struct pollfd watched = {to, POLLIN, 0};
    char byte;
    if (send(from, "x", 1, MSG_NOSIGNAL) != 1) return false;
    return poll(&watched, 1, wait_ms) > 0 && recv(to, &byte, 1, 0) == 1;
}
