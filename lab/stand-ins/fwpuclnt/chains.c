/* The chains of a sublayer. Windows judges a flow at the layer where it began: CONNECT for those that this host opens,
 * RECV_ACCEPT for those that reach it; and it judges a living flow again when the filters change. So every packet goes,
 * by the direction of its flow, through the chain of that layer: there is no shortcut for established flows. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

static const char *const layer_names[LAYERS] = {"connect4", "accept4", "forward4", "connect6", "accept6", "forward6"};

/* Where packets of a layer's flows pass. */
struct passage {
    const char *name;
    bool out, reply;
};
static const struct passage connect_passages[] = {{"out", true, false}, {"in", false, true}};
static const struct passage accept_passages[] = {{"in", false, false}, {"out", true, true}};
static const struct passage forward_passages[] = {{"through", false, false}};

static size_t passages_of(enum layer layer, const struct passage **passages) {
    *passages = layer_is_forward(layer) ? forward_passages : layer_is_connect(layer) ? connect_passages : accept_passages;
    return layer_is_forward(layer) ? 1 : 2;
}

void chains_write_base(const struct place *place, struct buffer *script) {
    const char *t = place->table->name;
    unsigned n = place->number;
    for (int layer = 0; layer < LAYERS; layer++) {
        const struct passage *passages;
        size_t count = passages_of((enum layer)layer, &passages);
        for (size_t i = 0; i < count; i++)
            buffer_print(script, "add chain inet %s s%u_%s_%s\n", t, n, layer_names[layer], passages[i].name);
    }
    static const char *const hooks[] = {"output", "input", "forward"};
    for (int h = 0; h < 3; h++)
        buffer_print(script, "add chain inet %s s%u_%s { type filter hook %s priority %u; policy accept; }\n", t, n,
                     hooks[h], hooks[h], 65535u - place->weight);
    for (int version = 4; version <= 6; version += 2) {
        buffer_print(script, "add rule inet %s s%u_output meta nfproto ipv%d ct direction reply goto s%u_accept%d_out\n", t,
                     n, version, n, version);
        buffer_print(script, "add rule inet %s s%u_output meta nfproto ipv%d goto s%u_connect%d_out\n", t, n, version, n,
                     version);
        buffer_print(script, "add rule inet %s s%u_input meta nfproto ipv%d ct direction reply goto s%u_connect%d_in\n", t,
                     n, version, n, version);
        buffer_print(script, "add rule inet %s s%u_input meta nfproto ipv%d goto s%u_accept%d_in\n", t, n, version, n,
                     version);
        buffer_print(script, "add rule inet %s s%u_forward meta nfproto ipv%d goto s%u_forward%d_through\n", t, n, version,
                     n, version);
    }
}

static bool is_icmp(const struct rule *rule) {
    const struct match *protocol = rule_match(rule, FIELD_PROTOCOL);
    return protocol && protocol->count == 1 && range_is_single(protocol, protocol->ranges) &&
           protocol->ranges->low[0] == (layer_is_v6(rule->layer) ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
}

/* The words of nft for a field, as seen where the packet passes. */
static const char *expression(const struct rule *rule, enum field field, const struct passage *passage) {
    bool v6 = layer_is_v6(rule->layer), out = passage->out;
    const char *source = v6 ? "ip6 saddr" : "ip saddr", *destination = v6 ? "ip6 daddr" : "ip daddr";
    switch (field) {
        case FIELD_REMOTE_ADDRESS: return out ? destination : source;
        case FIELD_LOCAL_ADDRESS: return out ? source : destination;
        case FIELD_SOURCE_ADDRESS: return source;
        case FIELD_DESTINATION_ADDRESS: return destination;
        case FIELD_REMOTE_PORT:
            if (is_icmp(rule)) return v6 ? "icmpv6 code" : "icmp code";
            return out ? "th dport" : "th sport";
        case FIELD_LOCAL_PORT:
            if (is_icmp(rule)) return v6 ? "icmpv6 type" : "icmp type";
            return out ? "th sport" : "th dport";
        case FIELD_PROTOCOL: return "meta l4proto";
        case FIELD_INTERFACE: return out ? "meta oif" : "meta iif";
        case FIELD_IN_INTERFACE: case FIELD_IN_INDEX: return "meta iif";
        default: return "meta oif";
    }
}

/* The answer to an echo request has another type. */
static uint64_t icmp_reply(uint64_t type) { return type == 8 ? 0 : type == 128 ? 129 : type; }

static void write_value(const struct match *match, const uint8_t *bytes, bool reply_type, struct buffer *out) {
    char address[INET6_ADDRSTRLEN];
    bool is_address = match->field == FIELD_REMOTE_ADDRESS || match->field == FIELD_LOCAL_ADDRESS ||
                      match->field == FIELD_SOURCE_ADDRESS || match->field == FIELD_DESTINATION_ADDRESS;
    uint64_t number = range_number(match, bytes);
    if (is_address)
        buffer_text(out, inet_ntop(match->width == 4 ? AF_INET : AF_INET6, bytes, address, sizeof address));
    else
        buffer_print(out, "%llu", (unsigned long long)(reply_type ? icmp_reply(number) : number));
}

static bool covers_all(const struct match *match) {
    for (uint32_t i = 0; i < match->width; i++)
        if (match->ranges[0].low[i] != 0 || match->ranges[0].high[i] != 0xFF) return false;
    return true;
}

static void write_match(const struct rule *rule, const struct match *match, const struct passage *passage,
                        struct buffer *out) {
    bool reply_type = match->field == FIELD_LOCAL_PORT && is_icmp(rule) && passage->reply;
    buffer_print(out, " %s %s%s", expression(rule, match->field, passage), match->negated ? "!= " : "",
                 match->count > 1 ? "{ " : "");
    for (uint32_t i = 0; i < match->count; i++) {
        const struct range *range = &match->ranges[i];
        if (i) buffer_text(out, ", ");
        write_value(match, range->low, reply_type, out);
        if (range_is_single(match, range)) continue;
        buffer_text(out, "-");
        write_value(match, range->high, reply_type, out);
    }
    if (match->count > 1) buffer_text(out, " }");
}

/* `only_tcp` replaces the rule's protocols. */
static void write_line(const struct place *place, const struct rule *rule, const struct passage *passage, bool only_tcp,
                       const char *verdict, struct buffer *script) {
    buffer_print(script, "add rule inet %s s%u_%s_%s", place->table->name, place->number, layer_names[rule->layer],
                 passage->name);
    if (rule->loopback) buffer_text(script, passage->out ? " oifname \"lo\"" : " iifname \"lo\"");
    if (rule->not_loopback) buffer_text(script, passage->out ? " oifname != \"lo\"" : " iifname != \"lo\"");
    bool ports = false, protocol = false;
    for (uint32_t i = 0; i < rule->match_count; i++) {
        ports |= rule->matches[i].field == FIELD_REMOTE_PORT || rule->matches[i].field == FIELD_LOCAL_PORT;
        protocol |= rule->matches[i].field == FIELD_PROTOCOL;
    }
    if (only_tcp)
        buffer_text(script, " meta l4proto 6");
    else if (ports && !protocol)
        buffer_text(script, " meta l4proto { 6, 17 }");
    for (uint32_t i = 0; i < rule->match_count; i++) {
        const struct match *match = &rule->matches[i];
        if ((only_tcp && match->field == FIELD_PROTOCOL) || covers_all(match)) continue;
        write_match(rule, match, passage, script);
    }
    buffer_print(script, " %s\n", verdict);
}

/* A rule about TCP among others, or about TCP alone. */
static bool touches_tcp(const struct rule *rule, bool *alone) {
    *alone = false;
    for (uint32_t i = 0; i < rule->match_count; i++) {
        const struct match *match = &rule->matches[i];
        if (match->field != FIELD_PROTOCOL) continue;
        if (match->negated) return false;
        *alone = match->count == 1 && match->ranges->low[0] == IPPROTO_TCP && range_is_single(match, match->ranges);
        for (uint32_t r = 0; r < match->count; r++)
            if (match->ranges[r].low[0] <= IPPROTO_TCP && match->ranges[r].high[0] >= IPPROTO_TCP) return true;
        return false;
    }
    return true;
}

static void write_rule(const struct place *place, const struct rule *rule, const struct passage *passage,
                       struct buffer *script) {
    for (uint32_t i = 0; i < rule->match_count; i++)
        if (rule->matches[i].negated && covers_all(&rule->matches[i])) return;
    if (rule->permit) {
        write_line(place, rule, passage, false, "accept", script);
    } else if (!passage->out) {
        write_line(place, rule, passage, false, "drop", script);
    } else {
        /* The local program learns at once that it was refused, as it does on Windows. */
        bool alone;
        if (touches_tcp(rule, &alone)) write_line(place, rule, passage, true, "reject with tcp reset", script);
        if (!alone) write_line(place, rule, passage, false, "reject with icmpx admin-prohibited", script);
    }
}

static void write_lookup(const struct place *place, const struct set *set, const struct passage *passage,
                         struct buffer *script) {
    char name[32];
    bool v6 = layer_is_v6(set->layer), remote_port = layer_is_connect(set->layer);
    set_name(set, name, sizeof name);
    buffer_print(script, "add rule inet %s s%u_%s_%s meta %s . %s %s . meta l4proto", place->table->name, place->number,
                 layer_names[set->layer], passage->name, passage->out ? "oif" : "iif", v6 ? "ip6" : "ip",
                 passage->out ? "daddr" : "saddr");
    if (set->kind != SET_PROTOCOLS) buffer_print(script, " . th %s", passage->out == remote_port ? "dport" : "sport");
    buffer_print(script, " @%s accept\n", name);
}

/* What stands in a chain: a rule of its own or the lookup of a set, heavy ones first. */
struct entry {
    uint64_t weight, order;
    const struct rule *rule;
    const struct set *set;
};

static int heavier_first(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void collect(const struct place *place, enum layer layer, struct buffer *entries) {
    for (const struct set *set = place->sets; set; set = set->next) {
        struct entry entry = {set->weight, set->number, 0, set};
        if (set->layer == layer) buffer_append(entries, &entry, sizeof entry);
    }
    for (const struct object *o = object_first(KIND_FILTER); o; o = o->next) {
        if (o->place != place || o->rule.layer != layer || o->state == STATE_DELETED) continue;
        if (o->rule.never || (o->rule.loopback && layer_is_forward(layer)) || rule_fits_set(&o->rule)) continue;
        struct entry entry = {o->rule.weight, o->id, &o->rule, 0};
        buffer_append(entries, &entry, sizeof entry);
    }
}

void chains_write_layer(const struct place *place, enum layer layer, struct buffer *script) {
    struct buffer entries = {0};
    collect(place, layer, &entries);
    size_t count = entries.length / sizeof(struct entry);
    struct entry *entry = (struct entry *)entries.bytes;
    if (count) qsort(entry, count, sizeof *entry, heavier_first);
    const struct passage *passages;
    size_t passage_count = passages_of(layer, &passages);
    for (size_t p = 0; p < passage_count; p++) {
        buffer_print(script, "flush chain inet %s s%u_%s_%s\n", place->table->name, place->number, layer_names[layer],
                     passages[p].name);
        for (size_t i = 0; i < count; i++) {
            if (entry[i].set) write_lookup(place, entry[i].set, &passages[p], script);
            else write_rule(place, entry[i].rule, &passages[p], script);
        }
    }
    script->failed |= entries.failed;
    buffer_free(&entries);
}
