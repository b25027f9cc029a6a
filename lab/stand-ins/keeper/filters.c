/* Runs nft scripts for one filter session through libnftables. The session's table is made with "flags owner": the
 * kernel itself removes it when this process's netlink socket closes, so nothing can be left behind. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "modes.h"

#define SCRIPT_LIMIT (256u << 20)

/* libnftables has a stable interface of a few functions; loading it here needs no development package. */
static struct {
    void *(*context)(uint32_t flags);
    int (*run)(void *context, const char *script);
    int (*buffer_error)(void *context);
    const char *(*error)(void *context);
    void (*free)(void *context);
} nft;

static const char *load(void) {
    void *library = dlopen("libnftables.so.1", RTLD_NOW);
    if (!library) return "libnftables.so.1 not found: install the Debian package nftables";
    *(void **)&nft.context = dlsym(library, "nft_ctx_new");
    *(void **)&nft.run = dlsym(library, "nft_run_cmd_from_buffer");
    *(void **)&nft.buffer_error = dlsym(library, "nft_ctx_buffer_error");
    *(void **)&nft.error = dlsym(library, "nft_ctx_get_error_buffer");
    *(void **)&nft.free = dlsym(library, "nft_ctx_free");
    if (!nft.context || !nft.run || !nft.buffer_error || !nft.error || !nft.free)
        return "libnftables.so.1 lacks the functions that the keeper needs";
    return 0;
}

int keep_filters(const char *table) {
    const char *trouble = load();
    void *context = trouble ? 0 : nft.context(0);
    if (!trouble && (!context || nft.buffer_error(context))) trouble = "libnftables gave no context";
    if (!trouble) {
        char script[128];
        snprintf(script, sizeof script, "add table inet %s { flags owner; }\n", table);
        if (nft.run(context, script)) trouble = nft.error(context);
    }
    keeper_answer(trouble ? 1 : 0, 0, trouble ? trouble : "");
    uint32_t length;
    while (!trouble && channel_read(KEEPER_CHANNEL, &length, sizeof length) && length < SCRIPT_LIMIT) {
        char *script = malloc((size_t)length + 1);
        if (!script || !channel_read(KEEPER_CHANNEL, script, length)) break;
        script[length] = 0;
        int failed = nft.run(context, script);
        free(script);
        keeper_answer(failed ? 1 : 0, 0, failed ? nft.error(context) : "");
    }
    if (context) nft.free(context);
    return 0;
}
