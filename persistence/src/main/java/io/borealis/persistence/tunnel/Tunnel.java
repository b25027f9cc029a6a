package io.borealis.persistence.tunnel;

import io.borealis.protocol.Text;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.Endpoint;
import io.borealis.protocol.tunnel.TunnelAddress;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKey;
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
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel from its asking to its end. While it lives and has the device's public key, it is desired: the host admits
 * that peer. A device has at most one that lives; the database sees to it.
 */
@Entity
@Table(name = "tunnel")
@DynamicUpdate // the time of the last activity is written past the entity, and a stale copy must not put it back
public class Tunnel {
    private static final int LONGEST_DETAIL = 1000;

    @Id
    private UUID id;

    @Column(name = "device_id", nullable = false, updatable = false)
    private UUID deviceId;

    @Column(name = "live_device")
    private @Nullable UUID liveDevice;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private TunnelStatus status;

    @Column(name = "virtual_ip", nullable = false, updatable = false)
    private String virtualIp;

    @Column(nullable = false)
    private String endpoint;

    @Column(name = "agent_public_key")
    private @Nullable String agentPublicKey;

    @Column(name = "opened_by", nullable = false, updatable = false)
    private String openedBy;

    @Column(name = "opened_at", nullable = false, updatable = false)
    private Instant openedAt;

    @Column(name = "admitted_at")
    private @Nullable Instant admittedAt;

    @Column(name = "up_at")
    private @Nullable Instant upAt;

    @Column(name = "last_handshake_at")
    private @Nullable Instant lastHandshakeAt;

    @Column(name = "last_activity_at", nullable = false)
    private Instant lastActivityAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "end_reason")
    private @Nullable EndReason endReason;

    @Column(name = "end_detail")
    private @Nullable String endDetail;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected Tunnel() {}

    public Tunnel(
            TunnelId id, DeviceId device, TunnelAddress virtualIp, Endpoint endpoint, String openedBy, Instant now) {
        this.id = id.value();
        this.deviceId = device.value();
        this.liveDevice = device.value();
        this.status = TunnelStatus.PENDING;
        this.virtualIp = virtualIp.toString();
        this.endpoint = endpoint.toString();
        this.openedBy = openedBy;
        this.openedAt = now;
        this.lastActivityAt = now;
    }

    /** The device offered its public key and the offer was verified: from now on the peer is desired. */
    public void desirePeer(WireGuardKey agentKey, Instant now) {
        if (!awaitsPeer()) {
            throw new IllegalStateException("tunnel " + id + " awaits no peer, it is " + status);
        }
        this.agentPublicKey = agentKey.toBase64();
        this.admittedAt = now;
    }

    /** Whether it was asked for and the device did not offer its key yet. */
    public boolean awaitsPeer() {
        return status == TunnelStatus.PENDING && agentPublicKey == null;
    }

    /** A handshake was observed. */
    public void handshakeSeen(Instant handshakeAt, Instant now) {
        requireLive();
        this.lastHandshakeAt = handshakeAt;
        this.status = TunnelStatus.UP;
        if (upAt == null) {
            this.upAt = now;
        }
    }

    /** Its peer fell silent after this handshake: the next one is awaited. */
    public void recover(Optional<Instant> lastHandshake) {
        recover();
        lastHandshake.ifPresent(seen -> this.lastHandshakeAt = seen);
    }

    /** Its peer is admitted anew: the next handshake is awaited. */
    public void recover() {
        requireLive();
        this.status = TunnelStatus.RECOVERING;
    }

    /** Ends it; the reason is written once. */
    public void end(EndReason reason, Optional<String> detail, Instant now) {
        requireLive();
        this.status = TunnelStatus.DOWN;
        this.liveDevice = null;
        this.endedAt = now;
        this.endReason = reason;
        this.endDetail = detail.map(text -> Text.cut(text, LONGEST_DETAIL)).orElse(null);
    }

    private void requireLive() {
        if (!isLive()) {
            throw new IllegalStateException("tunnel " + id + " ended before: " + endReason);
        }
    }

    public boolean isLive() {
        return liveDevice != null;
    }

    public TunnelId id() {
        return new TunnelId(id);
    }

    public DeviceId device() {
        return new DeviceId(deviceId);
    }

    public TunnelStatus status() {
        return status;
    }

    public TunnelAddress virtualIp() {
        return TunnelAddress.parse(virtualIp);
    }

    public Endpoint endpoint() {
        return Endpoint.parse(endpoint);
    }

    public Optional<WireGuardKey> agentPublicKey() {
        return Optional.ofNullable(agentPublicKey).map(WireGuardKey::parse);
    }

    public String openedBy() {
        return openedBy;
    }

    public Instant openedAt() {
        return openedAt;
    }

    /** When the device's offer was accepted. */
    public Optional<Instant> admittedAt() {
        return Optional.ofNullable(admittedAt);
    }

    public Optional<Instant> upAt() {
        return Optional.ofNullable(upAt);
    }

    public Optional<Instant> lastHandshakeAt() {
        return Optional.ofNullable(lastHandshakeAt);
    }

    public Instant lastActivityAt() {
        return lastActivityAt;
    }

    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    public Optional<EndReason> endReason() {
        return Optional.ofNullable(endReason);
    }

    public Optional<String> endDetail() {
        return Optional.ofNullable(endDetail);
    }
}
