package io.borealis.persistence.activity;

import io.borealis.protocol.Text;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing that happened. Never changed. */
@Entity
@Table(name = "activity")
public class Activity {
    /** Longer details are cut. */
    public static final int LONGEST_DETAIL = 2000;

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_ADDRESS = 64;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "activity")
    @SequenceGenerator(name = "activity", sequenceName = "activity_sequence", allocationSize = 50)
    private long id;

    @Column(nullable = false, updatable = false)
    private Instant at;

    @Column(nullable = false, updatable = false)
    private String event;

    @Column(name = "device_id", updatable = false)
    private @Nullable UUID deviceId;

    @Column(name = "tunnel_id", updatable = false)
    private @Nullable UUID tunnelId;

    @Column(updatable = false)
    private @Nullable String username;

    @Column(name = "remote_address", updatable = false)
    private @Nullable String remoteAddress;

    @Column(updatable = false)
    private @Nullable String detail;

    @SuppressWarnings("NullAway.Init")
    protected Activity() {}

    public Activity(
            Instant at,
            String event,
            Optional<DeviceId> device,
            Optional<TunnelId> tunnel,
            Optional<String> username,
            Optional<String> remoteAddress,
            Optional<String> detail) {
        this.at = at;
        this.event = event;
        this.deviceId = device.map(DeviceId::value).orElse(null);
        this.tunnelId = tunnel.map(TunnelId::value).orElse(null);
        this.username = username.map(text -> Text.cut(text, LONGEST_NAME)).orElse(null);
        this.remoteAddress =
                remoteAddress.map(text -> Text.cut(text, LONGEST_ADDRESS)).orElse(null);
        this.detail = detail.map(text -> Text.cut(text, LONGEST_DETAIL)).orElse(null);
    }

    public long id() {
        return id;
    }

    public Instant at() {
        return at;
    }

    public String event() {
        return event;
    }

    public Optional<DeviceId> device() {
        return Optional.ofNullable(deviceId).map(DeviceId::new);
    }

    public Optional<TunnelId> tunnel() {
        return Optional.ofNullable(tunnelId).map(TunnelId::new);
    }

    public Optional<String> username() {
        return Optional.ofNullable(username);
    }

    public Optional<String> remoteAddress() {
        return Optional.ofNullable(remoteAddress);
    }

    public Optional<String> detail() {
        return Optional.ofNullable(detail);
    }
}
