package io.borealis.engine.tunnel;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.tunnel.TunnelId;

/** What became of asking for a tunnel. */
public sealed interface OpenResult {
    /**
     * A new tunnel, pending.
     *
     * @param token the orchestration token that the agent was sent
     */
    record Opened(TunnelView tunnel, String token) implements OpenResult {
        @Override
        public String toString() {
            return "Opened[" + tunnel + "]";
        }
    }

    /**
     * A tunnel that another operator opened; now shared.
     *
     * @param token an orchestration token of that tunnel
     */
    record Joined(TunnelView tunnel, String token) implements OpenResult {
        @Override
        public String toString() {
            return "Joined[" + tunnel + "]";
        }
    }

    record UnknownDevice(DeviceId agentId) implements OpenResult {}

    /** An administrator took the right to a tunnel from the device. */
    record NotAllowed(DeviceId agentId, DeviceState state) implements OpenResult {}

    /** The device's site demands that somebody approves it first, and nobody did. */
    record ApprovalRequired(DeviceId agentId) implements OpenResult {}

    /** The agent's channel is not open. */
    record NotConnected(DeviceId agentId) implements OpenResult {}

    /** This very operator session has the tunnel already. */
    record AlreadyYours(TunnelId tunnelId) implements OpenResult {}

    /** The tunnel network is too small for this device. */
    record NoAddressLeft() implements OpenResult {}

    /** As many sessions share the tunnel as may. */
    record TooManyOperators(int most) implements OpenResult {}

    /**
     * The Engine's own listener does not stand.
     *
     * @param detail one sentence with cause and cure
     */
    record Unavailable(String detail) implements OpenResult {}
}
