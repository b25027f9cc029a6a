package io.borealis.persistence.activity;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows are wanted: those to which all of it applies. What is empty asks for nothing. Immutable.
 *
 * @param username of the operator, as it stands in the row
 * @param address where it came from, as it stands in the row
 * @param events any of these
 * @param from this moment or later
 * @param until before this moment
 * @param detail a part of the detail, in whatever case
 */
public record ActivityFilter(
        Optional<DeviceId> device,
        Optional<TunnelId> tunnel,
        Optional<String> username,
        Optional<String> address,
        Set<String> events,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<String> detail) {
    public ActivityFilter {
        events = Set.copyOf(events);
    }
}
