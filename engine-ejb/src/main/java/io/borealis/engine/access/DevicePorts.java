package io.borealis.engine.access;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.util.List;
import java.util.Optional;

/**
 * What the Engine may reach on a device; the terminal's port comes on top and is not listed.
 *
 * @param defaults whether these are the defaults of the device's operating system, because nobody set others
 * @param ceiling what its site allows at most; ports is within it. Empty when anything may be allowed
 */
public record DevicePorts(DeviceId agentId, List<PortRule> ports, boolean defaults, Optional<List<PortRule>> ceiling) {
    public DevicePorts {
        ports = List.copyOf(ports);
        ceiling = ceiling.map(List::copyOf);
    }
}
