package io.borealis.engine.activity.report;

import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that somebody settled for others. Immutable.
 *
 * @param activityId of the row
 * @param about of which kind it is
 * @param operator who did it; empty for what the Engine did by itself
 * @param address from where
 * @param device what people call it now
 */
public record AdministratorAct(
        long activityId,
        Instant at,
        String about,
        String event,
        Optional<String> operator,
        Optional<String> address,
        Optional<DeviceId> agentId,
        Optional<String> device,
        Optional<String> detail) {}
