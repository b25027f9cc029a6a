package io.borealis.persistence.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account: a local one, whose password is an Argon2id hash in PHC form, or that of a person of an issuer, who has no
 * password here.
 */
@Entity
@Table(name = "operator_account")
public class Operator {
    // No hash of anything
    private static final String NO_PASSWORD = "none";

    @Id
    private String username;

    @Column(name = "password_hash", nullable = false)
    private String passwordHash;

    @Column(name = "must_change_password", nullable = false)
    private boolean mustChangePassword;

    @Column(name = "password_set_at")
    private @Nullable Instant passwordSetAt;

    @Column(nullable = false)
    private String roles;

    @Column(nullable = false)
    private boolean disabled;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(updatable = false)
    private @Nullable String issuer;

    @Column(updatable = false)
    private @Nullable String subject;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected Operator() {}

    /** Of a person whom the issuer names so; the username is for people and decides nothing. */
    public static Operator ofIssuer(String username, String issuer, String subject, List<String> roles, Instant now) {
        Operator made = new Operator(username, NO_PASSWORD, roles, now);
        made.issuer = issuer;
        made.subject = subject;
        made.passwordSetAt = null;
        return made;
    }

    public Operator(String username, String passwordHash, List<String> roles, Instant now) {
        this.username = username;
        this.passwordHash = passwordHash;
        this.passwordSetAt = now;
        this.roles = String.join(",", roles);
        this.createdAt = now;
    }

    public String username() {
        return username;
    }

    public String passwordHash() {
        return passwordHash;
    }

    /** @param mustChange whether its operator must replace it at his next sign-in, because somebody else knows it */
    public void setPassword(String hash, boolean mustChange, Instant now) {
        passwordHash = hash;
        mustChangePassword = mustChange;
        passwordSetAt = now;
    }

    /** Whoever made the account knows its password: its operator must replace it at his first sign-in. */
    public void demandNewPassword() {
        mustChangePassword = true;
    }

    public boolean mustChangePassword() {
        return mustChangePassword;
    }

    /** Empty when it is from before this was written down. */
    public Optional<Instant> passwordSetAt() {
        return Optional.ofNullable(passwordSetAt);
    }

    /** Who answers for the person; empty for a local account. */
    public Optional<String> issuer() {
        return Optional.ofNullable(issuer);
    }

    /** What the issuer calls the person, for ever; empty for a local account. */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    public boolean isLocal() {
        return issuer == null;
    }

    public List<String> roles() {
        return List.of(roles.split(","));
    }

    public void setRoles(List<String> wanted) {
        roles = String.join(",", wanted);
    }

    public boolean isDisabled() {
        return disabled;
    }

    public void disable() {
        this.disabled = true;
    }

    public void enable() {
        this.disabled = false;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
