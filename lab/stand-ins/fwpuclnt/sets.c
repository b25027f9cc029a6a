/* Permits of the usual shape are elements of hash sets, so that ten thousand of them are looked up and changed like
 * one. Single ports, port ranges and whole protocols have a set each for every layer and weight. Ranges of one host may
 * overlap between filters but not in the kernel's set: the union is installed. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

static const struct match *port_match(const struct rule *rule) {
    return rule_match(rule, layer_is_connect(rule->layer) ? FIELD_REMOTE_PORT : FIELD_LOCAL_PORT);
}

static bool all_single(const struct match *match) {
    for (uint32_t i = 0; i < match->count; i++)
        if (!range_is_single(match, &match->ranges[i])) return false;
    return true;
}

bool rule_fits_set(const struct rule *rule) {
    const struct match *interface = rule_match(rule, FIELD_INTERFACE), *protocol = rule_match(rule, FIELD_PROTOCOL);
    const struct match *address = rule_match(rule, FIELD_REMOTE_ADDRESS), *port = port_match(rule);
    if (!rule->permit || rule->loopback || rule->not_loopback || !interface || !protocol || !address) return false;
    if (rule->match_count != (port ? 4u : 3u)) return false;
    if (!all_single(interface) || !all_single(protocol) || !all_single(address)) return false;
    for (uint32_t i = 0; port && i < protocol->count; i++)
        if (protocol->ranges[i].low[0] != IPPROTO_TCP && protocol->ranges[i].low[0] != IPPROTO_UDP) return false;
    return true;
}

static struct set *set_of(struct place *place, const struct rule *rule, enum set_kind kind) {
    struct set *set = place->sets;
    while (set && !(set->layer == rule->layer && set->weight == rule->weight && set->kind == kind)) set = set->next;
    if (set || !(set = calloc(1, sizeof *set))) return set;
    set->place = place;
    set->layer = rule->layer;
    set->weight = rule->weight;
    set->kind = kind;
    set->number = ++place->table->numbers;
    set->next = place->sets;
    place->sets = set;
    return set;
}

static bool same_host(const struct element *a, const struct element *b) {
    return a->interface == b->interface && a->protocol == b->protocol && !memcmp(a->address, b->address, 16);
}

/* Ranges of one host share a bucket, so that their union is found in one walk. */
static struct element **bucket_of(struct set *set, const struct element *key) {
    uint64_t hash = text_hash(key->address, 16, key->interface * 257u + key->protocol);
    if (set->kind == SET_PORTS) hash = text_hash(&key->low, sizeof key->low, hash);
    return &set->buckets[hash % ELEMENT_BUCKETS];
}

static bool count(struct set *set, const struct element *key, int change) {
    struct element **bucket = bucket_of(set, key), *element = *bucket;
    while (element && !(same_host(element, key) && element->low == key->low && element->high == key->high))
        element = element->next;
    if (!element) {
        element = malloc(sizeof *element);
        if (!element) return false;
        *element = *key;
        element->next = *bucket;
        *bucket = element;
    }
    element->uses += (uint32_t)change;
    if (!element->touched) {
        element->touched = true;
        element->next_touched = set->touched;
        set->touched = element;
    }
    return true;
}

bool sets_count(struct place *place, const struct rule *rule, int change) {
    const struct match *interface = rule_match(rule, FIELD_INTERFACE), *protocol = rule_match(rule, FIELD_PROTOCOL);
    const struct match *address = rule_match(rule, FIELD_REMOTE_ADDRESS), *port = port_match(rule);
    bool complete = true;
    for (uint32_t i = 0; i < interface->count; i++)
        for (uint32_t a = 0; a < address->count; a++)
            for (uint32_t p = 0; p < protocol->count; p++)
                for (uint32_t n = 0; n < (port ? port->count : 1); n++) {
                    struct element key = {0};
                    key.interface = (uint32_t)range_number(interface, interface->ranges[i].low);
                    memcpy(key.address, address->ranges[a].low, address->width);
                    key.protocol = protocol->ranges[p].low[0];
                    if (port) {
                        key.low = (uint16_t)range_number(port, port->ranges[n].low);
                        key.high = (uint16_t)range_number(port, port->ranges[n].high);
                    }
                    enum set_kind kind = !port ? SET_PROTOCOLS : key.low == key.high ? SET_PORTS : SET_RANGES;
                    struct set *set = set_of(place, rule, kind);
                    complete &= set && count(set, &key, change);
                }
    return complete;
}

void set_name(const struct set *set, char *name, size_t size) {
    snprintf(name, size, "s%u_set%u", set->place->number, set->number);
}

static void write_element(const struct set *set, const struct element *e, struct buffer *out) {
    char address[INET6_ADDRSTRLEN];
    inet_ntop(layer_is_v6(set->layer) ? AF_INET6 : AF_INET, e->address, address, sizeof address);
    buffer_print(out, "%u . %s . %u", e->interface, address, e->protocol);
    if (set->kind == SET_PORTS) buffer_print(out, " . %u", e->low);
    if (set->kind == SET_RANGES) buffer_print(out, " . %u-%u", e->low, e->high);
    buffer_text(out, ", ");
}

/* The union of the ranges of one host that are wanted (`wanted`) or installed, as elements that do not overlap. */
static void write_union(struct set *set, const struct element *host, bool wanted, struct buffer *out) {
    uint32_t next = 0;
    while (true) {
        struct element joined = {0};
        bool found = false, grown = true;
        for (struct element *e = *bucket_of(set, host); e; e = e->next) {
            if (!same_host(e, host) || !(wanted ? e->uses > 0 : e->installed) || e->high < next) continue;
            if (!found || e->low < joined.low) joined = *e;
            found = true;
        }
        if (!found) return;
        while (grown) {
            grown = false;
            for (struct element *e = *bucket_of(set, host); e; e = e->next) {
                if (!same_host(e, host) || !(wanted ? e->uses > 0 : e->installed)) continue;
                if (e->low > (uint32_t)joined.high + 1 || e->high <= joined.high || e->low < joined.low) continue;
                joined.high = e->high;
                grown = true;
            }
        }
        write_element(set, &joined, out);
        next = (uint32_t)joined.high + 1;
    }
}

static void write_command(const struct set *set, const char *verb, const struct buffer *elements, struct buffer *script) {
    char name[32];
    if (!elements->length) return;
    set_name(set, name, sizeof name);
    buffer_print(script, "%s element inet %s %s { ", verb, set->place->table->name, name);
    buffer_append(script, elements->bytes, elements->length - 2);
    buffer_text(script, " }\n");
}

static void write_host(struct set *set, const struct element *host, struct buffer *gone, struct buffer *added) {
    write_union(set, host, false, gone);
    write_union(set, host, true, added);
    for (struct element *e = *bucket_of(set, host); e; e = e->next)
        if (e->touched && same_host(e, host)) e->written = true;
}

static void write_set(struct set *set, struct buffer *script) {
    static const char *const types[SET_KINDS] = {" . inet_proto . inet_service;", " . inet_proto . inet_service; flags interval;",
                                                 " . inet_proto;"};
    char name[32];
    if (!set->installed) {
        set_name(set, name, sizeof name);
        buffer_print(script, "add set inet %s %s { type iface_index . %s%s }\n", set->place->table->name, name,
                     layer_is_v6(set->layer) ? "ipv6_addr" : "ipv4_addr", types[set->kind]);
        set->place->dirty[set->layer] = true;
    }
    struct buffer gone = {0}, added = {0};
    for (struct element *e = set->touched; e; e = e->next_touched) {
        if (set->kind == SET_RANGES) {
            if (!e->written) write_host(set, e, &gone, &added);
        } else if (e->installed != (e->uses > 0)) {
            write_element(set, e, e->uses ? &added : &gone);
        }
    }
    write_command(set, "delete", &gone, script);
    write_command(set, "add", &added, script);
    script->failed |= gone.failed | added.failed;
    buffer_free(&gone);
    buffer_free(&added);
}

void sets_write(struct place *place, struct buffer *script) {
    for (struct set *set = place->sets; set; set = set->next)
        if (set->touched || !set->installed) write_set(set, script);
}

static void drop_element(struct set *set, struct element *element) {
    struct element **at = bucket_of(set, element);
    while (*at != element) at = &(*at)->next;
    *at = element->next;
    free(element);
}

void sets_settle(struct place *place, bool success) {
    for (struct set *set = place->sets; set; set = set->next) {
        if (success) set->installed = true;
        for (struct element *e = set->touched, *next; e; e = next) {
            next = e->next_touched;
            e->touched = e->written = false;
            e->next_touched = 0;
            if (success) e->installed = e->uses > 0;
            if (!e->uses && !e->installed) drop_element(set, e);
        }
        set->touched = 0;
    }
}

void sets_free(struct place *place) {
    for (struct set *set = place->sets, *next; set; set = next) {
        next = set->next;
        for (size_t b = 0; b < ELEMENT_BUCKETS; b++)
            for (struct element *e = set->buckets[b], *after; e; e = after) {
                after = e->next;
                free(e);
            }
        free(set);
    }
}
