package io.borealis.engine.tunnel;

import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.List;
import java.util.Optional;

/** Opens, shares and ends tunnels: at most one live tunnel per device. Thread-safe. */
public final class TunnelBroker {
    /** Opens a tunnel to the device, or joins the one that lives. */
    public OpenResult open(OperatorSession operator, DeviceId device) {
        throw new UnsupportedOperationException();
    }

    /** The live tunnel of the device or the last that ended; empty when there is no such device. */
    public Optional<TunnelView> status(DeviceId device) {
        throw new UnsupportedOperationException();
    }

    /** All live tunnels. */
    public List<TunnelView> active() {
        throw new UnsupportedOperationException();
    }

    /**
     * Leaves the tunnel; the last one out ends it at once.
     *
     * @param all ends it for everybody; administrators only
     */
    public LeaveResult leave(OperatorSession operator, DeviceId device, boolean all) {
        throw new UnsupportedOperationException();
    }

    /** Puts the idle deadline off. */
    public ActivityResult activity(OperatorSession operator, TunnelId tunnel) {
        throw new UnsupportedOperationException();
    }
}
