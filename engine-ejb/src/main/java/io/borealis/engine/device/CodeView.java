package io.borealis.engine.device;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An enrollment code as administrators see it afterwards: never the code itself, of which the Engine keeps a hash.
 *
 * @param label what it is for
 * @param uses how many devices it was made for
 * @param autoApproveUntil until when its requests need no decision
 * @param siteId the site that its devices get
 * @param usable whether a device may enrol with it now
 */
public record CodeView(
        UUID id,
        Optional<String> label,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        int uses,
        int usesLeft,
        Optional<Instant> autoApproveUntil,
        UUID siteId,
        Optional<Instant> revokedAt,
        Optional<String> revokedBy,
        Optional<String> revokeReason,
        boolean usable) {}
