package io.borealis.protocol.device;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an enrollment stands: answer of {@code POST /api/agent/enroll} and {@code GET /api/agent/enroll/{id}}.
 *
 * @param requestId unguessable name of the request, for polling
 * @param status pending until an administrator decides
 * @param agentId present once approved
 * @param trust present once approved
 */
public record EnrollmentReply(
        String requestId, Status status, Optional<DeviceId> agentId, Optional<TrustBundle> trust) {

    /** What became of an enrollment request. */
    public enum Status {
        PENDING,
        APPROVED,
        DENIED,
        EXPIRED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
