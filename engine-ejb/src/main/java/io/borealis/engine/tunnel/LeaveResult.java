package io.borealis.engine.tunnel;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;

/** What became of leaving a tunnel. */
public sealed interface LeaveResult {
    /** Left; others still share the tunnel. */
    record Left(TunnelId tunnelId, int operatorsLeft) implements LeaveResult {}

    /** The tunnel is gone: peer, permits and row. */
    record Ended(TunnelId tunnelId) implements LeaveResult {}

    record UnknownDevice(DeviceId agentId) implements LeaveResult {}

    /** There is no live tunnel. */
    record NoTunnel(DeviceId agentId) implements LeaveResult {}

    /** Neither this operator session nor another one of the same operator shares the tunnel. */
    record NotYours(TunnelId tunnelId) implements LeaveResult {}

    /** Ending it for all is an administrator's right. */
    record NotAllowed() implements LeaveResult {}
}
