/* borealis-keeper: holds one thing for one process and lets go of it when that process ends in whatever way.
 *   borealis-keeper adapter <interface> <socket path>   descriptors 4 = TUN, 5 = listening control socket
 *   borealis-keeper filters <table>                     runs nft scripts; the table belongs to this process */
#define _GNU_SOURCE
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "modes.h"

/* A JVM does not mark all its descriptors close-on-exec; holding its sockets would keep its ports. */
static void close_from(int first) {
    if (syscall(SYS_close_range, (unsigned)first, ~0u, 0u) == 0) return;
    DIR *directory = opendir("/proc/self/fd");
    struct dirent *entry;
    while (directory && (entry = readdir(directory)) != 0) {
        int fd = atoi(entry->d_name);
        if (fd >= first && fd != dirfd(directory)) close(fd);
    }
    if (directory) closedir(directory);
}

int main(int count, char **arguments) {
    bool adapter = count == 4 && !strcmp(arguments[1], "adapter");
    bool filters = count == 3 && !strcmp(arguments[1], "filters");
    if (!adapter && !filters) return 64;
    close_from(adapter ? KEEPER_FIRST_GIVEN + 2 : KEEPER_FIRST_GIVEN);
    /* Signals that a terminal or a service manager sends to a whole group must not take the adapter away before its
     * owner had time to end in order. */
    setsid();
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    return adapter ? keep_adapter(arguments[2], arguments[3]) : keep_filters(arguments[2]);
}
