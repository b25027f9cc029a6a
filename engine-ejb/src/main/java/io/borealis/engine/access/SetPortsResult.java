package io.borealis.engine.access;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.util.List;
import java.util.UUID;

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

    /** Not stored: somebody changed the list after it was read; now it is this one. */
    record ChangedMeanwhile(DevicePorts now) implements SetPortsResult {}

    record TooManyRules(int most) implements SetPortsResult {}

    /** It opens nearly all ports, and its operator proved his second factor too long ago. */
    record StepUpRequired() implements SetPortsResult {}

    /** Not stored yet: somebody else decides. */
    record Waits(UUID requestId) implements SetPortsResult {}

    /** Neither stored nor asked for: so many requests wait already. */
    record TooManyWait(long most, boolean own) implements SetPortsResult {}

    /** Neither stored nor asked for: this person asks too often. */
    record TooOften(int retryAfterSeconds) implements SetPortsResult {}

    /** Stored, but the host could not enforce it: the live tunnel was ended instead (fail closed). */
    record TunnelEnded(DevicePorts ports, String detail) implements SetPortsResult {}
}
