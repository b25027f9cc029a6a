package io.borealis.network.keys.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may open a file or folder, as Windows writes it in SDDL. What it does not understand it takes for access by
 * others. Immutable.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format">SDDL</a>
 */
record AccessList(String owner, boolean isProtected, List<Entry> entries) {

    private static final Pattern SDDL = Pattern.compile(
            "O:(?<owner>[A-Z0-9-]+?)(G:[A-Z0-9-]+?)?D:(?<flags>(P|AR|AI)*)(?<entries>(\\([^()]*\\))*)(S:.*)?");
    private static final Pattern ENTRY = Pattern.compile("\\(([^()]*)\\)");
    private static final int ENTRY_FIELDS = 6;

    /** One entry: allowing or denying, and to whom. */
    record Entry(String type, String trustee) {}

    AccessList {
        entries = List.copyOf(entries);
    }

    /** Empty when the text holds no access list, or one with conditions. */
    static Optional<AccessList> parse(String sddl) {
        Matcher matcher = SDDL.matcher(sddl);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        Matcher entry = ENTRY.matcher(matcher.group("entries"));
        while (entry.find()) {
            String[] fields = entry.group(1).split(";", -1);
            if (fields.length != ENTRY_FIELDS) {
                return Optional.empty();
            }
            entries.add(new Entry(fields[0], fields[5]));
        }
        return Optional.of(
                new AccessList(matcher.group("owner"), matcher.group("flags").contains("P"), entries));
    }

    /** What speaks against keeping a secret there, when only these trustees may open it. */
    Optional<String> objection(Set<String> trusted) {
        if (!trusted.contains(owner)) {
            return Optional.of("belongs to " + owner);
        }
        return entries.stream()
                .filter(entry -> !entry.type().equals("D"))
                .filter(entry -> !entry.type().equals("A") || !trusted.contains(entry.trustee()))
                .findFirst()
                .map(entry -> "is open to " + entry.trustee());
    }
}
