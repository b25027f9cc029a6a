package io.borealis.engine.control;

import io.borealis.protocol.device.DeviceId;

/** Who is connected: one channel per device, a newer one supersedes. Thread-safe; sending never waits. */
public final class AgentSwitchboard {
    /**
     * A link of this device was opened and its identity proven.
     *
     * @return what the transport reports frames and the end of the link to
     */
    public AgentChannel connected(DeviceId device, AgentLink link) {
        throw new UnsupportedOperationException();
    }

    public boolean isConnected(DeviceId device) {
        throw new UnsupportedOperationException();
    }
}
