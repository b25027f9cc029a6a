package io.borealis.persistence.activity;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which tunnels are wanted: those to which all of it applies. What is empty asks for nothing. Immutable.
 *
 * @param site to which the device belongs now
 * @param username of somebody who had a share in it
 * @param from it still lived after this moment
 * @param until it was opened before this moment
 */
public record TunnelFilter(
        Optional<DeviceId> device,
        Optional<UUID> site,
        Optional<String> username,
        Optional<EndReason> reason,
        Optional<Instant> from,
        Optional<Instant> until) {}
