#include "lab.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTIONS 64

static struct {
    uint64_t calls;
    uint32_t code;   /* what an armed call fails with; 0 = not armed */
    uint32_t wait;   /* calls that still succeed */
    uint32_t times;  /* calls that fail after that; 0 = all */
} state[FUNCTIONS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t environment_once = PTHREAD_ONCE_INIT;

static int index_of(const char *function) {
    for (int i = 0; i < FUNCTIONS && lab_functions[i]; i++)
        if (!strcmp(lab_functions[i], function)) return i;
    return -1;
}

static bool arm(const char *function, uint32_t code, uint32_t nth, uint32_t times) {
    int i = index_of(function);
    if (i < 0) return false;
    pthread_mutex_lock(&lock);
    state[i].code = code;
    state[i].wait = nth ? nth - 1 : 0;
    state[i].times = times;
    pthread_mutex_unlock(&lock);
    return true;
}

/* BOREALIS_LAB_FAIL=Function=code[@nth[xtimes]],…  Names of other libraries are theirs to read. */
static void read_environment(void) {
    const char *setting = getenv("BOREALIS_LAB_FAIL");
    if (!setting) return;
    char *copy = strdup(setting), *rest = copy;
    for (char *item; copy && (item = strsep(&rest, ",")) != 0;) {
        char *equals = strchr(item, '=');
        if (!equals) {
            if (*item) lab_warn("BOREALIS_LAB_FAIL: '%s' is not Function=code[@nth[xtimes]]", item);
            continue;
        }
        *equals = 0;
        char *end;
        uint32_t code = (uint32_t)strtoul(equals + 1, &end, 0), nth = 1, times = 0;
        if (*end == '@') {
            nth = (uint32_t)strtoul(end + 1, &end, 10);
            times = 1;
            if (*end == 'x') times = (uint32_t)strtoul(end + 1, &end, 10);
        }
        if (*end) lab_warn("BOREALIS_LAB_FAIL: cannot read '%s'", end);
        arm(item, code, nth, times);
    }
    free(copy);
}

uint32_t lab_enter(const char *function) {
    pthread_once(&environment_once, read_environment);
    int i = index_of(function);
    if (i < 0) return 0;
    uint32_t code = 0;
    pthread_mutex_lock(&lock);
    state[i].calls++;
    if (state[i].code) {
        if (state[i].wait) {
            state[i].wait--;
        } else {
            code = state[i].code;
            if (state[i].times && --state[i].times == 0) state[i].code = 0;
        }
    }
    pthread_mutex_unlock(&lock);
    return code;
}

void lab_warn(const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "borealis stand-in: %s\n", text);
}

/* The nth call from now (1 = the next) and `times` calls from there on (0 = all) do nothing and fail with `code`;
 * code 0 takes it back. Returns 0 when this library has no such function. */
LAB_EXPORT int32_t BorealisLabFail(const char *function, uint32_t code, uint32_t nth, uint32_t times) {
    pthread_once(&environment_once, read_environment);
    return function && arm(function, code, nth, times);
}

/* How often the function was called, failed calls included; -1 when this library has no such function. */
LAB_EXPORT int64_t BorealisLabCalls(const char *function) {
    int i = function ? index_of(function) : -1;
    if (i < 0) return -1;
    pthread_mutex_lock(&lock);
    int64_t calls = (int64_t)state[i].calls;
    pthread_mutex_unlock(&lock);
    return calls;
}

LAB_EXPORT void BorealisLabReset(void) {
    pthread_once(&environment_once, read_environment);
    pthread_mutex_lock(&lock);
    memset(state, 0, sizeof state);
    pthread_mutex_unlock(&lock);
}
