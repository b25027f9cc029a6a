/* Starts the keeper: a small program of its own that holds what must vanish with this process (a TUN interface and
 * its wireguard-go; an nft table). It watches a socket pair, so it also learns of a death by SIGKILL. */
#ifndef BOREALIS_KEEPER_H
#define BOREALIS_KEEPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The descriptors under which the keeper finds its end of the socket pair and what else it was given. */
enum { KEEPER_CHANNEL = 3, KEEPER_FIRST_GIVEN = 4, KEEPER_MAX_GIVEN = 2 };

/* The keeper's answer to its start and to every request; `length` bytes of text follow. */
struct keeper_reply {
    int32_t status;
    uint32_t detail;
    uint32_t length;
};

struct keeper {
    pid_t pid;
    int channel;
};

/* `arguments` is ended by NULL and does not contain the program. Returns 0 or errno. */
int keeper_start(struct keeper *keeper, const char *const *arguments, const int *given, size_t count);
/* Sends a request and waits for the reply; false when the keeper is gone. `text` may be NULL. */
bool keeper_send(struct keeper *keeper, const void *bytes, uint32_t length);
bool keeper_receive(struct keeper *keeper, struct keeper_reply *reply, char *text, size_t size);
/* Lets go of everything and waits until it is gone. */
void keeper_end(struct keeper *keeper);

bool channel_write(int fd, const void *bytes, size_t length);
bool channel_read(int fd, void *bytes, size_t length);

#endif
