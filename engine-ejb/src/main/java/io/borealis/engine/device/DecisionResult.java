package io.borealis.engine.device;

import io.borealis.protocol.device.DeviceState;
import io.borealis.protocol.device.EnrollmentReply;

/** What became of an administrator's decision. */
public sealed interface DecisionResult {
    record Decided(EnrollmentView request) implements DecisionResult {}

    record UnknownRequest() implements DecisionResult {}

    /** The key belongs to a device that an administrator keeps out. */
    record NotAllowed(DeviceState state) implements DecisionResult {}

    /** Decided before; a decision is made once. */
    record AlreadyDecided(EnrollmentReply.Status status) implements DecisionResult {}
}
