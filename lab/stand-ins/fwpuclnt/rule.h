/* A filter understood: its conditions as ranges, ready to be written for nft. */
#ifndef BOREALIS_RULE_H
#define BOREALIS_RULE_H

#include <stdbool.h>

#include "names.h"

/* Values of every type as big-endian bytes, so that one comparison serves all. */
struct range {
    uint8_t low[16], high[16];
};

struct match {
    enum field field;
    bool negated;
    uint8_t width; /* bytes */
    uint32_t count;
    struct range *ranges;
};

struct rule {
    enum layer layer;
    bool permit;
    bool never;        /* can match nothing here */
    bool loopback;     /* only, or (not_loopback) never, traffic of the host with itself */
    bool not_loopback;
    uint64_t weight;
    uint32_t match_count;
    struct match *matches;
};

/* Checks a filter as Windows does; returns 0 or its code, and the rule, which rule_free gives back. */
uint32_t rule_compile(const fwpm_filter *filter, struct rule *rule);
void rule_free(struct rule *rule);
const struct match *rule_match(const struct rule *rule, enum field field);
bool range_is_single(const struct match *match, const struct range *range);
uint64_t range_number(const struct match *match, const uint8_t *bytes);

/* The interface index behind a LUID, or one that no interface has. */
uint32_t interface_index(uint64_t luid);
/* Whether an application id is that of this process (see appid.c). */
bool app_id_is_own(const fwp_blob *blob);

#endif
