package io.borealis.engine.access;

import io.borealis.protocol.device.DeviceId;

/** What became of setting a device's ports. */
public sealed interface SetPortsResult {
    /** Stored, and enforced already where a tunnel lives. */
    record Done(DevicePorts ports) implements SetPortsResult {}

    record UnknownDevice(DeviceId agentId) implements SetPortsResult {}

    record TooManyRules(int most) implements SetPortsResult {}

    /** Stored, but the host could not enforce it: the live tunnel was ended instead (fail closed). */
    record TunnelEnded(DevicePorts ports, String detail) implements SetPortsResult {}
}
