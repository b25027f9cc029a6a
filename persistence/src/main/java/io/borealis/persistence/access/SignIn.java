package io.borealis.persistence.access;

import io.borealis.protocol.Text;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sign-in of an operator, from its begin to its end. Times are times of day: they outlive the Engine's process. */
@Entity
@Table(name = "operator_session")
public class SignIn {
    /** What a client says about itself is cut to this. */
    public static final int LONGEST_USER_AGENT = 256;

    private static final int LONGEST_ADDRESS = 64;

    @Id
    private String id;

    @Column(nullable = false, updatable = false)
    private String username;

    @Column(name = "signed_in_at", nullable = false, updatable = false)
    private Instant signedInAt;

    @Column(name = "last_seen_at", nullable = false, updatable = false)
    private Instant lastSeenAt;

    @Column(name = "remote_address", nullable = false, updatable = false)
    private String remoteAddress;

    @Column(name = "user_agent", updatable = false)
    private @Nullable String userAgent;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "end_reason")
    private @Nullable SessionEnd endReason;

    private @Nullable String duty;

    @Column(name = "issuer_session", updatable = false)
    private @Nullable String issuerSession;

    @Column(name = "token_hash", updatable = false)
    private @Nullable String tokenHash;

    @Column(name = "expires_at", updatable = false)
    private @Nullable Instant expiresAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected SignIn() {}

    /** @param userAgent what the client says it is; made readable and cut here */
    public SignIn(String id, String username, String remoteAddress, Optional<String> userAgent, Instant now) {
        this.id = id;
        this.username = username;
        this.remoteAddress = Text.cut(Text.readable(remoteAddress), LONGEST_ADDRESS);
        this.userAgent = userAgent
                .map(text -> Text.cut(Text.readable(Text.cut(text, LONGEST_USER_AGENT)), LONGEST_USER_AGENT))
                .filter(text -> !text.isBlank())
                .orElse(null);
        this.signedInAt = now;
        this.lastSeenAt = now;
    }

    /** Before it is added: the session of the issuer that it came from. */
    public void cameFrom(String sessionThere) {
        issuerSession = sessionThere;
    }

    /**
     * Before it is added: it is that of one token of the issuer, and ends with it.
     *
     * @param hash SHA-256 of the token in hexadecimal digits
     */
    public void isOfToken(String hash, Instant until) {
        tokenHash = hash;
        expiresAt = until;
    }

    /** Whether a script proves itself in it by a token of the issuer. */
    public boolean isOfToken() {
        return tokenHash != null;
    }

    /** The session of the issuer that it came from. */
    public Optional<String> issuerSession() {
        return Optional.ofNullable(issuerSession);
    }

    /** When it ends at the latest, beside the limits of all sessions. */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    /** What must be done in it before anything else may be; empty for nothing, and nothing any more. */
    public void oblige(Optional<String> what) {
        duty = what.orElse(null);
    }

    public Optional<String> duty() {
        return Optional.ofNullable(duty);
    }

    public void end(SessionEnd reason, Instant now) {
        if (endedAt != null) {
            throw new IllegalStateException("the session ended before: " + endReason);
        }
        endedAt = now;
        endReason = reason;
    }

    public boolean isLive() {
        return endedAt == null;
    }

    /** Claim {@code sid} of its access token. */
    public String id() {
        return id;
    }

    public String username() {
        return username;
    }

    public Instant signedInAt() {
        return signedInAt;
    }

    /** Written now and then: somebody may have been seen a little later. */
    public Instant lastSeenAt() {
        return lastSeenAt;
    }

    public String remoteAddress() {
        return remoteAddress;
    }

    public Optional<String> userAgent() {
        return Optional.ofNullable(userAgent);
    }

    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    public Optional<SessionEnd> endReason() {
        return Optional.ofNullable(endReason);
    }
}
