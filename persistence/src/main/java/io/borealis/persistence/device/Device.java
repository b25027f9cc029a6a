package io.borealis.persistence.device;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.DeviceState;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;
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

    @Column(name = "ports_version", nullable = false)
    private int portsVersion;

    @Column(name = "ports_changed_by")
    private @Nullable String portsChangedBy;

    @Column(name = "ports_changed_at")
    private @Nullable Instant portsChangedAt;

    @Column(name = "enrolled_at", nullable = false, updatable = false)
    private Instant enrolledAt;

    @Column(name = "last_seen_at")
    private @Nullable Instant lastSeenAt;

    @Column(name = "display_name")
    private @Nullable String name;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private DeviceState state;

    @Column(name = "state_since")
    private @Nullable Instant stateSince;

    @Column(name = "state_by")
    private @Nullable String stateBy;

    @Column(name = "state_reason")
    private @Nullable String stateReason;

    @Column(name = "idle_seconds")
    private @Nullable Integer idleSeconds;

    @Column(name = "clone_suspected_at")
    private @Nullable Instant cloneSuspectedAt;

    @Column(name = "trust_id")
    private @Nullable String trustId;

    @Column(name = "site_id", nullable = false)
    private UUID siteId;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "device_tag", joinColumns = @JoinColumn(name = "device_id"))
    @Column(name = "tag", nullable = false)
    @BatchSize(size = 500)
    private Set<String> tags = new HashSet<>();

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
        this.state = DeviceState.ACTIVE;
        this.siteId = Site.DEFAULT;
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

    /** From now on the stored ports are the whole list, even an empty one, and it is another one than before. */
    public void portsChanged(String by, Instant now) {
        this.ownPorts = true;
        countPorts(by, now);
    }

    /** From now on the defaults of its operating system apply again, and that is another list than before. */
    public void portsReset(String by, Instant now) {
        this.ownPorts = false;
        countPorts(by, now);
    }

    private void countPorts(String by, Instant now) {
        this.portsVersion++;
        this.portsChangedBy = by;
        this.portsChangedAt = now;
    }

    /** Another number after each change of the port list; 0 for one that nobody changed. */
    public int portsVersion() {
        return portsVersion;
    }

    /** Who changed the port list last; empty when nobody did, or before that was kept. */
    public Optional<String> portsChangedBy() {
        return Optional.ofNullable(portsChangedBy);
    }

    public Optional<Instant> portsChangedAt() {
        return Optional.ofNullable(portsChangedAt);
    }

    /** How long its tunnel lives without operator activity; empty for the Engine's own idle time. */
    public Optional<Duration> idle() {
        return Optional.ofNullable(idleSeconds).map(Duration::ofSeconds);
    }

    public void idleAfter(Optional<Duration> idle) {
        this.idleSeconds = idle.map(time -> (int) time.toSeconds()).orElse(null);
    }

    public Instant enrolledAt() {
        return enrolledAt;
    }

    public Optional<Instant> lastSeenAt() {
        return Optional.ofNullable(lastSeenAt);
    }

    /** What people call it; empty when nobody gave it a name. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    public void rename(Optional<String> name) {
        this.name = name.orElse(null);
    }

    public DeviceState state() {
        return state;
    }

    /** Since when it is in its state; empty for one that never was in another. */
    public Optional<Instant> stateSince() {
        return Optional.ofNullable(stateSince);
    }

    /** Who brought it into its state. */
    public Optional<String> stateBy() {
        return Optional.ofNullable(stateBy);
    }

    /** Why, in the words of who did. */
    public Optional<String> stateReason() {
        return Optional.ofNullable(stateReason);
    }

    public void enter(DeviceState next, String by, Optional<String> reason, Instant now) {
        this.state = next;
        this.stateBy = by;
        this.stateReason = reason.orElse(null);
        this.stateSince = now;
    }

    /** The site that it belongs to. */
    public UUID site() {
        return siteId;
    }

    public void moveTo(UUID site) {
        this.siteId = site;
    }

    /** What administrators marked it with, sorted. */
    public List<String> tags() {
        return tags.stream().sorted().toList();
    }

    /** Makes these all of its tags. */
    public void tag(Collection<String> wanted) {
        tags.retainAll(wanted);
        tags.addAll(wanted);
    }

    /** When another machine was last seen with this device's key. */
    public Optional<Instant> cloneSuspectedAt() {
        return Optional.ofNullable(cloneSuspectedAt);
    }

    public void suspectClone(Instant now) {
        this.cloneSuspectedAt = now;
    }

    /** Names what of the Engine it last said that it trusts; empty for one that never said so. */
    public Optional<String> trustId() {
        return Optional.ofNullable(trustId);
    }

    public void trusts(String what) {
        this.trustId = what;
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
