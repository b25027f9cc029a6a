/* What exists: sessions, providers, sublayers, filters. One lock guards all of it; one session at a time may write.
 * Changes of a transaction are seen by its own session at once and by others after the commit. */
#ifndef BOREALIS_MODEL_H
#define BOREALIS_MODEL_H

#include <time.h>

#include "../shared/keeper.h"
#include "../shared/lab.h"
#include "../shared/text.h"
#include "copy.h"
#include "rule.h"

enum state { STATE_ADDED, STATE_COMMITTED, STATE_DELETED };
enum kind { KIND_PROVIDER, KIND_SUBLAYER, KIND_FILTER };

struct table;
struct session;

struct object {
    struct object *next_by_key, *next_by_id, *next; /* `next`: all of one kind */
    struct object *previous;
    enum kind kind;
    enum state state;
    bool added_here; /* by the running transaction */
    uint64_t machine;      /* the namespace that it belongs to */
    struct session *owner; /* NULL: static, lives on when its session ends */
    win_guid key;
    uint64_t id;
    uint32_t users;  /* objects that refer to this one */
    struct object *provider, *sublayer;
    union {
        fwpm_provider *as_provider;
        fwpm_sublayer *as_sublayer;
        fwpm_filter *as_filter;
        void *content;
    };
    struct rule rule;
    struct place *place; /* where the filter is kept */
};

struct session {
    struct session *next;
    uint64_t machine;
    bool dynamic, aborted;
    bool in_transaction, read_only;
    bool implicit; /* a single call outside a transaction is a transaction of its own */
    uint32_t wait_ms;
    struct table *table;
    /* What the running transaction touched, in order. */
    struct object **touched;
    size_t touched_count, touched_capacity;
};

void model_lock(void);
void model_unlock(void);
/* Gives the lock up until the condition is signalled; false when the time (CLOCK_REALTIME) has come. */
bool model_wait(pthread_cond_t *condition, const struct timespec *until);

/* All of these expect the lock. */
struct session *session_of(void *handle);
/* Waits until no other session writes; for every changing call. `model_end` commits when the call stood alone. */
uint32_t model_begin(struct session *session);
uint32_t model_end(struct session *session, uint32_t code);
uint32_t transaction_commit(struct session *session);
void transaction_abort(struct session *session);

struct object *object_find(const struct session *viewer, enum kind kind, const win_guid *key);
struct object *object_find_id(const struct session *viewer, uint64_t id);
struct object *object_first(enum kind kind);
bool object_visible(const struct session *viewer, const struct object *object);
struct object *object_new(struct session *session, enum kind kind, const win_guid *key, bool is_static);
uint32_t object_add(struct session *session, struct object *object);
uint32_t object_delete(struct session *session, struct object *object);
void object_forget(struct object *object);
/* Whether an object that lives as long as `from` may refer to `to`. */
bool lifetimes_fit(const struct object *from, const struct object *to);

#endif
