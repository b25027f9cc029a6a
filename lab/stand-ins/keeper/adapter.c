/* Runs wireguard-go on the TUN interface and the control socket that were handed over, and ends it when the owner is
 * gone. The interface vanishes with the last descriptor on it; the socket file has to be removed. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "modes.h"

static int ended[2];

static void child_ended(int signal) {
    (void)signal;
    int saved = errno;
    if (write(ended[1], "", 1) < 0) errno = saved;
    errno = saved;
}

void keeper_answer(int32_t status, uint32_t detail, const char *text) {
    struct keeper_reply reply = {status, detail, (uint32_t)strlen(text)};
    if (channel_write(KEEPER_CHANNEL, &reply, sizeof reply)) channel_write(KEEPER_CHANNEL, text, reply.length);
}

/* Never returns. Writes errno into `failure` when the program cannot be started. */
static void become_wireguard(const char *interface, int failure) {
    /* Also when the keeper itself is killed nothing stays behind. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const char *log = getenv("BOREALIS_LAB_WIREGUARD_LOG");
    int out = log ? open(log, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (out >= 0) {
        dup2(out, 1);
        dup2(out, 2);
    }
    fcntl(KEEPER_CHANNEL, F_SETFD, FD_CLOEXEC);
    setenv("WG_TUN_FD", "4", 1);
    setenv("WG_UAPI_FD", "5", 1);
    setenv("WG_PROCESS_FOREGROUND", "1", 1);
    setenv("LOG_LEVEL", log ? "verbose" : "error", 1);
    for (int s = 1; s < NSIG; s++) signal(s, SIG_DFL);
    execlp("wireguard-go", "wireguard-go", "-f", interface, (char *)0);
    int error = errno;
    if (write(failure, &error, sizeof error) < 0) _exit(126);
    _exit(127);
}

int keep_adapter(const char *interface, const char *socket_path) {
    int failure[2], error = 0;
    if (pipe2(ended, O_CLOEXEC | O_NONBLOCK) || pipe2(failure, O_CLOEXEC)) return 71;
    signal(SIGCHLD, child_ended);
    pid_t child = fork();
    if (child == 0) become_wireguard(interface, failure[1]);
    close(KEEPER_FIRST_GIVEN);
    close(KEEPER_FIRST_GIVEN + 1);
    close(failure[1]);
    if (child < 0) error = errno;
    if (!error && read(failure[0], &error, sizeof error) <= 0) error = 0;
    close(failure[0]);
    keeper_answer(error, (uint32_t)child, "");
    struct pollfd watched[2] = {{KEEPER_CHANNEL, POLLIN, 0}, {ended[0], POLLIN, 0}};
    while (!error) {
        if (poll(watched, 2, -1) < 0) continue;
        char byte;
        if (watched[1].revents) break;
        if (watched[0].revents && recv(KEEPER_CHANNEL, &byte, 1, 0) <= 0) break;
    }
    if (child > 0) {
        kill(child, SIGKILL);
        while (waitpid(child, 0, 0) < 0 && errno == EINTR) continue;
    }
    unlink(socket_path);
    return 0;
}
