#include "model.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1 << 14 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct object *by_key[BUCKETS], *by_id[BUCKETS], *first[3];
static uint64_t last_id = 65536;

void model_lock(void) { pthread_mutex_lock(&lock); }
void model_unlock(void) { pthread_mutex_unlock(&lock); }
bool model_wait(pthread_cond_t *condition, const struct timespec *until) {
    return pthread_cond_timedwait(condition, &lock, until) == 0;
}

static struct object **key_bucket(const win_guid *key) { return &by_key[text_hash(key, sizeof *key, 0) % BUCKETS]; }

bool object_visible(const struct session *viewer, const struct object *object) {
    if (object->machine != viewer->machine) return false;
    bool own = viewer->in_transaction || viewer->implicit;
    switch (object->state) {
        case STATE_ADDED: return own && !viewer->read_only;
        case STATE_DELETED: return !(own && !viewer->read_only) && !object->added_here;
        default: return true;
    }
}

struct object *object_find(const struct session *viewer, enum kind kind, const win_guid *key) {
    struct object *object = *key_bucket(key);
    while (object && !(object->kind == kind && guid_equal(&object->key, key) && object_visible(viewer, object)))
        object = object->next_by_key;
    return object;
}

struct object *object_find_id(const struct session *viewer, uint64_t id) {
    struct object *object = by_id[id % BUCKETS];
    while (object && !(object->id == id && object_visible(viewer, object))) object = object->next_by_id;
    return object;
}

struct object *object_first(enum kind kind) { return first[kind]; }

bool lifetimes_fit(const struct object *from, const struct object *to) { return !to->owner || to->owner == from->owner; }

struct object *object_new(struct session *session, enum kind kind, const win_guid *key, bool is_static) {
    struct object *object = calloc(1, sizeof *object);
    if (!object) return 0;
    object->kind = kind;
    object->machine = session->machine;
    object->owner = is_static ? 0 : session;
    if (guid_is_zero(key))
        guid_random(&object->key);
    else
        object->key = *key;
    object->id = ++last_id;
    return object;
}

static bool touch(struct session *session, struct object *object) {
    if (session->touched_count == session->touched_capacity) {
        size_t capacity = session->touched_capacity ? 2 * session->touched_capacity : 64;
        struct object **touched = realloc(session->touched, capacity * sizeof *touched);
        if (!touched) return false;
        session->touched = touched;
        session->touched_capacity = capacity;
    }
    session->touched[session->touched_count++] = object;
    return true;
}

uint32_t object_add(struct session *session, struct object *object) {
    if (!touch(session, object)) return ERROR_NOT_ENOUGH_MEMORY;
    object->state = STATE_ADDED;
    object->added_here = true;
    struct object **bucket = key_bucket(&object->key);
    object->next_by_key = *bucket;
    *bucket = object;
    bucket = &by_id[object->id % BUCKETS];
    object->next_by_id = *bucket;
    *bucket = object;
    object->next = first[object->kind];
    if (object->next) object->next->previous = object;
    first[object->kind] = object;
    if (object->provider) object->provider->users++;
    if (object->sublayer) object->sublayer->users++;
    return 0;
}

uint32_t object_delete(struct session *session, struct object *object) {
    if (object->owner != (session->dynamic ? session : 0)) return FWP_E_WRONG_SESSION;
    if (object->users) return FWP_E_IN_USE;
    if (!touch(session, object)) return ERROR_NOT_ENOUGH_MEMORY;
    object->state = STATE_DELETED;
    if (object->provider) object->provider->users--;
    if (object->sublayer) object->sublayer->users--;
    return 0;
}

void object_forget(struct object *object) {
    struct object **at = key_bucket(&object->key);
    while (*at != object) at = &(*at)->next_by_key;
    *at = object->next_by_key;
    at = &by_id[object->id % BUCKETS];
    while (*at != object) at = &(*at)->next_by_id;
    *at = object->next_by_id;
    if (object->previous) object->previous->next = object->next;
    else first[object->kind] = object->next;
    if (object->next) object->next->previous = object->previous;
    rule_free(&object->rule);
    free(object->content);
    free(object);
}
