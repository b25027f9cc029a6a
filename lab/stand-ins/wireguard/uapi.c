#define _GNU_SOURCE
#include "uapi.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "adapter.h"

/* wireguard-go answers with a negated Linux error number. */
static uint32_t win32_code(long error) {
    switch (error < 0 ? -error : error) {
        case 0: return ERROR_SUCCESS;
        case EADDRINUSE: return WSAEADDRINUSE;
        case EINVAL: case EPROTO: return ERROR_INVALID_PARAMETER;
        default: return ERROR_GEN_FAILURE;
    }
}

static bool answered(const struct buffer *answer) {
    return answer->length >= 2 && !memcmp(answer->bytes + answer->length - 2, "\n\n", 2);
}

uint32_t uapi_exchange(const char *link, const char *request, size_t length, struct buffer *answer) {
    struct buffer own = {0};
    if (!answer) answer = &own;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    adapter_socket_path(link, address.sun_path, sizeof address.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return ERROR_GEN_FAILURE;
    uint32_t code = ERROR_FILE_NOT_FOUND;
    if (connect(fd, (void *)&address, sizeof address) == 0 && channel_write(fd, request, length)) {
        code = ERROR_GEN_FAILURE;
        static const size_t chunk = 1 << 16;
        while (!answered(answer)) {
            size_t at = buffer_reserve(answer, chunk);
            if (answer->failed) break;
            ssize_t n = recv(fd, answer->bytes + at, chunk, 0);
            answer->length = at + (n > 0 ? (size_t)n : 0);
            if (n == 0 || (n < 0 && errno != EINTR)) break;
        }
        if (!answer->failed && answered(answer)) {
            answer->bytes[answer->length] = 0;
            const char *status = memmem(answer->bytes + (answer->length > 64 ? answer->length - 64 : 0),
                                        answer->length > 64 ? 64 : answer->length, "errno=", 6);
            if (status) code = win32_code(strtol(status + 6, 0, 10));
        }
    }
    close(fd);
    buffer_free(&own);
    return code;
}
