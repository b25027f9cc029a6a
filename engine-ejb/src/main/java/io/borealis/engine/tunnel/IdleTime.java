package io.borealis.engine.tunnel;

import io.borealis.protocol.device.DeviceId;

/**
 * How long a device's tunnel lives without operator activity, and what may be chosen.
 *
 * @param own whether the device has a time of its own; else the Engine's counts
 */
public record IdleTime(DeviceId agentId, int idleSeconds, boolean own, int shortestSeconds, int longestSeconds) {}
