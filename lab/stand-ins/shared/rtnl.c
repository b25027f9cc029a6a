#define _GNU_SOURCE
#include "rtnl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void *rtnl_begin(struct rtnl_request *request, uint16_t type, uint16_t flags, size_t size) {
    memset(request, 0, sizeof *request);
    request->header.nlmsg_len = (uint32_t)NLMSG_LENGTH(size);
    request->header.nlmsg_type = type;
    request->header.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
    request->header.nlmsg_seq = 1;
    return NLMSG_DATA(&request->header);
}

void rtnl_put(struct rtnl_request *request, uint16_t type, const void *bytes, size_t length) {
    size_t at = NLMSG_ALIGN(request->header.nlmsg_len);
    if (at + RTA_SPACE(length) > sizeof *request) abort();
    struct rtattr *attribute = (struct rtattr *)((char *)request + at);
    attribute->rta_type = type;
    attribute->rta_len = (uint16_t)RTA_LENGTH(length);
    if (length) memcpy(RTA_DATA(attribute), bytes, length);
    request->header.nlmsg_len = (uint32_t)(at + RTA_SPACE(length));
}

void rtnl_put_u32(struct rtnl_request *request, uint16_t type, uint32_t value) {
    rtnl_put(request, type, &value, sizeof value);
}

struct rtattr *rtnl_nest(struct rtnl_request *request, uint16_t type) {
    struct rtattr *nest = (struct rtattr *)((char *)request + NLMSG_ALIGN(request->header.nlmsg_len));
    rtnl_put(request, type, 0, 0);
    return nest;
}

void rtnl_nest_end(struct rtnl_request *request, struct rtattr *nest) {
    nest->rta_len = (uint16_t)((char *)request + request->header.nlmsg_len - (char *)nest);
}

static int exchange(struct rtnl_request *request, rtnl_message each, void *context) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0) return errno;
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    int result = 0;
    size_t capacity = 65536;
    char *answer = malloc(capacity);
    if (!answer) result = ENOMEM;
    if (!result && sendto(fd, request, request->header.nlmsg_len, 0, (void *)&kernel, sizeof kernel) < 0)
        result = errno;
    for (bool done = result != 0; !done;) {
        ssize_t received = recv(fd, answer, capacity, 0);
        if (received < 0) {
            if (errno == EINTR) continue;
            result = errno;
            break;
        }
        size_t left = (size_t)received;
        for (struct nlmsghdr *m = (struct nlmsghdr *)answer; NLMSG_OK(m, left) && !done; m = NLMSG_NEXT(m, left)) {
            if (m->nlmsg_type == NLMSG_DONE) {
                done = true;
            } else if (m->nlmsg_type == NLMSG_ERROR) {
                result = -((struct nlmsgerr *)NLMSG_DATA(m))->error;
                done = true;
            } else if (each) {
                each(m, context);
            }
        }
    }
    free(answer);
    close(fd);
    return result;
}

int rtnl_talk(struct rtnl_request *request, rtnl_message each, void *context) {
    request->header.nlmsg_flags |= NLM_F_ACK;
    return exchange(request, each, context);
}

int rtnl_dump(struct rtnl_request *request, rtnl_message each, void *context) {
    request->header.nlmsg_flags |= NLM_F_DUMP;
    return exchange(request, each, context);
}

void rtnl_attributes(const struct nlmsghdr *message, size_t fixed, const struct rtattr **table, unsigned max) {
    memset(table, 0, (max + 1) * sizeof *table);
    size_t left = message->nlmsg_len - NLMSG_LENGTH(fixed);
    const struct rtattr *a = (const struct rtattr *)((const char *)NLMSG_DATA(message) + NLMSG_ALIGN(fixed));
    for (; RTA_OK(a, left); a = RTA_NEXT(a, left)) {
        unsigned type = a->rta_type & NLA_TYPE_MASK;
        if (type <= max) table[type] = a;
    }
}
