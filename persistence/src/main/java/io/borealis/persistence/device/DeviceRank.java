package io.borealis.persistence.device;

import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.tunnel.TunnelStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a device is sorted by in a list of many, and no more of it. Immutable.
 *
 * @param name what people call it; its host name where nobody gave it one
 * @param site the name of the site that it belongs to
 * @param tunnel of the tunnel that lives; null without one
 */
public record DeviceRank(
        UUID id,
        String name,
        String os,
        String site,
        int addressIndex,
        DeviceState state,
        @Nullable Instant lastSeenAt,
        @Nullable TunnelStatus tunnel) {}
