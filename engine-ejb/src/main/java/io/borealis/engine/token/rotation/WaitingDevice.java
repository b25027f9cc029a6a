package io.borealis.engine.token.rotation;

import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.Optional;

/**
 * A device that did not say yet that it keeps what the Engine states now.
 *
 * @param name what people call it; empty when nobody gave it a name
 * @param connected whether its agent's channel is open: one that is connected and waits for long is too old to learn, or refuses
 */
public record WaitingDevice(
        DeviceId agentId,
        Optional<String> name,
        String hostname,
        String agentVersion,
        boolean connected,
        Optional<Instant> lastSeenAt) {}
