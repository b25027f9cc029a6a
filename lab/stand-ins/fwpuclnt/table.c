#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

uint32_t table_open(struct table **result) {
    static unsigned opened;
    struct table *table = calloc(1, sizeof *table);
    if (!table) return ERROR_NOT_ENOUGH_MEMORY;
    snprintf(table->name, sizeof table->name, "borealis_%d_%u", (int)getpid(), ++opened);
    int error = keeper_start(&table->keeper, (const char *[]){"filters", table->name, 0}, 0, 0);
    char text[300] = "";
    struct keeper_reply reply = {0};
    if (error)
        lab_warn("cannot start borealis-keeper (%s): build lab/stand-ins first", strerror(error));
    else if (!keeper_receive(&table->keeper, &reply, text, sizeof text) || reply.status)
        lab_warn("nft gives no table, so there is no filtering (needs root): %s", text);
    else {
        *result = table;
        return ERROR_SUCCESS;
    }
    keeper_end(&table->keeper);
    free(table);
    return EPT_S_NOT_REGISTERED;
}

void table_close(struct table *table) {
    keeper_end(&table->keeper);
    for (struct place *place = table->places, *next; place; place = next) {
        next = place->next;
        sets_free(place);
        free(place);
    }
    free(table);
}

uint32_t table_static(uint64_t machine, struct table **result) {
    static struct table *tables;
    struct table *table = tables;
    while (table && table->machine != machine) table = table->next;
    uint32_t code = table ? ERROR_SUCCESS : table_open(&table);
    if (!code && !table->machine) {
        table->machine = machine;
        table->next = tables;
        tables = table;
    }
    *result = table;
    return code;
}

static struct place *place_of(struct table *table, const struct object *sublayer) {
    const win_guid *key = sublayer ? &sublayer->key : &universal_sublayer;
    uint16_t weight = sublayer ? sublayer->as_sublayer->weight : 0x8000;
    struct place *place = table->places;
    while (place && !(guid_equal(&place->sublayer, key) && place->weight == weight)) place = place->next;
    if (place || !(place = calloc(1, sizeof *place))) return place;
    place->table = table;
    place->sublayer = *key;
    place->weight = weight;
    place->number = ++table->numbers;
    place->next = table->places;
    table->places = place;
    return place;
}

/* +1 or -1 for a filter that the transaction really changes; 0 for one that came and went within it. */
static int change_of(const struct object *object) {
    if (object->kind != KIND_FILTER || (object->state == STATE_DELETED && object->added_here)) return 0;
    return object->state == STATE_DELETED ? -1 : 1;
}

static bool count_changes(struct table *table, struct session *session, int sign) {
    bool complete = true;
    for (size_t i = 0; i < session->touched_count; i++) {
        struct object *object = session->touched[i];
        int change = change_of(object);
        if (!change) continue;
        if (!object->place) object->place = place_of(table, object->sublayer);
        if (!object->place) return false;
        if (object->rule.never) continue;
        if (rule_fits_set(&object->rule)) complete &= sets_count(object->place, &object->rule, sign * change);
        else object->place->dirty[object->rule.layer] = true;
    }
    return complete;
}

static void write_script(struct table *table, struct buffer *script) {
    for (struct place *place = table->places; place; place = place->next) {
        if (!place->installed) chains_write_base(place, script);
        sets_write(place, script);
        for (int layer = 0; layer < LAYERS; layer++)
            if (place->dirty[layer]) chains_write_layer(place, (enum layer)layer, script);
    }
}

static void settle(struct table *table, bool success) {
    for (struct place *place = table->places; place; place = place->next) {
        if (success) place->installed = true;
        sets_settle(place, success);
        memset(place->dirty, 0, sizeof place->dirty);
    }
}

static uint32_t run(struct table *table, const struct buffer *script) {
    struct keeper_reply reply;
    char text[400];
    if (!script->length) return ERROR_SUCCESS;
    if (!keeper_send(&table->keeper, script->bytes, (uint32_t)script->length) ||
        !keeper_receive(&table->keeper, &reply, text, sizeof text))
        return FWP_E_SESSION_ABORTED;
    if (!reply.status) return ERROR_SUCCESS;
    lab_warn("nft refused a transaction: %s", text);
    return FWP_E_TXN_ABORTED;
}

uint32_t table_commit(struct table *table, struct session *session) {
    struct buffer script = {0};
    uint32_t code = ERROR_SUCCESS;
    if (!count_changes(table, session, 1)) code = ERROR_NOT_ENOUGH_MEMORY;
    if (!code) write_script(table, &script);
    if (!code && script.failed) code = ERROR_NOT_ENOUGH_MEMORY;
    if (!code) code = run(table, &script);
    if (code) count_changes(table, session, -1);
    settle(table, !code);
    buffer_free(&script);
    return code;
}
