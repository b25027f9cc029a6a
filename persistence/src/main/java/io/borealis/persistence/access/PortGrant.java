package io.borealis.persistence.access;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One rule of a device's own port list. Only its comment changes: a new list replaces the old. */
@Entity
@Table(name = "port_grant")
public class PortGrant {
    @Id
    private UUID id;

    @Column(name = "device_id", nullable = false, updatable = false)
    private UUID deviceId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private PortRule.Transport transport;

    @Column(name = "first_port", nullable = false, updatable = false)
    private int firstPort;

    @Column(name = "last_port", nullable = false, updatable = false)
    private int lastPort;

    @Column(name = "granted_by", nullable = false, updatable = false)
    private String grantedBy;

    @Column(name = "granted_at", nullable = false, updatable = false)
    private Instant grantedAt;

    @Column(name = "comment_text")
    private @Nullable String comment;

    @SuppressWarnings("NullAway.Init")
    protected PortGrant() {}

    public PortGrant(DeviceId device, PortRule rule, String by, Instant now) {
        this.id = UUID.randomUUID();
        this.deviceId = device.value();
        this.transport = rule.transport();
        this.firstPort = rule.first();
        this.lastPort = rule.last();
        this.grantedBy = by;
        this.grantedAt = now;
    }

    public UUID id() {
        return id;
    }

    public String grantedBy() {
        return grantedBy;
    }

    public Instant grantedAt() {
        return grantedAt;
    }

    public DeviceId device() {
        return new DeviceId(deviceId);
    }

    public PortRule rule() {
        return new PortRule(transport, firstPort, lastPort);
    }

    /** What the rule is for, in the words of who set it. */
    public Optional<String> comment() {
        return Optional.ofNullable(comment);
    }

    void comment(Optional<String> words) {
        this.comment = words.orElse(null);
    }
}
