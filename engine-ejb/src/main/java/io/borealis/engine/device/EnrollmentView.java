package io.borealis.engine.device;

import io.borealis.engine.access.SiteName;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.EnrollmentReply;
import java.time.Instant;
import java.util.Optional;

/**
 * An enrollment request as an administrator sees it.
 *
 * @param keyFingerprint what to compare with the device before approving
 * @param site to which its code brings the device
 * @param agentId present once approved
 */
public record EnrollmentView(
        String requestId,
        EnrollmentReply.Status status,
        String hostname,
        String os,
        String agentVersion,
        String keyFingerprint,
        String remoteAddress,
        SiteName site,
        Instant requestedAt,
        Optional<Instant> decidedAt,
        Optional<String> decidedBy,
        Optional<DeviceId> agentId) {}
