package io.borealis.persistence.access;

import io.borealis.persistence.device.DeviceScope;
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
import java.util.Set;
import java.util.UUID;

/** Which devices a limited account reaches. An account without such a row reaches all. */
@Entity
@Table(name = "account_scope")
public class AccountScope {
    @Id
    private String username;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "account_scope_site", joinColumns = @JoinColumn(name = "username"))
    @Column(name = "site_id", nullable = false)
    private Set<UUID> sites = new HashSet<>();

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "account_scope_tag", joinColumns = @JoinColumn(name = "username"))
    @Column(name = "tag", nullable = false)
    private Set<String> tags = new HashSet<>();

    @Column(name = "set_by", nullable = false)
    private String setBy;

    @Column(name = "set_at", nullable = false)
    private Instant setAt;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected AccountScope() {}

    public AccountScope(String username, DeviceScope scope, String by, Instant now) {
        this.username = username;
        this.setBy = by;
        this.setAt = now;
        set(scope, by, now);
    }

    public String username() {
        return username;
    }

    public DeviceScope scope() {
        return new DeviceScope(sites, tags);
    }

    public void set(DeviceScope scope, String by, Instant now) {
        sites.retainAll(scope.sites());
        sites.addAll(scope.sites());
        tags.retainAll(scope.tags());
        tags.addAll(scope.tags());
        this.setBy = by;
        this.setAt = now;
    }

    /** The site is no more. */
    void forget(UUID site) {
        sites.remove(site);
    }

    public String setBy() {
        return setBy;
    }

    public Instant setAt() {
        return setAt;
    }
}
