package io.borealis.engine.activity.report;

import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.Optional;

/**
 * What was tried and refused in a period, the same attempts together. Immutable.
 *
 * @param activityId of the newest of the rows
 * @param operator by which name; of a refused sign-in the one that was typed
 * @param address from where
 * @param device what people call it now
 * @param reason why, in words
 * @param count how often, with repetitions that were only counted
 * @param first when it was written down first
 * @param last when it was written down last
 */
public record Refusal(
        long activityId,
        String event,
        Optional<String> operator,
        Optional<String> address,
        Optional<DeviceId> agentId,
        Optional<String> device,
        Optional<String> reason,
        long count,
        Instant first,
        Instant last) {}
