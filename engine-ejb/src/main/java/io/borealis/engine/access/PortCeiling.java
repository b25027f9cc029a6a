package io.borealis.engine.access;

import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.access.PortRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What may be allowed on a device at most, as its site says. Immutable. */
final class PortCeiling {
    private static final int HIGHEST_PORT = 65_535;

    private final Optional<List<PortRule>> rules;

    private PortCeiling(Optional<List<PortRule>> rules) {
        this.rules = rules.map(PortCeiling::merged);
    }

    /** The ceiling of the device's site. */
    static PortCeiling of(UnitOfWork work, Device device) {
        return of(work.sites().find(device.site()).flatMap(Site::ceiling));
    }

    /** @param rules empty when anything may be allowed */
    static PortCeiling of(Optional<List<PortRule>> rules) {
        return new PortCeiling(rules);
    }

    /** Whether the rules together open more than half of the ports of a transport: as good as all, whatever was left out. */
    static boolean openAlmostAll(List<PortRule> rules) {
        for (PortRule.Transport transport : PortRule.Transport.values()) {
            BitSet open = new BitSet(HIGHEST_PORT + 1);
            rules.stream()
                    .filter(rule -> rule.transport() == transport)
                    .forEach(rule -> open.set(rule.first(), rule.last() + 1));
            if (open.cardinality() > HIGHEST_PORT / 2) {
                return true;
            }
        }
        return false;
    }

    /** As few rules as say the same; empty when anything may be allowed. */
    Optional<List<PortRule>> rules() {
        return rules;
    }

    /** What is left of a list below it; the same list when nothing of it is beyond. */
    List<PortRule> narrow(List<PortRule> list) {
        if (rules.isEmpty() || beyond(list).isEmpty()) {
            return list;
        }
        List<PortRule> left = new ArrayList<>();
        for (PortRule wanted : merged(list)) {
            for (PortRule allowed : rules.get()) {
                int first = Math.max(wanted.first(), allowed.first());
                int last = Math.min(wanted.last(), allowed.last());
                if (wanted.transport() == allowed.transport() && first <= last) {
                    left.add(new PortRule(wanted.transport(), first, last));
                }
            }
        }
        return List.copyOf(left);
    }

    /** The rules of a list that are not wholly below it. */
    List<PortRule> beyond(List<PortRule> list) {
        return rules.map(allowed -> list.stream()
                        .filter(wanted -> allowed.stream().noneMatch(rule -> contains(rule, wanted)))
                        .toList())
                .orElse(List.of());
    }

    private static boolean contains(PortRule whole, PortRule part) {
        return whole.transport() == part.transport() && whole.first() <= part.first() && part.last() <= whole.last();
    }

    // Sorted, and neither touching nor overlapping: so a rule is within when one of them contains it
    private static List<PortRule> merged(List<PortRule> list) {
        List<PortRule> merged = new ArrayList<>();
        for (PortRule next : list.stream().sorted().toList()) {
            PortRule before = merged.isEmpty() ? next : merged.get(merged.size() - 1);
            boolean touches =
                    !merged.isEmpty() && before.transport() == next.transport() && next.first() <= before.last() + 1;
            if (touches) {
                merged.set(
                        merged.size() - 1,
                        new PortRule(next.transport(), before.first(), Math.max(before.last(), next.last())));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
    }
}
