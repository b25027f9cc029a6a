package io.borealis.persistence.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An enrollment code that was handed out, known by its hash alone. */
@Entity
@Table(name = "enrollment_code")
public class IssuedEnrollmentCode {
    @Id
    private UUID id;

    @Column(name = "lookup_hash", nullable = false, updatable = false)
    private String lookupHash;

    @Column(name = "created_by", nullable = false, updatable = false)
    private String createdBy;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "expires_at", nullable = false, updatable = false)
    private Instant expiresAt;

    @Column(name = "uses_left", nullable = false)
    private int usesLeft;

    @Column(name = "auto_approve_until", updatable = false)
    private @Nullable Instant autoApproveUntil;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected IssuedEnrollmentCode() {}

    public IssuedEnrollmentCode(
            UUID id,
            String lookupHash,
            String createdBy,
            Instant createdAt,
            Instant expiresAt,
            int uses,
            Optional<Instant> autoApproveUntil) {
        this.id = id;
        this.lookupHash = lookupHash;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
        this.usesLeft = uses;
        this.autoApproveUntil = autoApproveUntil.orElse(null);
    }

    public UUID id() {
        return id;
    }

    public String createdBy() {
        return createdBy;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    public boolean isUsable(Instant now) {
        return usesLeft > 0 && now.isBefore(expiresAt);
    }

    public boolean approvesBySelf(Instant now) {
        return autoApproveUntil != null && now.isBefore(autoApproveUntil);
    }

    /** @throws IllegalStateException when it is used up or expired */
    public void use(Instant now) {
        if (!isUsable(now)) {
            throw new IllegalStateException("the enrollment code is used up or expired");
        }
        usesLeft--;
    }
}
