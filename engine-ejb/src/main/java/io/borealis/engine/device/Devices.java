package io.borealis.engine.device;

import io.borealis.protocol.device.DeviceId;
import java.util.List;
import java.util.Optional;

/** The enrolled devices, for reading. Thread-safe. */
public final class Devices {
    /** All devices by host name. */
    public List<DeviceView> list() {
        throw new UnsupportedOperationException();
    }

    public Optional<DeviceView> find(DeviceId device) {
        throw new UnsupportedOperationException();
    }
}
