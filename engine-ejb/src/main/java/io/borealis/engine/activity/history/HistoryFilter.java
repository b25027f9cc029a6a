package io.borealis.engine.activity.history;

import io.borealis.engine.activity.ActivityEvent;
import io.borealis.persistence.activity.ActivityFilter;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody asks of the activity: the rows to which all of it applies. What is empty asks for nothing. Immutable.
 *
 * @param operator the name as it stands in the row
 * @param address where it came from, as it stands in the row
 * @param events any of these; empty for every event
 * @param from this moment or later
 * @param until before this moment; after {@code from}
 * @param search a part of the detail, in whatever case
 */
public record HistoryFilter(
        Optional<DeviceId> device,
        Optional<TunnelId> tunnel,
        Optional<String> operator,
        Optional<String> address,
        Set<ActivityEvent> events,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<String> search) {
    /** Asks for everything. */
    public static final HistoryFilter ALL = new HistoryFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public HistoryFilter {
        events = Set.copyOf(events);
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            throw new IllegalArgumentException("from is not before until");
        }
    }

    /** Whether it asks for nothing but a period. */
    public boolean isPeriodAlone() {
        return device.isEmpty()
                && tunnel.isEmpty()
                && operator.isEmpty()
                && address.isEmpty()
                && events.isEmpty()
                && search.isEmpty();
    }

    ActivityFilter toRows() {
        return toRows(until);
    }

    /** The same, and nothing from this moment on. */
    ActivityFilter toRowsBefore(Instant moment) {
        return toRows(Optional.of(until.filter(own -> own.isBefore(moment)).orElse(moment)));
    }

    private ActivityFilter toRows(Optional<Instant> end) {
        Set<String> names = events.stream().map(ActivityEvent::wireName).collect(Collectors.toSet());
        return new ActivityFilter(device, tunnel, operator, address, names, from, end, search);
    }

    /** What is asked, by the names of the parameters and in their order; empty for everything. */
    public Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        device.ifPresent(id -> asked.put("agent_id", id.toString()));
        tunnel.ifPresent(id -> asked.put("tunnel_id", id.toString()));
        operator.ifPresent(name -> asked.put("operator", name));
        address.ifPresent(from -> asked.put("address", from));
        if (!events.isEmpty()) {
            asked.put(
                    "event",
                    EnumSet.copyOf(events).stream().map(ActivityEvent::wireName).collect(Collectors.joining(",")));
        }
        from.ifPresent(time -> asked.put("from", time.toString()));
        until.ifPresent(time -> asked.put("until", time.toString()));
        search.ifPresent(part -> asked.put("search", part));
        return asked;
    }
}
