package io.borealis.network.windows;

import com.sun.jna.Pointer;
import io.borealis.network.windows.FilteringLayouts.Action;
import io.borealis.network.windows.FilteringLayouts.AddressAndMask;
import io.borealis.network.windows.FilteringLayouts.Condition;
import io.borealis.network.windows.FilteringLayouts.ConditionValue;
import io.borealis.network.windows.FilteringLayouts.DisplayData;
import io.borealis.network.windows.FilteringLayouts.Filter;
import io.borealis.network.windows.FilteringLayouts.Range;
import io.borealis.network.windows.FilteringLayouts.Value;
import io.borealis.protocol.tunnel.TunnelAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A FWPM_FILTER0 read back from memory and put into words. Immutable. */
record InstalledFilter(
        String name,
        Guid provider,
        FilterLayer layer,
        int weight,
        FilterRule.Verdict verdict,
        boolean isFinal,
        List<String> conditions) {

    static InstalledFilter read(Pointer memory) {
        Struct filter = Struct.at(Filter.LAYOUT, memory, 0);
        Pointer conditions = memory.getPointer(Filter.FILTER_CONDITION.offset());
        List<String> words = new ArrayList<>();
        for (int i = 0; i < filter.get(Filter.NUM_FILTER_CONDITIONS); i++) {
            words.add(condition(conditions, (long) i * Condition.LAYOUT.size()));
        }
        long action = filter.inline(Filter.ACTION, Action.LAYOUT).get(Action.TYPE);
        return new InstalledFilter(
                utf16(memory.getPointer(Filter.DISPLAY_DATA.offset() + DisplayData.NAME.offset())),
                Guid.fromBytes(memory.getPointer(Filter.PROVIDER_KEY.offset()).getByteArray(0, Guid.SIZE)),
                layer(Guid.fromBytes(filter.getBytes(Filter.LAYER_KEY))),
                (int) filter.inline(Filter.WEIGHT, Value.LAYOUT).get(Value.UINT8),
                action == FilteringLibrary.FWP_ACTION_PERMIT ? FilterRule.Verdict.PERMIT : FilterRule.Verdict.BLOCK,
                (filter.get(Filter.FLAGS) & FilteringLibrary.FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT) != 0,
                words);
    }

    private static String condition(Pointer conditions, long base) {
        Struct condition = Struct.at(Condition.LAYOUT, conditions, base);
        FilterField field = field(Guid.fromBytes(condition.getBytes(Condition.FIELD_KEY)));
        long match = condition.get(Condition.MATCH_TYPE);
        Struct value = condition.inline(Condition.VALUE, ConditionValue.LAYOUT);
        long type = value.get(ConditionValue.TYPE);
        long inline = value.get(ConditionValue.UNION);
        Pointer pointee = conditions.getPointer(base + Condition.VALUE.offset() + ConditionValue.UNION.offset());
        String words =
                switch ((int) type) {
                    case FilteringLibrary.FWP_UINT8 -> Long.toString(inline & 0xFF);
                    case FilteringLibrary.FWP_UINT16 -> Long.toString(inline & 0xFFFF);
                    case FilteringLibrary.FWP_UINT32 ->
                        field == FilterField.FLAGS
                                ? Long.toString(inline & 0xFFFFFFFFL)
                                : new TunnelAddress((int) inline).toString();
                    case FilteringLibrary.FWP_UINT64 -> Long.toUnsignedString(pointee.getLong(0));
                    case FilteringLibrary.FWP_V4_ADDR_MASK -> network(pointee);
                    case FilteringLibrary.FWP_RANGE_TYPE -> range(pointee);
                    default -> "type " + type;
                };
        String relation =
                switch ((int) match) {
                    case FilteringLibrary.FWP_MATCH_EQUAL -> " = ";
                    case FilteringLibrary.FWP_MATCH_RANGE -> " in ";
                    case FilteringLibrary.FWP_MATCH_FLAGS_ALL_SET -> " has ";
                    default -> " match " + match + " ";
                };
        return field + relation + words;
    }

    private static String network(Pointer memory) {
        Struct network = Struct.at(AddressAndMask.LAYOUT, memory, 0);
        return new TunnelAddress((int) network.get(AddressAndMask.ADDRESS)) + "/"
                + Integer.bitCount((int) network.get(AddressAndMask.MASK));
    }

    private static String range(Pointer memory) {
        Struct range = Struct.at(Range.LAYOUT, memory, 0);
        return port(range.inline(Range.LOW, Value.LAYOUT)) + "-" + port(range.inline(Range.HIGH, Value.LAYOUT));
    }

    private static long port(Struct value) {
        return value.get(Value.POINTER) & 0xFFFF;
    }

    private static FilterLayer layer(Guid key) {
        return Stream.of(FilterLayer.values())
                .filter(layer -> layer.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no layer of ours: " + key));
    }

    private static FilterField field(Guid key) {
        return Stream.of(FilterField.values())
                .filter(field -> field.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no condition of ours: " + key));
    }

    private static String utf16(Pointer text) {
        StringBuilder read = new StringBuilder();
        for (long at = 0; text.getShort(at) != 0; at += 2) {
            read.append((char) text.getShort(at));
        }
        return read.toString();
    }
}
