package io.borealis.engine.access;

import io.borealis.persistence.activity.Activity;
import io.borealis.protocol.access.PortRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the activity says of a port list that was set. */
final class PortWords {
    private static final String NEXT = "; ";

    private PortWords() {}

    /**
     * The list, and each rule of it whose comment is another one, with both. In as many rows as that takes: no comment is
     * cut off, for nobody could read it anywhere else once it was changed again.
     */
    static List<String> rows(List<PortRule> list, Map<PortRule, String> before, Map<PortRule, String> now) {
        List<String> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder(list.toString());
        for (PortRule rule : list) {
            String change = change(rule, before.get(rule), now.get(rule));
            if (change.isEmpty()) {
                continue;
            }
            if (row.length() + NEXT.length() + change.length() > Activity.LONGEST_DETAIL) {
                rows.add(row.toString());
                row = new StringBuilder("further comments");
            }
            row.append(NEXT).append(change);
        }
        rows.add(row.toString());
        return rows;
    }

    private static String change(PortRule rule, @Nullable String before, @Nullable String now) {
        if (before == null) {
            return now == null ? "" : rule + " is for \"" + now + "\"";
        }
        if (before.equals(now)) {
            return "";
        }
        return rule + " for \"" + before + "\" is now " + (now == null ? "without comment" : "for \"" + now + "\"");
    }
}
