#include "names.h"

#include "../shared/text.h"

#define GUID(a, b, c, d0, d1, d2, d3, d4, d5, d6, d7) {0x##a, 0x##b, 0x##c, {0x##d0, 0x##d1, 0x##d2, 0x##d3, 0x##d4, 0x##d5, 0x##d6, 0x##d7}}

const win_guid universal_sublayer = GUID(eebecc03, ced4, 4380, 81, 9a, 27, 34, 39, 7b, 2b, 74);

static const struct {
    win_guid key;
    enum layer layer;
} layers[] = {
    {GUID(c38d57d1, 05a7, 4c33, 90, 4f, 7f, bc, ee, e6, 0e, 82), LAYER_CONNECT4},
    {GUID(4a72393b, 319f, 44bc, 84, c3, ba, 54, dc, b3, b6, b4), LAYER_CONNECT6},
    {GUID(e1cd9fe7, f4b5, 4273, 96, c0, 59, 2e, 48, 7b, 86, 50), LAYER_ACCEPT4},
    {GUID(a3b42c97, 9f04, 4672, b8, 7e, ce, e9, c4, 83, 25, 7f), LAYER_ACCEPT6},
    {GUID(a82acc24, 4ee1, 4ee1, b4, 65, fd, 1d, 25, cb, 10, a4), LAYER_FORWARD4},
    {GUID(7b964818, 19c7, 493a, b7, 1f, 83, 2c, 36, 84, d2, 8c), LAYER_FORWARD6},
    {GUID(88bb5dad, 76d7, 4227, 9c, 71, df, 0a, 3e, d7, be, 7e), LAYER_WITHOUT_EFFECT}, /* ALE_AUTH_LISTEN_V4 */
    {GUID(1247d66d, 0b60, 4a15, 8d, 44, 71, 55, d0, f5, 3a, 0c), LAYER_WITHOUT_EFFECT}, /* ALE_RESOURCE_ASSIGNMENT_V4 */
    {GUID(af80470a, 5596, 4c13, 99, 92, 53, 9e, 6f, e5, 79, 67), LAYER_WITHOUT_EFFECT}, /* ALE_FLOW_ESTABLISHED_V4 */
    {GUID(c86fd1bf, 21cd, 497e, a0, bb, 17, 42, 5c, 88, 5c, 58), LAYER_WITHOUT_EFFECT}, /* INBOUND_IPPACKET_V4 */
    {GUID(1e5c9fae, 8a84, 4135, a3, 31, 95, 0b, 54, 22, 9e, cd), LAYER_WITHOUT_EFFECT}, /* OUTBOUND_IPPACKET_V4 */
    {GUID(5926dfc8, e3cf, 4426, a2, 83, dc, 39, 3f, 5d, 0f, 9d), LAYER_WITHOUT_EFFECT}, /* INBOUND_TRANSPORT_V4 */
    {GUID(09e61aea, d214, 46e2, 9b, 21, b2, 6b, 0b, 2f, 28, c8), LAYER_WITHOUT_EFFECT}, /* OUTBOUND_TRANSPORT_V4 */
};

/* A field means one thing at the ALE layers and another, or nothing, at the forward layers. */
static const struct {
    win_guid key;
    enum field ale, forward;
} fields[] = {
    /* IP_REMOTE_ADDRESS */
    {GUID(b235ae9a, 1d64, 49b8, a4, 4c, 5f, f3, d9, 09, 50, 45), FIELD_REMOTE_ADDRESS, FIELD_UNKNOWN},
    /* IP_LOCAL_ADDRESS */
    {GUID(d9ee00de, c1ef, 4617, bf, e3, ff, d8, f5, a0, 89, 57), FIELD_LOCAL_ADDRESS, FIELD_UNKNOWN},
    /* IP_REMOTE_PORT, ICMP_CODE */
    {GUID(c35a604d, d22b, 4e1a, 91, b4, 68, f6, 74, ee, 67, 4b), FIELD_REMOTE_PORT, FIELD_UNKNOWN},
    /* IP_LOCAL_PORT, ICMP_TYPE */
    {GUID(0c1ba1af, 5765, 453f, af, 22, a8, f7, 91, ac, 77, 5b), FIELD_LOCAL_PORT, FIELD_UNKNOWN},
    /* IP_PROTOCOL */
    {GUID(3971ef2b, 623e, 4f9a, 8c, b1, 6e, 79, b8, 06, b9, a7), FIELD_PROTOCOL, FIELD_UNKNOWN},
    /* IP_LOCAL_INTERFACE */
    {GUID(4cd62a49, 59c3, 4969, b7, f3, bd, a5, d3, 28, 90, a4), FIELD_INTERFACE, FIELD_IN_INTERFACE},
    /* IP_ARRIVAL_INTERFACE */
    {GUID(618a9b6d, 386b, 4136, ad, 6e, b5, 15, 87, cf, b1, cd), FIELD_INTERFACE, FIELD_UNKNOWN},
    /* IP_NEXTHOP_INTERFACE */
    {GUID(93ae8f5b, 7f6f, 4719, 98, c8, 14, e9, 74, 29, ef, 04), FIELD_INTERFACE, FIELD_UNKNOWN},
    /* IP_FORWARD_INTERFACE */
    {GUID(1076b8a5, 6323, 4c5e, 98, 10, e8, d3, fc, 9e, 61, 36), FIELD_UNKNOWN, FIELD_OUT_INTERFACE},
    /* IP_SOURCE_ADDRESS */
    {GUID(ae96897e, 2e94, 4bc9, b3, 13, b2, 7e, e8, 0e, 57, 4d), FIELD_UNKNOWN, FIELD_SOURCE_ADDRESS},
    /* IP_DESTINATION_ADDRESS */
    {GUID(2d79133b, b390, 45c6, 86, 99, ac, ac, ea, af, ed, 33), FIELD_UNKNOWN, FIELD_DESTINATION_ADDRESS},
    /* SOURCE_INTERFACE_INDEX */
    {GUID(2311334d, c92d, 45bf, 94, 96, ed, f4, 47, 82, 0e, 2d), FIELD_UNKNOWN, FIELD_IN_INDEX},
    /* DESTINATION_INTERFACE_INDEX */
    {GUID(35cf6522, 4139, 45ee, a0, d5, 67, b8, 09, 49, d8, 79), FIELD_UNKNOWN, FIELD_OUT_INDEX},
    /* IP_PHYSICAL_ARRIVAL_INTERFACE */
    {GUID(da50d5c8, fa0d, 4c89, b0, 32, 6e, 62, 13, 6d, 1e, 96), FIELD_UNKNOWN, FIELD_IN_INTERFACE},
    /* IP_PHYSICAL_NEXTHOP_INTERFACE */
    {GUID(f09bd5ce, 5150, 48be, b0, 98, c2, 51, 52, fb, 1f, 92), FIELD_UNKNOWN, FIELD_OUT_INTERFACE},
    /* FLAGS */
    {GUID(632ce23b, 5167, 435c, 86, d7, e9, 03, 68, 4a, a8, 0c), FIELD_FLAGS, FIELD_FLAGS},
    /* ALE_APP_ID */
    {GUID(d78e1e87, 8644, 4ea5, 94, 37, d8, 09, ec, ef, c9, 71), FIELD_APP_ID, FIELD_UNKNOWN},
    /* ALE_USER_ID */
    {GUID(af043a0a, b34d, 4f86, 97, 9c, c9, 03, 71, af, 6e, 66), FIELD_WITHOUT_EFFECT, FIELD_UNKNOWN},
    /* ALE_REAUTH_REASON */
    {GUID(b482d227, 1979, 4a98, 80, 44, 18, bb, e6, 23, 75, 42), FIELD_WITHOUT_EFFECT, FIELD_UNKNOWN},
};

enum layer layer_of(const win_guid *key) {
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        if (guid_equal(&layers[i].key, key)) return layers[i].layer;
    return LAYER_UNKNOWN;
}

enum field field_of(const win_guid *key, enum layer layer) {
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (guid_equal(&fields[i].key, key)) return layer_is_forward(layer) ? fields[i].forward : fields[i].ale;
    return FIELD_UNKNOWN;
}
