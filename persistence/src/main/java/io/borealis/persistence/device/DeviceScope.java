package io.borealis.persistence.device;

import java.util.Set;
import java.util.UUID;

/**
 * Some of the devices: those that belong to one of the sites, and those that have one of the tags. Without any of either
 * it is none of them. Immutable.
 */
public record DeviceScope(Set<UUID> sites, Set<String> tags) {
    public DeviceScope {
        sites = Set.copyOf(sites);
        tags = Set.copyOf(tags);
    }

    public boolean covers(Device device) {
        return sites.contains(device.site()) || device.tags().stream().anyMatch(tags::contains);
    }
}
