/* Sessions and transactions. Objects of a dynamic session vanish when it closes or the process dies. Static objects
 * outlive their session but not the process: the lab leaves nothing behind, where Windows would keep them to the next
 * boot. */
#include <stdlib.h>
#include <string.h>

#include "../shared/links.h"
#include "table.h"

enum { DEFAULT_WAIT_MS = 15000, AUTHN_WINNT = 10 };
#define AUTHN_DEFAULT UINT32_MAX
#define WAIT_FOREVER UINT32_MAX

static struct session *sessions, *writer;
static pthread_cond_t writer_gone = PTHREAD_COND_INITIALIZER;

struct session *session_of(void *handle) {
    struct session *session = sessions;
    while (session && session != handle) session = session->next;
    return session;
}

static uint32_t become_writer(struct session *session) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    uint64_t wait = session->wait_ms == WAIT_FOREVER ? 86400000u : session->wait_ms ? session->wait_ms : DEFAULT_WAIT_MS;
    until.tv_sec += (time_t)(wait / 1000);
    until.tv_nsec += (long)(wait % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    while (writer)
        if (!model_wait(&writer_gone, &until) && writer) return FWP_E_TIMEOUT;
    writer = session;
    return ERROR_SUCCESS;
}

static void stop_writing(struct session *session) {
    session->in_transaction = session->implicit = session->read_only = false;
    session->touched_count = 0;
    if (writer != session) return;
    writer = 0;
    pthread_cond_broadcast(&writer_gone);
}

uint32_t model_begin(struct session *session) {
    if (session->aborted) return FWP_E_SESSION_ABORTED;
    if (session->in_transaction) return session->read_only ? FWP_E_INCOMPATIBLE_TXN : ERROR_SUCCESS;
    uint32_t code = become_writer(session);
    if (!code) session->implicit = true;
    return code;
}

uint32_t model_end(struct session *session, uint32_t code) {
    if (!session->implicit) return code;
    if (!code) return transaction_commit(session);
    transaction_abort(session);
    return code;
}

static void accept_changes(struct session *session) {
    for (size_t i = 0; i < session->touched_count; i++) {
        struct object *object = session->touched[i];
        if (object->state == STATE_ADDED) {
            object->state = STATE_COMMITTED;
            object->added_here = false;
        } else if (object->state == STATE_DELETED) {
            /* One that came and went within the transaction was touched twice. */
            if (object->added_here) object->added_here = false;
            else object_forget(object);
        }
    }
}

void transaction_abort(struct session *session) {
    for (size_t i = session->touched_count; i-- > 0;) {
        struct object *object = session->touched[i];
        if (object->state == STATE_DELETED) {
            object->state = object->added_here ? STATE_ADDED : STATE_COMMITTED;
            if (object->provider) object->provider->users++;
            if (object->sublayer) object->sublayer->users++;
        } else {
            if (object->provider) object->provider->users--;
            if (object->sublayer) object->sublayer->users--;
            object_forget(object);
        }
    }
    stop_writing(session);
}

static bool touches_filters(const struct session *session) {
    for (size_t i = 0; i < session->touched_count; i++)
        if (session->touched[i]->kind == KIND_FILTER) return true;
    return false;
}

uint32_t transaction_commit(struct session *session) {
    uint32_t code = ERROR_SUCCESS;
    if (touches_filters(session)) {
        if (!session->table) code = table_static(session->machine, &session->table);
        if (!code) code = table_commit(session->table, session);
    }
    if (code) {
        if (code == FWP_E_SESSION_ABORTED) session->aborted = true;
        transaction_abort(session);
        return code;
    }
    accept_changes(session);
    stop_writing(session);
    return ERROR_SUCCESS;
}

LAB_EXPORT uint32_t FwpmEngineOpen0(const wchar16 *server, uint32_t authentication, void *identity,
                                    const fwpm_session *wanted, void **handle) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (!handle) return FWP_E_NULL_POINTER;
    if (server || identity) return ERROR_NOT_SUPPORTED;
    if (authentication != AUTHN_WINNT && authentication != AUTHN_DEFAULT) return ERROR_NOT_SUPPORTED;
    if (wanted && wanted->flags & ~(uint32_t)SESSION_FLAG_DYNAMIC) return FWP_E_INVALID_FLAGS;
    struct session *session = calloc(1, sizeof *session);
    if (!session) return ERROR_NOT_ENOUGH_MEMORY;
    session->machine = link_namespace();
    session->dynamic = wanted && wanted->flags & SESSION_FLAG_DYNAMIC;
    session->wait_ms = wanted ? wanted->txn_wait_ms : 0;
    if (session->dynamic) code = table_open(&session->table);
    if (code) {
        free(session);
        return code;
    }
    model_lock();
    session->next = sessions;
    sessions = session;
    model_unlock();
    *handle = session;
    return ERROR_SUCCESS;
}

/* Filters refer to sublayers and both to providers, so they go in this order. */
static void forget_all_of(struct session *session) {
    static const enum kind order[] = {KIND_FILTER, KIND_SUBLAYER, KIND_PROVIDER};
    for (int i = 0; i < 3; i++)
        for (struct object *object = object_first(order[i]), *next; object; object = next) {
            next = object->next;
            if (object->owner != session) continue;
            if (object->provider) object->provider->users--;
            if (object->sublayer) object->sublayer->users--;
            object_forget(object);
        }
}

LAB_EXPORT uint32_t FwpmEngineClose0(void *handle) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    model_lock();
    struct session *session = session_of(handle);
    if (!session) {
        model_unlock();
        return ERROR_INVALID_HANDLE;
    }
    if (session->in_transaction) transaction_abort(session);
    struct session **at = &sessions;
    while (*at != session) at = &(*at)->next;
    *at = session->next;
    if (session->dynamic) forget_all_of(session);
    model_unlock();
    if (session->dynamic) table_close(session->table);
    free(session->touched);
    free(session);
    return ERROR_SUCCESS;
}

LAB_EXPORT uint32_t FwpmTransactionBegin0(void *handle, uint32_t flags) {
    uint32_t code = lab_enter(__func__);
    if (code) return code;
    if (flags & ~(uint32_t)TRANSACTION_READ_ONLY) return FWP_E_INVALID_FLAGS;
    model_lock();
    struct session *session = session_of(handle);
    if (!session) code = ERROR_INVALID_HANDLE;
    else if (session->aborted) code = FWP_E_SESSION_ABORTED;
    else if (session->in_transaction) code = FWP_E_TXN_IN_PROGRESS;
    else if (!(flags & TRANSACTION_READ_ONLY)) code = become_writer(session);
    if (!code) {
        session->in_transaction = true;
        session->read_only = flags & TRANSACTION_READ_ONLY;
    }
    model_unlock();
    return code;
}

static uint32_t finish(void *handle, bool commit) {
    uint32_t code = ERROR_SUCCESS;
    model_lock();
    struct session *session = session_of(handle);
    if (!session) code = ERROR_INVALID_HANDLE;
    else if (!session->in_transaction) code = session->aborted ? FWP_E_SESSION_ABORTED : FWP_E_NO_TXN_IN_PROGRESS;
    else if (commit) code = transaction_commit(session);
    else transaction_abort(session);
    model_unlock();
    return code;
}

LAB_EXPORT uint32_t FwpmTransactionCommit0(void *handle) {
    uint32_t code = lab_enter(__func__);
    return code ? code : finish(handle, true);
}

LAB_EXPORT uint32_t FwpmTransactionAbort0(void *handle) {
    uint32_t code = lab_enter(__func__);
    return code ? code : finish(handle, false);
}
