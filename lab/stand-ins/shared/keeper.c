#define _GNU_SOURCE
#include "keeper.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* The program stands beside the library that carries this code. */
static bool program_path(char *path, size_t size) {
    const char *setting = getenv("BOREALIS_LAB_KEEPER");
    if (setting) return (size_t)snprintf(path, size, "%s", setting) < size;
    static const char anchor;
    Dl_info info;
    if (!dladdr(&anchor, &info) || !info.dli_fname) return false;
    const char *slash = strrchr(info.dli_fname, '/');
    int directory = slash ? (int)(slash - info.dli_fname) : 1;
    return (size_t)snprintf(path, size, "%.*s/borealis-keeper", directory, slash ? info.dli_fname : ".") < size;
}

int keeper_start(struct keeper *keeper, const char *const *arguments, const int *given, size_t count) {
    char path[4096], *argv[8] = {path};
    if (!program_path(path, sizeof path)) return ENOENT;
    for (size_t i = 0; arguments[i] && i < 6; i++) argv[i + 1] = (char *)arguments[i];

    int pair[2], high[1 + KEEPER_MAX_GIVEN], result = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) return errno;
    /* Copies out of the way of the numbers they go to: dup2 onto itself would keep close-on-exec. */
    high[0] = fcntl(pair[1], F_DUPFD_CLOEXEC, 64);
    for (size_t i = 0; i < count; i++) high[i + 1] = fcntl(given[i], F_DUPFD_CLOEXEC, 64);
    close(pair[1]);

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, 0, 1);
    posix_spawn_file_actions_adddup2(&actions, 0, 2);
    for (size_t i = 0; i <= count; i++) {
        if (high[i] < 0) result = EMFILE;
        posix_spawn_file_actions_adddup2(&actions, high[i], KEEPER_CHANNEL + (int)i);
    }
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if (!result) result = posix_spawn(&keeper->pid, path, &actions, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    for (size_t i = 0; i <= count; i++)
        if (high[i] >= 0) close(high[i]);
    keeper->channel = pair[0];
    if (result) {
        close(pair[0]);
        keeper->channel = -1;
        keeper->pid = 0;
    }
    return result;
}

bool keeper_send(struct keeper *keeper, const void *bytes, uint32_t length) {
    return channel_write(keeper->channel, &length, sizeof length) && channel_write(keeper->channel, bytes, length);
}

bool keeper_receive(struct keeper *keeper, struct keeper_reply *reply, char *text, size_t size) {
    if (!channel_read(keeper->channel, reply, sizeof *reply)) return false;
    size_t left = reply->length, at = 0;
    while (left) {
        char chunk[512];
        size_t n = left < sizeof chunk ? left : sizeof chunk;
        if (!channel_read(keeper->channel, chunk, n)) return false;
        for (size_t i = 0; i < n && at + 1 < size; i++) text[at++] = chunk[i];
        left -= n;
    }
    if (size) text[at] = 0;
    return true;
}

void keeper_end(struct keeper *keeper) {
    if (!keeper->pid) return;
    shutdown(keeper->channel, SHUT_WR);
    struct pollfd watched = {keeper->channel, POLLIN, 0};
    char rest[256];
    bool ended = false;
    while (!ended && poll(&watched, 1, 5000) > 0) {
        ssize_t n = recv(keeper->channel, rest, sizeof rest, 0);
        ended = n == 0 || (n < 0 && errno != EINTR);
    }
    if (!ended) kill(keeper->pid, SIGKILL);
    close(keeper->channel);
    while (waitpid(keeper->pid, 0, 0) < 0 && errno == EINTR) continue;
    keeper->pid = 0;
    keeper->channel = -1;
}
