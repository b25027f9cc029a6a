/* The Windows words that all three libraries share. The values are Windows' own on both builds: callers always see
 * AF_INET6 as 23 and UTF-16 strings, whatever Linux calls them. */
#ifndef BOREALIS_WIN32_H
#define BOREALIS_WIN32_H

#include <stddef.h>
#include <stdint.h>

typedef uint16_t wchar16;
typedef uint64_t net_luid;

typedef struct {
    uint32_t data1;
    uint16_t data2;
    uint16_t data3;
    uint8_t data4[8];
} win_guid;

enum { WIN_AF_UNSPEC = 0, WIN_AF_INET = 2, WIN_AF_INET6 = 23 };

/* SOCKADDR_INET: port and addresses in network order. */
typedef union {
    uint16_t family;
    struct {
        uint16_t family;
        uint16_t port;
        uint8_t address[4];
        uint8_t zero[8];
    } v4;
    struct {
        uint16_t family;
        uint16_t port;
        uint32_t flow;
        uint8_t address[16];
        uint32_t scope;
    } v6;
    uint32_t words[7];
} sockaddr_inet;

#define LAYOUT_SIZE(type, size) _Static_assert(sizeof(type) == (size), #type " has another size on Windows")
#define LAYOUT_FIELD(type, field, offset) \
    _Static_assert(offsetof(type, field) == (offset), #type "." #field " is elsewhere on Windows")

LAYOUT_SIZE(win_guid, 16);
LAYOUT_SIZE(sockaddr_inet, 28);
LAYOUT_FIELD(sockaddr_inet, family, 0);
LAYOUT_FIELD(sockaddr_inet, v4.port, 2);
LAYOUT_FIELD(sockaddr_inet, v4.address, 4);
LAYOUT_FIELD(sockaddr_inet, v6.port, 2);
LAYOUT_FIELD(sockaddr_inet, v6.flow, 4);
LAYOUT_FIELD(sockaddr_inet, v6.address, 8);
LAYOUT_FIELD(sockaddr_inet, v6.scope, 24);

enum {
    ERROR_SUCCESS = 0,
    ERROR_FILE_NOT_FOUND = 2,
    ERROR_ACCESS_DENIED = 5,
    ERROR_INVALID_HANDLE = 6,
    ERROR_NOT_ENOUGH_MEMORY = 8,
    ERROR_GEN_FAILURE = 31,
    ERROR_NOT_SUPPORTED = 50,
    ERROR_INVALID_PARAMETER = 87,
    ERROR_BUFFER_OVERFLOW = 111,
    ERROR_INSUFFICIENT_BUFFER = 122,
    ERROR_BUSY = 170,
    ERROR_ALREADY_EXISTS = 183,
    ERROR_FILENAME_EXCED_RANGE = 206,
    ERROR_NO_DATA = 232,
    ERROR_MORE_DATA = 234,
    ERROR_NOT_FOUND = 1168,
    ERROR_TIMEOUT = 1460,
    EPT_S_NOT_REGISTERED = 1753,
    ERROR_OBJECT_ALREADY_EXISTS = 5010,
    WSAEADDRINUSE = 10048,
};

#endif
