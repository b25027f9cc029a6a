/* Asks whether a connection comes about, with or without a filter. */
#include "harness.h"

/* Success may take its time on a busy machine; failure is believed sooner. */
bool reaches(const char *address, uint16_t port) { return tcp_connect(address, port, PATIENT_MS, 0) == CONNECTED; }
bool misses(const char *address, uint16_t port) { return tcp_connect(address, port, IMPATIENT_MS, 0) != CONNECTED; }

/* Both add the filter, ask, and take it away again. */
bool reaches_with(void *engine, struct filter *f, const char *address, uint16_t port) {
    uint64_t id = filter_add(engine, f);
    bool result = reaches(address, port);
    CODE(FwpmFilterDeleteById0(engine, id), 0);
    return result;
}

bool misses_with(void *engine, struct filter *f, const char *address, uint16_t port) {
    uint64_t id = filter_add(engine, f);
    bool result = misses(address, port);
    CODE(FwpmFilterDeleteById0(engine, id), 0);
    return result;
}

