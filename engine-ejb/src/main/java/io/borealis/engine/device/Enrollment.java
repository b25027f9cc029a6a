package io.borealis.engine.device;

import io.borealis.engine.access.OperatorSession;
import io.borealis.protocol.device.AccessTokenRequest;
import io.borealis.protocol.device.EnrollmentReply;
import io.borealis.protocol.device.EnrollmentRequest;
import java.util.List;
import java.util.Optional;

/** How a device becomes known, and proves afterwards that it is itself. Thread-safe. */
public final class Enrollment {
    /** Makes a code; it is shown once. */
    public IssuedCode createCode(OperatorSession admin, CodeTerms terms) {
        throw new UnsupportedOperationException();
    }

    /** Takes a device's request; asking again with the same key and code answers with the same request. */
    public EnrollResult request(EnrollmentRequest request, String remoteAddress) {
        throw new UnsupportedOperationException();
    }

    /** Where a request stands; empty when there is none of this name. */
    public Optional<EnrollmentReply> reply(String requestId) {
        throw new UnsupportedOperationException();
    }

    /** The newest requests first, at most 500. */
    public List<EnrollmentView> requests() {
        throw new UnsupportedOperationException();
    }

    public DecisionResult approve(OperatorSession admin, String requestId) {
        throw new UnsupportedOperationException();
    }

    public DecisionResult deny(OperatorSession admin, String requestId) {
        throw new UnsupportedOperationException();
    }

    /** An access token of 5 minutes for the device that proves its key. */
    public AccessTokenResult accessToken(AccessTokenRequest request, String remoteAddress) {
        throw new UnsupportedOperationException();
    }
}
