package io.borealis.engine.access;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the Engine may reach on a device; the terminal's port comes on top and is not listed.
 *
 * @param defaults whether these are the defaults of the device's operating system, because nobody set others
 * @param defaultPorts what they would be without a list of its own, within the ceiling
 * @param ceiling what its site allows at most; ports is within it. Empty when anything may be allowed
 * @param comments what rules are for, in the words of who set them; rules without one are not in it
 * @param version another number after each change by people; who sends it with his list changes only what he saw
 * @param changedBy who changed the list last; empty when nobody did, or before that was kept
 */
public record DevicePorts(
        DeviceId agentId,
        List<PortRule> ports,
        boolean defaults,
        List<PortRule> defaultPorts,
        Optional<List<PortRule>> ceiling,
        Map<PortRule, String> comments,
        int version,
        Optional<String> changedBy,
        Optional<Instant> changedAt) {
    public DevicePorts {
        comments = Map.copyOf(comments);
        ports = List.copyOf(ports);
        defaultPorts = List.copyOf(defaultPorts);
        ceiling = ceiling.map(List::copyOf);
    }
}
