/* The kernel's routing socket: one request and its answer, or one dump. Always in the namespace of the caller. */
#ifndef BOREALIS_RTNL_H
#define BOREALIS_RTNL_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rtnl_request {
    struct nlmsghdr header;
    char body[1024];
};

/* Starts a request whose fixed part (ifinfomsg, ifaddrmsg, rtmsg) has `size` bytes; returns that part, zeroed. */
void *rtnl_begin(struct rtnl_request *request, uint16_t type, uint16_t flags, size_t size);
void rtnl_put(struct rtnl_request *request, uint16_t type, const void *bytes, size_t length);
void rtnl_put_u32(struct rtnl_request *request, uint16_t type, uint32_t value);
struct rtattr *rtnl_nest(struct rtnl_request *request, uint16_t type);
void rtnl_nest_end(struct rtnl_request *request, struct rtattr *nest);

typedef void (*rtnl_message)(const struct nlmsghdr *message, void *context);
/* Both return 0 or a positive errno. `each` may be NULL when only success matters. */
int rtnl_talk(struct rtnl_request *request, rtnl_message each, void *context);
int rtnl_dump(struct rtnl_request *request, rtnl_message each, void *context);

/* Fills table[0..max] with the attributes that follow the fixed part of a message. */
void rtnl_attributes(const struct nlmsghdr *message, size_t fixed, const struct rtattr **table, unsigned max);

#endif
