package io.borealis.engine.activity.report;

import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that was given beyond what everybody has, and that nobody used for long. Immutable.
 *
 * @param kind {@code port}: a rule of a device's own list; {@code access}: a device for a time
 * @param device what people call it now
 * @param rule the port or range; of a port
 * @param byDefault whether the defaults of the device's system have the rule too; of a port
 * @param operator who has it; of access
 * @param endsAt when it ends by itself; of access
 * @param lastUsedAt when the last tunnel ended that used it: any to the device, or for access one of that person
 * @param days since then, or since it was given
 */
public record UnusedGrant(
        UUID grantId,
        String kind,
        DeviceId agentId,
        String device,
        UUID siteId,
        String site,
        Optional<String> rule,
        Optional<Boolean> byDefault,
        Optional<String> operator,
        String grantedBy,
        Instant grantedAt,
        Optional<Instant> endsAt,
        Optional<Instant> lastUsedAt,
        long days) {}
