package io.borealis.persistence.device;

import io.borealis.persistence.jpql.Conditions;
import io.borealis.protocol.device.DeviceId;
import java.util.Set;
import java.util.UUID;

/**
 * Some of the devices: those that belong to one of the sites, those that have one of the tags, and those that are named.
 * Without any of either it is none of them. Immutable.
 */
public record DeviceScope(Set<UUID> sites, Set<String> tags, Set<DeviceId> devices) {
    public DeviceScope {
        sites = Set.copyOf(sites);
        tags = Set.copyOf(tags);
        devices = Set.copyOf(devices);
    }

    /** Without a device by itself. */
    public DeviceScope(Set<UUID> sites, Set<String> tags) {
        this(sites, tags, Set.of());
    }

    /** The same, and these devices. */
    public DeviceScope with(Set<DeviceId> more) {
        return new DeviceScope(sites, tags, more);
    }

    /** The condition that it covers the device which the query calls {@code d}; its values go to the query. */
    public String coversIn(Conditions query) {
        StringBuilder any = new StringBuilder("(1 = 0");
        if (!sites.isEmpty()) {
            any.append(" or d.siteId in :sites");
            query.with("sites", sites);
        }
        if (!tags.isEmpty()) {
            any.append(" or exists (select t from d.tags t where t in :tags)");
            query.with("tags", tags);
        }
        if (!devices.isEmpty()) {
            any.append(" or d.id in :named");
            query.with("named", devices.stream().map(DeviceId::value).toList());
        }
        return any.append(")").toString();
    }

    public boolean covers(Device device) {
        return sites.contains(device.site())
                || device.tags().stream().anyMatch(tags::contains)
                || devices.contains(device.id());
    }
}
