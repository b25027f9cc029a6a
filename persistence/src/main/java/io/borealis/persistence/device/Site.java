package io.borealis.persistence.device;

import io.borealis.protocol.access.PortRule;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;

/** A place or a customer to which devices belong; each device has exactly one. */
@Entity
@Table(name = "site")
public class Site {
    /** The site that always exists: devices of which nobody said another belong to it. */
    public static final UUID DEFAULT = UUID.fromString("00000000-0000-0000-0000-000000000001");

    @Id
    private UUID id;

    @Column(nullable = false)
    private String name;

    @Column(name = "created_by", nullable = false, updatable = false)
    private String createdBy;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(nullable = false)
    private boolean ceiling;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "site_port", joinColumns = @JoinColumn(name = "site_id"))
    @Column(name = "rule", nullable = false)
    @BatchSize(size = 500)
    private Set<String> ports = new HashSet<>();

    @Column(name = "approval_required", nullable = false)
    private boolean approvalRequired;

    @Column(name = "operators_approve", nullable = false)
    private boolean operatorsApprove;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected Site() {}

    public Site(UUID id, String name, String createdBy, Instant now) {
        this.id = id;
        this.name = name;
        this.createdBy = createdBy;
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    /** What people call it; no other site is called the same. */
    public String name() {
        return name;
    }

    public void rename(String name) {
        this.name = name;
    }

    public String createdBy() {
        return createdBy;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** What may be allowed on its devices at most, sorted; empty when anything may be. */
    public Optional<List<PortRule>> ceiling() {
        return ceiling
                ? Optional.of(ports.stream().map(PortRule::parse).sorted().toList())
                : Optional.empty();
    }

    /** @param wanted empty when anything may be allowed from now on */
    public void limitPorts(Optional<List<PortRule>> wanted) {
        Set<String> rules = new HashSet<>();
        wanted.ifPresent(list -> list.forEach(rule -> rules.add(rule.toString())));
        this.ceiling = wanted.isPresent();
        ports.retainAll(rules);
        ports.addAll(rules);
    }

    /** Whether operators connect to its devices only with an access that somebody approved. */
    public boolean isApprovalRequired() {
        return approvalRequired;
    }

    /** Whether operators who reach a device of it may approve access to it; else administrators alone may. */
    public boolean mayOperatorsApprove() {
        return operatorsApprove;
    }

    public void demandApproval(boolean required, boolean operatorsApprove) {
        this.approvalRequired = required;
        this.operatorsApprove = operatorsApprove;
    }

    public boolean isDefault() {
        return id.equals(DEFAULT);
    }
}
