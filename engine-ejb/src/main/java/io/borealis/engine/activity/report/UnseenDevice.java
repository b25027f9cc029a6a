package io.borealis.engine.activity.report;

import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A device that is not connected and was not for long. Immutable.
 *
 * @param device what people call it
 * @param lastSeenAt empty when it never connected
 * @param days since then, or since it was enrolled
 */
public record UnseenDevice(
        DeviceId agentId,
        String device,
        UUID siteId,
        String site,
        String state,
        String os,
        String agentVersion,
        Instant enrolledAt,
        Optional<Instant> lastSeenAt,
        long days) {}
