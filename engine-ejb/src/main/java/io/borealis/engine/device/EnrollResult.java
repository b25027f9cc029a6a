package io.borealis.engine.device;

import io.borealis.protocol.device.EnrollmentReply;

/** What became of a device's request to be enrolled. */
public sealed interface EnrollResult {
    record Accepted(EnrollmentReply reply) implements EnrollResult {}

    record Refused(Why why) implements EnrollResult {}

    record TooMany(int retryAfterSeconds) implements EnrollResult {}

    /** Why a request is refused. */
    enum Why {
        /** Unknown, expired, used up or revoked: deliberately one answer. */
        CODE_NOT_VALID,
        /** Not signed by the key that it names. */
        BAD_SIGNATURE,
        /** The key belongs to a device that was disabled. */
        DEVICE_DISABLED,
        /** The key belongs to a device that was removed; an administrator readmits it first. */
        DEVICE_REMOVED
    }
}
