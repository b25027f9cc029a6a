/* One nft table per session (and one for all static objects), kept by a keeper of its own. A sublayer has chains of
 * its own in it: nft lets a drop in any of them win, which is Windows' rule that a block in any sublayer wins. */
#ifndef BOREALIS_TABLE_H
#define BOREALIS_TABLE_H

#include "model.h"

enum set_kind { SET_PORTS, SET_RANGES, SET_PROTOCOLS, SET_KINDS };

/* What a permit of the usual shape allows: one remote host, one protocol, one port or range on one interface. */
struct element {
    struct element *next, *next_touched;
    uint32_t interface;
    uint8_t address[16];
    uint8_t protocol;
    uint16_t low, high;
    uint32_t uses;      /* filters that want it */
    bool installed;     /* in the kernel */
    bool touched;       /* by the running commit */
    bool written;       /* with the union of its host's ranges */
};

enum { ELEMENT_BUCKETS = 1 << 12 };

struct set {
    struct set *next;
    struct place *place;
    enum layer layer;
    uint64_t weight;
    enum set_kind kind;
    unsigned number;
    bool installed;
    struct element *buckets[ELEMENT_BUCKETS];
    struct element *touched;
};

struct place {
    struct place *next;
    struct table *table;
    win_guid sublayer;
    uint16_t weight;
    unsigned number;
    bool installed;
    bool dirty[LAYERS]; /* the chains of this layer have to be written anew */
    struct set *sets;
};

struct table {
    struct keeper keeper;
    struct table *next; /* of static objects */
    uint64_t machine;
    char name[40];
    unsigned numbers;
    struct place *places;
};

/* Starts the keeper; 0 or EPT_S_NOT_REGISTERED, as when Windows' filtering engine does not run. */
uint32_t table_open(struct table **table);
void table_close(struct table *table);
/* The table of all static objects, opened on first use; it lives as long as the process. */
uint32_t table_static(uint64_t machine, struct table **table);
/* Brings the kernel to what the session's transaction wants: all of it or nothing. */
uint32_t table_commit(struct table *table, struct session *session);

/* sets.c */
bool rule_fits_set(const struct rule *rule);
/* Counts the rule's elements up (+1) or down (-1); false when memory ran out. */
bool sets_count(struct place *place, const struct rule *rule, int change);
void sets_write(struct place *place, struct buffer *script);
void sets_settle(struct place *place, bool success);
void sets_free(struct place *place);
void set_name(const struct set *set, char *name, size_t size);

/* chains.c */
void chains_write_base(const struct place *place, struct buffer *script);
void chains_write_layer(const struct place *place, enum layer layer, struct buffer *script);

#endif
