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

    @Column(updatable = false)
    private @Nullable String label;

    @Column(nullable = false, updatable = false)
    private int uses;

    @Column(name = "uses_left", nullable = false)
    private int usesLeft;

    @Column(name = "auto_approve_until", updatable = false)
    private @Nullable Instant autoApproveUntil;

    @Column(name = "site_id", nullable = false)
    private UUID siteId;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Column(name = "revoked_by")
    private @Nullable String revokedBy;

    @Column(name = "revoke_reason")
    private @Nullable String revokeReason;

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
            Optional<Instant> autoApproveUntil,
            Optional<String> label,
            UUID site) {
        this.id = id;
        this.lookupHash = lookupHash;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
        this.uses = uses;
        this.usesLeft = uses;
        this.label = label.orElse(null);
        this.siteId = site;
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

    /** What it is for, in the words of who made it. */
    public Optional<String> label() {
        return Optional.ofNullable(label);
    }

    /** How many devices it was made for. */
    public int uses() {
        return uses;
    }

    public int usesLeft() {
        return usesLeft;
    }

    public Optional<Instant> autoApproveUntil() {
        return Optional.ofNullable(autoApproveUntil);
    }

    /** The site that its devices get. */
    public UUID site() {
        return siteId;
    }

    /** When somebody took it back. */
    public Optional<Instant> revokedAt() {
        return Optional.ofNullable(revokedAt);
    }

    public Optional<String> revokedBy() {
        return Optional.ofNullable(revokedBy);
    }

    public Optional<String> revokeReason() {
        return Optional.ofNullable(revokeReason);
    }

    /** Nobody enrols with it from now on. The first who takes it back is the one who did. */
    public void revoke(String by, Optional<String> reason, Instant now) {
        if (revokedAt == null) {
            this.revokedAt = now;
            this.revokedBy = by;
            this.revokeReason = reason.orElse(null);
        }
    }

    public boolean isUsable(Instant now) {
        return revokedAt == null && usesLeft > 0 && now.isBefore(expiresAt);
    }

    public boolean approvesBySelf(Instant now) {
        return autoApproveUntil != null && now.isBefore(autoApproveUntil);
    }

    /** @throws IllegalStateException when it is used up, expired or revoked */
    public void use(Instant now) {
        if (!isUsable(now)) {
            throw new IllegalStateException("the enrollment code is used up, expired or revoked");
        }
        usesLeft--;
    }
}
