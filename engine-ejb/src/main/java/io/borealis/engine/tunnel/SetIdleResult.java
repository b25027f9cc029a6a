package io.borealis.engine.tunnel;

import io.borealis.protocol.device.DeviceId;

/** What became of giving a device an idle time. */
public sealed interface SetIdleResult {
    record Done(IdleTime idle) implements SetIdleResult {}

    record UnknownDevice(DeviceId agentId) implements SetIdleResult {}

    record OutOfBounds(int shortestSeconds, int longestSeconds) implements SetIdleResult {}
}
