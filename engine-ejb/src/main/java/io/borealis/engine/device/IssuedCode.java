package io.borealis.engine.device;

import io.borealis.protocol.device.EnrollmentCode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A code that was just made. The only moment at which it can be read: the Engine keeps a hash.
 *
 * @param id names the code afterwards
 * @param siteId the site that its devices get
 */
public record IssuedCode(
        UUID id,
        EnrollmentCode code,
        Optional<String> label,
        int uses,
        Instant expiresAt,
        Optional<Instant> autoApproveUntil,
        UUID siteId) {}
