package io.borealis.engine.activity.report;

import io.borealis.protocol.device.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What is asked of a report: what it tells about is that to which all of it applies. What is empty asks for nothing. Immutable.
 *
 * @param site to which the device belongs now
 * @param operator by the name as it stands in the row
 * @param by what access is summed up by
 * @param about of which kind the acts are; empty for every kind
 * @param days for so many days nothing was seen or used
 * @param from this moment or later
 * @param until before this moment; after {@code from}
 */
public record ReportFilter(
        Optional<DeviceId> device,
        Optional<UUID> site,
        Optional<String> operator,
        Optional<AccessBy> by,
        Set<ActsAbout> about,
        Optional<Integer> days,
        Optional<Instant> from,
        Optional<Instant> until) {
    /** Asks for everything. */
    public static final ReportFilter ALL = new ReportFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public ReportFilter {
        about = Set.copyOf(about);
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            throw new IllegalArgumentException("from is not before until");
        }
    }

    /** The same until that moment, where it does not end before; of a period that is to come nothing but its begin. */
    ReportFilter endingAt(Instant moment) {
        Instant known = until.filter(own -> own.isBefore(moment)).orElse(moment);
        Instant end = from.filter(begin -> !begin.isBefore(known))
                .map(begin -> begin.plus(1, ChronoUnit.MICROS))
                .orElse(known);
        return new ReportFilter(device, site, operator, by, about, days, from, Optional.of(end));
    }

    /** From its begin, or since ever, to its end, which it has. */
    Duration period() {
        return Duration.between(from.orElse(Instant.EPOCH), until.orElseThrow());
    }

    /** What is asked, by the names of the parameters and in their order; empty for everything. */
    public Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        by.ifPresent(key -> asked.put("by", key.wireName()));
        device.ifPresent(id -> asked.put("device", id.toString()));
        site.ifPresent(id -> asked.put("site", id.toString()));
        operator.ifPresent(name -> asked.put("operator", name));
        if (!about.isEmpty()) {
            asked.put(
                    "about",
                    EnumSet.copyOf(about).stream().map(ActsAbout::wireName).collect(Collectors.joining(",")));
        }
        days.ifPresent(number -> asked.put("days", number.toString()));
        from.ifPresent(time -> asked.put("from", time.toString()));
        until.ifPresent(time -> asked.put("until", time.toString()));
        return asked;
    }
}
