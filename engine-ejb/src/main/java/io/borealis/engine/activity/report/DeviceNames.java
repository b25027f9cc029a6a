package io.borealis.engine.activity.report;

import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Device;
import io.borealis.protocol.device.DeviceId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What some devices are called and where they belong now: two questions for all of them. Immutable. */
record DeviceNames(Map<DeviceId, Device> devices, Map<UUID, String> sites) {
    static final DeviceNames NONE = new DeviceNames(Map.of(), Map.of());

    static DeviceNames of(UnitOfWork work, Stream<DeviceId> ids) {
        Map<DeviceId, Device> devices = work
                .devices()
                .all(ids.map(DeviceId::value).distinct().toList())
                .stream()
                .collect(Collectors.toMap(Device::id, Function.identity()));
        return new DeviceNames(devices, work.tunnelHistory().siteNames(devices.values()));
    }

    Optional<Device> find(DeviceId id) {
        return Optional.ofNullable(devices.get(id));
    }

    Optional<String> nameOf(DeviceId id) {
        return find(id).map(device -> device.name().orElse(device.hostname()));
    }

    Optional<UUID> siteOf(DeviceId id) {
        return find(id).map(Device::site);
    }

    Optional<String> siteNameOf(DeviceId id) {
        return siteOf(id).map(site -> sites.getOrDefault(site, ""));
    }
}
