package io.borealis.engine.activity.report;

import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a period saw of one operator, device or site: what it is summed up by is told, and the rest is empty. Immutable.
 *
 * @param device what people call it now
 * @param siteId of the site, or of the one to which the device belongs now
 * @param opened tunnels
 * @param joined tunnels of others
 * @param seconds of shares of tunnels within the period: two people in one tunnel for an hour are two hours
 * @param terminals that were opened
 * @param refusals as the report of refusals has them, but for repetitions that were only counted
 * @param first the earliest moment of the period that it tells of
 * @param last the latest one
 */
public record AccessSummary(
        Optional<String> operator,
        Optional<DeviceId> agentId,
        Optional<String> device,
        Optional<UUID> siteId,
        Optional<String> site,
        long opened,
        long joined,
        long seconds,
        long terminals,
        long refusals,
        Instant first,
        Instant last) {}
