package io.borealis.network.windows;

import com.sun.jna.Pointer;
import io.borealis.network.windows.FilteringLayouts.Action;
import io.borealis.network.windows.FilteringLayouts.Condition;
import io.borealis.network.windows.FilteringLayouts.DisplayData;
import io.borealis.network.windows.FilteringLayouts.Filter;
import io.borealis.network.windows.FilteringLayouts.Value;
import java.util.List;

/**
 * One filter before it is handed to Windows. Immutable.
 *
 * @param name what an administrator reads in {@code netsh wfp show filters}
 * @param isFinal whether no other sublayer may overrule it (FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT): an inbound permit
 *     without it loses against the default block of Windows Firewall
 */
record FilterRule(
        String name,
        FilterLayer layer,
        RulePriority priority,
        Verdict verdict,
        boolean isFinal,
        List<FilterCondition> conditions) {

    enum Verdict {
        PERMIT(FilteringLibrary.FWP_ACTION_PERMIT),
        BLOCK(FilteringLibrary.FWP_ACTION_BLOCK);

        private final int actionType;

        Verdict(int actionType) {
            this.actionType = actionType;
        }
    }

    FilterRule {
        conditions = List.copyOf(conditions);
    }

    /** The FWPM_FILTER0 of this rule. Its key stays zero: Windows chooses one and answers with the filter's id. */
    Pointer write(Arena arena, Guid provider, Guid subLayer) {
        Pointer written = arena.allocate((long) Condition.LAYOUT.size() * conditions.size());
        for (int i = 0; i < conditions.size(); i++) {
            Struct condition = Struct.at(Condition.LAYOUT, written, (long) i * Condition.LAYOUT.size());
            conditions.get(i).write(condition, arena);
        }
        Struct filter = Struct.in(arena, Filter.LAYOUT)
                .put(Filter.FLAGS, isFinal ? FilteringLibrary.FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT : 0)
                .put(Filter.PROVIDER_KEY, arena.guid(provider))
                .put(Filter.LAYER_KEY, layer.key())
                .put(Filter.SUB_LAYER_KEY, subLayer)
                .put(Filter.NUM_FILTER_CONDITIONS, conditions.size())
                .put(Filter.FILTER_CONDITION, written);
        filter.inline(Filter.DISPLAY_DATA, DisplayData.LAYOUT).put(DisplayData.NAME, arena.utf16(name));
        filter.inline(Filter.WEIGHT, Value.LAYOUT)
                .put(Value.TYPE, FilteringLibrary.FWP_UINT8)
                .put(Value.UINT8, priority.weight());
        filter.inline(Filter.ACTION, Action.LAYOUT).put(Action.TYPE, verdict.actionType);
        return filter.pointer();
    }
}
