package io.borealis.persistence.activity;

import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * About which rows of a period something is summed up: those to which all of it applies. What is empty asks for nothing.
 * Immutable.
 *
 * @param site to which the device belongs now
 * @param username as it stands in the row
 * @param refusals the events that are refusals
 * @param from this moment or later
 * @param until before this moment
 */
public record AccessFilter(
        Optional<DeviceId> device,
        Optional<UUID> site,
        Optional<String> username,
        Set<String> refusals,
        Instant from,
        Instant until) {
    public AccessFilter {
        refusals = Set.copyOf(refusals);
    }
}
