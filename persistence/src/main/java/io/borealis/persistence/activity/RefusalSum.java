package io.borealis.persistence.activity;

import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.Optional;

/**
 * Rows of a period that say the same: the event, who, from where, about which device and why. Immutable.
 *
 * @param newest the highest id of these rows
 * @param rows how many there are
 */
public record RefusalSum(
        long newest,
        String event,
        Optional<String> username,
        Optional<String> address,
        Optional<DeviceId> device,
        Optional<String> detail,
        long rows,
        Instant first,
        Instant last) {}
