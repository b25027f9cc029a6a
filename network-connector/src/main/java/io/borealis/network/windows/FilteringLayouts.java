package io.borealis.network.windows;

import io.borealis.network.windows.Layout.Field;
import java.util.List;

/** The structs of {@code fwptypes.h} and {@code fwpmtypes.h}. */
final class FilteringLayouts {

    /** FWPM_DISPLAY_DATA0: what an administrator reads in {@code netsh wfp show filters}. */
    static final class DisplayData {
        static final Layout LAYOUT = new Layout("FWPM_DISPLAY_DATA0", 16);
        static final Field NAME = LAYOUT.pointer("name", 0);
        static final Field DESCRIPTION = LAYOUT.pointer("description", 8);

        private DisplayData() {}
    }

    /** FWP_VALUE0: up to 32 bits inline, more by pointer. */
    static final class Value {
        static final Layout LAYOUT = new Layout("FWP_VALUE0", 16);
        static final Field TYPE = LAYOUT.u32("type", 0);
        static final Field UINT8 = LAYOUT.u8("uint8", 8);
        /** Where the pointer to a 64-bit number lies; every member of the union begins here. */
        static final Field POINTER = LAYOUT.pointer("uint64", 8);

        private Value() {}
    }

    /** FWP_CONDITION_VALUE0: as {@link Value}, with more kinds of pointers. */
    static final class ConditionValue {
        static final Layout LAYOUT = new Layout("FWP_CONDITION_VALUE0", 16);
        static final Field TYPE = LAYOUT.u32("type", 0);
        /** The union, wide enough for an inline number as for a pointer. */
        static final Field UNION = LAYOUT.pointer("v4AddrMask", 8);

        private ConditionValue() {}
    }

    /** FWP_V4_ADDR_AND_MASK: both in host order. */
    static final class AddressAndMask {
        static final Layout LAYOUT = new Layout("FWP_V4_ADDR_AND_MASK", 8);
        static final Field ADDRESS = LAYOUT.u32("addr", 0);
        static final Field MASK = LAYOUT.u32("mask", 4);

        private AddressAndMask() {}
    }

    /** FWP_RANGE0. */
    static final class Range {
        static final Layout LAYOUT = new Layout("FWP_RANGE0", 32);
        static final Field LOW = LAYOUT.inline("valueLow", 0, Value.LAYOUT);
        static final Field HIGH = LAYOUT.inline("valueHigh", 16, Value.LAYOUT);

        private Range() {}
    }

    /** FWPM_SESSION0. */
    static final class Session {
        static final Layout LAYOUT = new Layout("FWPM_SESSION0", 72);
        static final Field DISPLAY_DATA = LAYOUT.inline("displayData", 16, DisplayData.LAYOUT);
        static final Field FLAGS = LAYOUT.u32("flags", 32);
        static final Field TXN_WAIT_TIMEOUT = LAYOUT.u32("txnWaitTimeoutInMSec", 36);

        private Session() {}
    }

    /** FWPM_PROVIDER0. */
    static final class Provider {
        static final Layout LAYOUT = new Layout("FWPM_PROVIDER0", 64);
        static final Field KEY = LAYOUT.bytes("providerKey", 0, Guid.SIZE);
        static final Field DISPLAY_DATA = LAYOUT.inline("displayData", 16, DisplayData.LAYOUT);

        private Provider() {}
    }

    /** FWPM_SUBLAYER0. */
    static final class SubLayer {
        static final Layout LAYOUT = new Layout("FWPM_SUBLAYER0", 72);
        static final Field KEY = LAYOUT.bytes("subLayerKey", 0, Guid.SIZE);
        static final Field DISPLAY_DATA = LAYOUT.inline("displayData", 16, DisplayData.LAYOUT);
        static final Field PROVIDER_KEY = LAYOUT.pointer("providerKey", 40);
        static final Field WEIGHT = LAYOUT.u16("weight", 64);

        private SubLayer() {}
    }

    /** FWPM_FILTER_CONDITION0. */
    static final class Condition {
        static final Layout LAYOUT = new Layout("FWPM_FILTER_CONDITION0", 40);
        static final Field FIELD_KEY = LAYOUT.bytes("fieldKey", 0, Guid.SIZE);
        static final Field MATCH_TYPE = LAYOUT.u32("matchType", 16);
        static final Field VALUE = LAYOUT.inline("conditionValue", 24, ConditionValue.LAYOUT);

        private Condition() {}
    }

    /** FWPM_ACTION0: aligned to four bytes, unlike its neighbours. */
    static final class Action {
        static final Layout LAYOUT = new Layout("FWPM_ACTION0", 20);
        static final Field TYPE = LAYOUT.u32("type", 0);

        private Action() {}
    }

    /** FWPM_FILTER0. */
    static final class Filter {
        static final Layout LAYOUT = new Layout("FWPM_FILTER0", 200);
        static final Field DISPLAY_DATA = LAYOUT.inline("displayData", 16, DisplayData.LAYOUT);
        static final Field FLAGS = LAYOUT.u32("flags", 32);
        static final Field PROVIDER_KEY = LAYOUT.pointer("providerKey", 40);
        static final Field LAYER_KEY = LAYOUT.bytes("layerKey", 64, Guid.SIZE);
        static final Field SUB_LAYER_KEY = LAYOUT.bytes("subLayerKey", 80, Guid.SIZE);
        static final Field WEIGHT = LAYOUT.inline("weight", 96, Value.LAYOUT);
        static final Field NUM_FILTER_CONDITIONS = LAYOUT.u32("numFilterConditions", 112);
        static final Field FILTER_CONDITION = LAYOUT.pointer("filterCondition", 120);
        static final Field ACTION = LAYOUT.inline("action", 128, Action.LAYOUT);

        private Filter() {}
    }

    static final List<Layout> ALL = List.of(
            DisplayData.LAYOUT,
            Value.LAYOUT,
            ConditionValue.LAYOUT,
            AddressAndMask.LAYOUT,
            Range.LAYOUT,
            Session.LAYOUT,
            Provider.LAYOUT,
            SubLayer.LAYOUT,
            Condition.LAYOUT,
            Action.LAYOUT,
            Filter.LAYOUT);

    private FilteringLayouts() {}
}
