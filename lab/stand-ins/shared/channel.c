#include <errno.h>
#include <sys/socket.h>

#include "keeper.h"

bool channel_write(int fd, const void *bytes, size_t length) {
    const char *p = bytes;
    while (length) {
        ssize_t n = send(fd, p, length, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        p += n;
        length -= (size_t)n;
    }
    return true;
}

bool channel_read(int fd, void *bytes, size_t length) {
    char *p = bytes;
    while (length) {
        ssize_t n = recv(fd, p, length, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        p += n;
        length -= (size_t)n;
    }
    return true;
}
