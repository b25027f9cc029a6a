package io.borealis.persistence.device;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.EnrollmentReply.Status;
import io.borealis.protocol.device.EnrollmentRequest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A device's request to be enrolled, and what was decided about it; decided once. */
@Entity
@Table(name = "enrollment_request")
public class FiledEnrollmentRequest {
    @Id
    private String id;

    @Column(name = "device_key", nullable = false, updatable = false)
    private String deviceKey;

    @Column(nullable = false, updatable = false)
    private String hostname;

    @Column(nullable = false, updatable = false)
    private String os;

    @Column(name = "agent_version", nullable = false, updatable = false)
    private String agentVersion;

    @Column(name = "remote_address", nullable = false, updatable = false)
    private String remoteAddress;

    @Column(name = "code_id", nullable = false, updatable = false)
    private UUID codeId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Status status;

    @Column(name = "device_id")
    private @Nullable UUID deviceId;

    @Column(name = "requested_at", nullable = false, updatable = false)
    private Instant requestedAt;

    @Column(name = "decided_at")
    private @Nullable Instant decidedAt;

    @Column(name = "decided_by")
    private @Nullable String decidedBy;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected FiledEnrollmentRequest() {}

    public FiledEnrollmentRequest(
            String id, EnrollmentRequest request, IssuedEnrollmentCode code, String remoteAddress, Instant now) {
        this.id = id;
        this.deviceKey = request.deviceKey().toBase64();
        this.hostname = request.hostname();
        this.os = request.os();
        this.agentVersion = request.agentVersion();
        this.remoteAddress = remoteAddress;
        this.codeId = code.id();
        this.status = Status.PENDING;
        this.requestedAt = now;
    }

    public void approve(DeviceId device, String by, Instant now) {
        decide(Status.APPROVED, by, now);
        this.deviceId = device.value();
    }

    public void deny(String by, Instant now) {
        decide(Status.DENIED, by, now);
    }

    private void decide(Status decision, String by, Instant now) {
        if (status != Status.PENDING) {
            throw new IllegalStateException("the request was decided before: " + status);
        }
        this.status = decision;
        this.decidedBy = by;
        this.decidedAt = now;
    }

    public String id() {
        return id;
    }

    public DeviceKey deviceKey() {
        return DeviceKey.parse(deviceKey);
    }

    /** The code that it was made with. */
    public UUID code() {
        return codeId;
    }

    public String hostname() {
        return hostname;
    }

    public String os() {
        return os;
    }

    public String agentVersion() {
        return agentVersion;
    }

    public String remoteAddress() {
        return remoteAddress;
    }

    public Status status() {
        return status;
    }

    public Instant requestedAt() {
        return requestedAt;
    }

    public Optional<DeviceId> device() {
        return Optional.ofNullable(deviceId).map(DeviceId::new);
    }

    public Optional<Instant> decidedAt() {
        return Optional.ofNullable(decidedAt);
    }

    public Optional<String> decidedBy() {
        return Optional.ofNullable(decidedBy);
    }
}
