package io.borealis.engine.device;

import io.borealis.protocol.device.EnrollmentReply;

/** What became of an administrator's decision. */
public sealed interface DecisionResult {
    record Decided(EnrollmentView request) implements DecisionResult {}

    record UnknownRequest() implements DecisionResult {}

    /** Decided before; a decision is made once. */
    record AlreadyDecided(EnrollmentReply.Status status) implements DecisionResult {}
}
