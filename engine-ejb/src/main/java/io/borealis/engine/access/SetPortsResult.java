package io.borealis.engine.access;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.util.List;

/** What became of setting a device's ports. */
public sealed interface SetPortsResult {
    /** Stored, and enforced already where a tunnel lives. */
    record Done(DevicePorts ports) implements SetPortsResult {}

    record UnknownDevice(DeviceId agentId) implements SetPortsResult {}

    /**
     * Not stored: the site of the device allows no more than its ceiling.
     *
     * @param beyond those of the wanted rules that are not wholly below it
     */
    record BeyondCeiling(List<PortRule> beyond, List<PortRule> ceiling) implements SetPortsResult {
        public BeyondCeiling {
            beyond = List.copyOf(beyond);
            ceiling = List.copyOf(ceiling);
        }
    }

    record TooManyRules(int most) implements SetPortsResult {}

    /** Stored, but the host could not enforce it: the live tunnel was ended instead (fail closed). */
    record TunnelEnded(DevicePorts ports, String detail) implements SetPortsResult {}
}
