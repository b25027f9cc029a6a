package io.borealis.persistence.device;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An enrolled device. Its identity is its key; what it calls itself may change. */
@Entity
@Table(name = "device")
public class Device {
    @Id
    private UUID id;

    @Column(name = "device_key", nullable = false, updatable = false)
    private String key;

    @Column(nullable = false)
    private String hostname;

    @Column(nullable = false)
    private String os;

    @Column(name = "agent_version", nullable = false)
    private String agentVersion;

    @Column(name = "address_index", nullable = false)
    private int addressIndex;

    @Column(name = "own_ports", nullable = false)
    private boolean ownPorts;

    @Column(name = "enrolled_at", nullable = false, updatable = false)
    private Instant enrolledAt;

    @Column(name = "last_seen_at")
    private @Nullable Instant lastSeenAt;

    @Column(nullable = false)
    private boolean disabled;

    @Column(name = "clone_suspected_at")
    private @Nullable Instant cloneSuspectedAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected Device() {}

    public Device(
            DeviceId id,
            DeviceKey key,
            String hostname,
            String os,
            String agentVersion,
            int addressIndex,
            Instant now) {
        this.id = id.value();
        this.key = key.toBase64();
        this.hostname = hostname;
        this.os = os;
        this.agentVersion = agentVersion;
        this.addressIndex = addressIndex;
        this.enrolledAt = now;
    }

    public DeviceId id() {
        return new DeviceId(id);
    }

    public DeviceKey key() {
        return DeviceKey.parse(key);
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

    /** Which device address of the tunnel network is its own, for ever. */
    public int addressIndex() {
        return addressIndex;
    }

    /** Whether an operator set its ports; otherwise the defaults of its operating system apply. */
    public boolean hasOwnPorts() {
        return ownPorts;
    }

    /** From now on the stored ports are the whole list, even an empty one. */
    public void ownPorts() {
        this.ownPorts = true;
    }

    public Instant enrolledAt() {
        return enrolledAt;
    }

    public Optional<Instant> lastSeenAt() {
        return Optional.ofNullable(lastSeenAt);
    }

    public boolean isDisabled() {
        return disabled;
    }

    public void disable() {
        this.disabled = true;
    }

    /** When another machine was last seen with this device's key. */
    public Optional<Instant> cloneSuspectedAt() {
        return Optional.ofNullable(cloneSuspectedAt);
    }

    public void suspectClone(Instant now) {
        this.cloneSuspectedAt = now;
    }

    /** Somebody looked into it. */
    public void clearCloneMark() {
        this.cloneSuspectedAt = null;
    }

    /** What the device says about itself, at a time. */
    public void introduces(String hostname, String os, String agentVersion, Instant now) {
        this.hostname = hostname;
        this.os = os;
        this.agentVersion = agentVersion;
        this.lastSeenAt = now;
    }

    public void seen(Instant now) {
        this.lastSeenAt = now;
    }
}
