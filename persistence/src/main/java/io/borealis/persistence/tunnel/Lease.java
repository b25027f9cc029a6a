package io.borealis.persistence.tunnel;

import io.borealis.protocol.tunnel.TunnelId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One operator session's share of a tunnel. A session shares a tunnel at most once; the database sees to it. */
@Entity
@Table(name = "lease")
public class Lease {
    @Id
    private UUID id;

    @Column(name = "tunnel_id", nullable = false, updatable = false)
    private UUID tunnelId;

    @Column(nullable = false, updatable = false)
    private String username;

    @Column(name = "session_id", nullable = false, updatable = false)
    private String sessionId;

    @Column(name = "live_session")
    private @Nullable String liveSession;

    @Column(name = "joined_at", nullable = false, updatable = false)
    private Instant joinedAt;

    @Column(name = "left_at")
    private @Nullable Instant leftAt;

    @SuppressWarnings("NullAway.Init")
    protected Lease() {}

    public Lease(TunnelId tunnel, String username, String sessionId, Instant now) {
        this.id = UUID.randomUUID();
        this.tunnelId = tunnel.value();
        this.username = username;
        this.sessionId = sessionId;
        this.liveSession = sessionId;
        this.joinedAt = now;
    }

    public void leave(Instant now) {
        this.liveSession = null;
        this.leftAt = now;
    }

    public TunnelId tunnel() {
        return new TunnelId(tunnelId);
    }

    public String username() {
        return username;
    }

    public String sessionId() {
        return sessionId;
    }

    public Instant joinedAt() {
        return joinedAt;
    }

    /** Empty while it lives. */
    public Optional<Instant> leftAt() {
        return Optional.ofNullable(leftAt);
    }
}
