package io.borealis.engine.access;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.util.List;
import java.util.Optional;

/** Which ports of a device the Engine may reach: the defaults of its operating system, or what an operator set. Thread-safe. */
public final class PortAccess {
    /** No device has more rules. */
    public static final int MOST_RULES = 64;

    /** Empty when there is no such device. */
    public Optional<DevicePorts> portsOf(DeviceId device) {
        throw new UnsupportedOperationException();
    }

    /** Replaces the device's list; a live tunnel is changed at once, and flows no longer permitted are cut. */
    public SetPortsResult set(OperatorSession operator, DeviceId device, List<PortRule> rules) {
        throw new UnsupportedOperationException();
    }
}
