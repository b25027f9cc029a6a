package io.borealis.persistence.access;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one person asked for and another decides. Times are times of day: they outlive the Engine's process. */
@Entity
@Table(name = "filed_request")
public class FiledRequest {
    @Id
    private UUID id;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private RequestKind kind;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private RequestStatus status;

    @Column(name = "asked_by", nullable = false, updatable = false)
    private String askedBy;

    @Column(name = "asked_for", nullable = false, updatable = false)
    private String askedFor;

    @Column(name = "device_id", updatable = false)
    private @Nullable UUID deviceId;

    @Column(nullable = false, updatable = false)
    private String reason;

    @Column(name = "asked_at", nullable = false, updatable = false)
    private Instant askedAt;

    @Column(name = "lapses_at", nullable = false, updatable = false)
    private Instant lapsesAt;

    @Column(updatable = false)
    private @Nullable Integer seconds;

    @Column(name = "ports_wanted", updatable = false)
    private @Nullable String portsWanted;

    @Column(name = "ports_found", updatable = false)
    private @Nullable String portsFound;

    @Column(name = "ports_comments", updatable = false)
    private @Nullable String portsComments;

    @Column(name = "decided_by")
    private @Nullable String decidedBy;

    @Column(name = "decided_at")
    private @Nullable Instant decidedAt;

    @Column(name = "decided_why")
    private @Nullable String decidedWhy;

    @Column(name = "ends_at")
    private @Nullable Instant endsAt;

    @Column(name = "closed_by")
    private @Nullable String closedBy;

    @Column(name = "closed_at")
    private @Nullable Instant closedAt;

    @Column(name = "closed_why")
    private @Nullable String closedWhy;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected FiledRequest() {}

    private FiledRequest(
            RequestKind kind, String by, String askedFor, Optional<DeviceId> device, String reason, Instant now) {
        this.id = UUID.randomUUID();
        this.kind = kind;
        this.status = RequestStatus.WAITING;
        this.askedBy = by;
        this.askedFor = askedFor;
        this.deviceId = device.map(DeviceId::value).orElse(null);
        this.reason = reason;
        this.askedAt = now;
        this.lapsesAt = now;
    }

    /**
     * Somebody asks for a device.
     *
     * @param askedFor as he wrote it
     * @param device empty where that is no device
     * @param time whole seconds
     */
    public static FiledRequest access(
            String by,
            String askedFor,
            Optional<DeviceId> device,
            Duration time,
            String reason,
            Instant now,
            Instant lapses) {
        FiledRequest made = new FiledRequest(RequestKind.ACCESS, by, askedFor, device, reason, now);
        made.lapsesAt = lapses;
        made.seconds = (int) time.toSeconds();
        return made;
    }

    /**
     * Somebody asks for a wider port list.
     *
     * @param found what the list was, as {@link #text} has it; empty for the defaults
     */
    public static FiledRequest ports(
            String by,
            DeviceId device,
            List<PortRule> wanted,
            Optional<List<PortRule>> found,
            String reason,
            Instant now,
            Instant lapses) {
        FiledRequest made =
                new FiledRequest(RequestKind.PORTS, by, device.toString(), Optional.of(device), reason, now);
        made.lapsesAt = lapses;
        made.portsWanted = text(wanted);
        made.portsFound = found.map(FiledRequest::text).orElse(null);
        return made;
    }

    /** The same with what the wanted rules are for; each comment is one line. */
    public FiledRequest commented(Map<PortRule, String> comments) {
        this.portsComments = comments.isEmpty()
                ? null
                : comments.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining("\n"));
        return this;
    }

    /** What the wanted rules are for; those without a comment are not in it. */
    public Map<PortRule, String> portsComments() {
        return portsComments == null
                ? Map.of()
                : portsComments
                        .lines()
                        .map(line -> line.split(" ", 2))
                        .collect(Collectors.toMap(parts -> PortRule.parse(parts[0]), parts -> parts[1]));
    }

    private static String text(List<PortRule> rules) {
        return rules.stream().sorted().map(PortRule::toString).collect(Collectors.joining(","));
    }

    private static List<PortRule> rules(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(PortRule::parse).toList();
    }

    public UUID id() {
        return id;
    }

    public RequestKind kind() {
        return kind;
    }

    public RequestStatus status() {
        return status;
    }

    public String askedBy() {
        return askedBy;
    }

    public String askedFor() {
        return askedFor;
    }

    /** Empty where what was asked for is no device. */
    public Optional<DeviceId> device() {
        return Optional.ofNullable(deviceId).map(DeviceId::new);
    }

    public String reason() {
        return reason;
    }

    public Instant askedAt() {
        return askedAt;
    }

    public Instant lapsesAt() {
        return lapsesAt;
    }

    /** For how long the device is asked for; empty for ports. */
    public Optional<Duration> time() {
        return Optional.ofNullable(seconds).map(Duration::ofSeconds);
    }

    /** The whole list that is asked for, sorted; empty for access. */
    public Optional<List<PortRule>> portsWanted() {
        return Optional.ofNullable(portsWanted).map(FiledRequest::rules);
    }

    /** The list that the device had; empty for the defaults of its system. */
    public Optional<List<PortRule>> portsFound() {
        return Optional.ofNullable(portsFound).map(FiledRequest::rules);
    }

    public Optional<String> decidedBy() {
        return Optional.ofNullable(decidedBy);
    }

    public Optional<Instant> decidedAt() {
        return Optional.ofNullable(decidedAt);
    }

    public Optional<String> decidedWhy() {
        return Optional.ofNullable(decidedWhy);
    }

    /** When access that was approved ends by itself. */
    public Optional<Instant> endsAt() {
        return Optional.ofNullable(endsAt);
    }

    public Optional<String> closedBy() {
        return Optional.ofNullable(closedBy);
    }

    /** When nothing more could become of it. */
    public Optional<Instant> closedAt() {
        return Optional.ofNullable(closedAt);
    }

    public Optional<String> closedWhy() {
        return Optional.ofNullable(closedWhy);
    }

    /** Somebody with the right said yes: access is open from now on for its time, ports are closed as done. */
    public void approve(String by, Optional<String> why, Instant now) {
        decide(by, why, now);
        if (kind == RequestKind.ACCESS) {
            this.status = RequestStatus.OPEN;
            this.endsAt = now.plus(time().orElseThrow());
        } else {
            close(RequestStatus.APPLIED, Optional.of(by), Optional.empty(), now);
        }
    }

    public void refuse(String by, Optional<String> why, Instant now) {
        decide(by, why, now);
        close(RequestStatus.REFUSED, Optional.of(by), why, now);
    }

    private void decide(String by, Optional<String> why, Instant now) {
        this.decidedBy = by;
        this.decidedWhy = why.orElse(null);
        this.decidedAt = now;
    }

    /** @param by empty when its time came */
    public void close(RequestStatus end, Optional<String> by, Optional<String> why, Instant now) {
        this.status = end;
        this.closedBy = by.orElse(null);
        this.closedWhy = why.orElse(null);
        this.closedAt = now;
    }
}
