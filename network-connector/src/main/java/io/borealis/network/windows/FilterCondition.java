package io.borealis.network.windows;

import com.sun.jna.Pointer;
import io.borealis.network.windows.FilteringLayouts.AddressAndMask;
import io.borealis.network.windows.FilteringLayouts.Condition;
import io.borealis.network.windows.FilteringLayouts.ConditionValue;
import io.borealis.network.windows.FilteringLayouts.Range;
import io.borealis.network.windows.FilteringLayouts.Value;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelNetwork;

/** One thing that must hold for a filter to match. Conditions on the same field are alternatives. Immutable. */
record FilterCondition(FilterField field, Match match) {

    /** How a condition writes the second half of itself; whatever it points to lives in the arena. */
    private interface Match {
        void write(Struct condition, Arena arena);
    }

    static FilterCondition interfaceIs(FilterField field, long luid) {
        return pointing(
                field, FilteringLibrary.FWP_MATCH_EQUAL, FilteringLibrary.FWP_UINT64, arena -> arena.uint64(luid));
    }

    static FilterCondition protocolIs(PortRule.Transport transport) {
        return number(
                FilterField.IP_PROTOCOL,
                FilteringLibrary.FWP_MATCH_EQUAL,
                FilteringLibrary.FWP_UINT8,
                transport.protocolNumber());
    }

    static FilterCondition addressIs(FilterField field, TunnelAddress address) {
        return number(
                field,
                FilteringLibrary.FWP_MATCH_EQUAL,
                FilteringLibrary.FWP_UINT32,
                Integer.toUnsignedLong(address.value()));
    }

    static FilterCondition addressWithin(FilterField field, TunnelNetwork network) {
        return pointing(field, FilteringLibrary.FWP_MATCH_EQUAL, FilteringLibrary.FWP_V4_ADDR_MASK, arena -> Struct.in(
                        arena, AddressAndMask.LAYOUT)
                .put(AddressAndMask.ADDRESS, network.base().value())
                .put(AddressAndMask.MASK, network.mask())
                .pointer());
    }

    static FilterCondition portWithin(FilterField field, PortRule ports) {
        if (ports.isSinglePort()) {
            return number(field, FilteringLibrary.FWP_MATCH_EQUAL, FilteringLibrary.FWP_UINT16, ports.first());
        }
        return pointing(field, FilteringLibrary.FWP_MATCH_RANGE, FilteringLibrary.FWP_RANGE_TYPE, arena -> {
            Struct range = Struct.in(arena, Range.LAYOUT);
            putPort(range.inline(Range.LOW, Value.LAYOUT), ports.first());
            putPort(range.inline(Range.HIGH, Value.LAYOUT), ports.last());
            return range.pointer();
        });
    }

    static FilterCondition isLoopback() {
        return number(
                FilterField.FLAGS,
                FilteringLibrary.FWP_MATCH_FLAGS_ALL_SET,
                FilteringLibrary.FWP_UINT32,
                FilteringLibrary.FWP_CONDITION_FLAG_IS_LOOPBACK);
    }

    void write(Struct condition, Arena arena) {
        condition.put(Condition.FIELD_KEY, field.key());
        match.write(condition, arena);
    }

    private static void putPort(Struct value, int port) {
        value.put(Value.TYPE, FilteringLibrary.FWP_UINT16).put(Value.POINTER, port);
    }

    private static FilterCondition number(FilterField field, int matchType, int valueType, long value) {
        return new FilterCondition(field, (condition, arena) -> condition
                .put(Condition.MATCH_TYPE, matchType)
                .inline(Condition.VALUE, ConditionValue.LAYOUT)
                .put(ConditionValue.TYPE, valueType)
                .put(ConditionValue.UNION, value));
    }

    private interface Pointee {
        Pointer in(Arena arena);
    }

    private static FilterCondition pointing(FilterField field, int matchType, int valueType, Pointee pointee) {
        return new FilterCondition(field, (condition, arena) -> condition
                .put(Condition.MATCH_TYPE, matchType)
                .inline(Condition.VALUE, ConditionValue.LAYOUT)
                .put(ConditionValue.TYPE, valueType)
                .put(ConditionValue.UNION, pointee.in(arena)));
    }
}
