package io.borealis.engine.activity.report;

import io.borealis.engine.access.PortAccess;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.access.PortRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A port list that a device had. The ceiling of its site may have narrowed it, and the terminal's port comes on top. Immutable.
 *
 * @param rules as they were written down
 * @param defaults whether these are the defaults of the device's system: of the one that it says it has now, where nobody
 *     had ever set a list
 * @param setBy empty where nobody had
 * @param setAt empty where nobody had
 */
public record PortList(List<String> rules, boolean defaults, Optional<String> setBy, Optional<Instant> setAt) {
    /** The list as rows have it, before whatever they say of comments. */
    private static final Pattern WRITTEN = Pattern.compile("(the defaults )?\\[([^\\]]*)\\].*", Pattern.DOTALL);

    public PortList {
        rules = List.copyOf(rules);
    }

    /** What a row tells of a list that was set. */
    static PortList of(Activity row) {
        Matcher written = WRITTEN.matcher(row.detail().orElse(""));
        boolean known = written.matches();
        List<String> rules = known
                ? Stream.of(written.group(2).split(", "))
                        .filter(rule -> !rule.isEmpty())
                        .toList()
                : List.of();
        return new PortList(rules, known && written.group(1) != null, row.username(), Optional.of(row.at()));
    }

    /** What applies to a device of which nobody set a list. */
    static PortList defaultsOf(Device device) {
        List<String> rules =
                PortAccess.defaultsOf(device).stream().map(PortRule::toString).toList();
        return new PortList(rules, true, Optional.empty(), Optional.empty());
    }

    /** For a cell: since when, and which. */
    @Override
    public String toString() {
        return setAt.map(Instant::toString).orElse("default") + " " + String.join(" ", rules);
    }
}
