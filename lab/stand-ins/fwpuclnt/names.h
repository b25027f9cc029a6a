/* The layers and condition fields that Windows names by GUID, and what this stand-in makes of them. */
#ifndef BOREALIS_NAMES_H
#define BOREALIS_NAMES_H

#include <stdbool.h>

#include "fwpm.h"

enum layer {
    LAYER_CONNECT4,
    LAYER_ACCEPT4,
    LAYER_FORWARD4,
    LAYER_CONNECT6,
    LAYER_ACCEPT6,
    LAYER_FORWARD6,
    LAYERS,
    LAYER_WITHOUT_EFFECT, /* exists on Windows; the stand-in refuses filters there */
    LAYER_UNKNOWN,
};

enum field {
    FIELD_REMOTE_ADDRESS,
    FIELD_LOCAL_ADDRESS,
    FIELD_REMOTE_PORT,
    FIELD_LOCAL_PORT,
    FIELD_PROTOCOL,
    FIELD_INTERFACE,     /* where the packet enters or leaves this host, at the ALE layers */
    FIELD_FLAGS,
    FIELD_APP_ID,
    FIELD_IN_INTERFACE,  /* at the forward layers */
    FIELD_OUT_INTERFACE,
    FIELD_IN_INDEX,
    FIELD_OUT_INDEX,
    FIELD_SOURCE_ADDRESS,
    FIELD_DESTINATION_ADDRESS,
    FIELD_WITHOUT_EFFECT,
    FIELD_UNKNOWN,
};

enum layer layer_of(const win_guid *key);
static inline bool layer_is_v6(enum layer layer) { return layer >= LAYER_CONNECT6; }
static inline bool layer_is_forward(enum layer layer) { return layer == LAYER_FORWARD4 || layer == LAYER_FORWARD6; }
static inline bool layer_is_connect(enum layer layer) { return layer == LAYER_CONNECT4 || layer == LAYER_CONNECT6; }
enum field field_of(const win_guid *key, enum layer layer);

extern const win_guid universal_sublayer;

#endif
