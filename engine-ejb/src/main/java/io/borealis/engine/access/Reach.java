package io.borealis.engine.access;

import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.AccountScope;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.device.Site;
import io.borealis.persistence.tunnel.Lease;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which devices a person reaches: the one place that decides it. Whatever a person does with a device begins here, within
 * the unit of work that does it, so a right is asked while it is used. What is outside is answered like what does not
 * exist. Administrators reach everything. For one thread, and no longer than its unit of work.
 */
public final class Reach {
    private final UnitOfWork work;
    private final String username;
    private final boolean administrator;
    private final Optional<DeviceScope> limit;

    private Reach(UnitOfWork work, String username, boolean administrator, Optional<DeviceScope> limit) {
        this.work = work;
        this.username = username;
        this.administrator = administrator;
        this.limit = limit;
    }

    /** What the person behind a request reaches now: always, or for a time that somebody approved. */
    public static Reach of(UnitOfWork work, OperatorSession who) {
        return of(work, who.username(), who.is(Role.ADMIN));
    }

    /** The same where no request is, and the account alone tells who is an administrator. */
    public static Reach ofAccount(UnitOfWork work, String username) {
        boolean administrator = work.operators()
                .find(username)
                .filter(account -> account.roles().contains(Role.ADMIN.group()))
                .isPresent();
        return of(work, username, administrator);
    }

    private static Reach of(UnitOfWork work, String username, boolean administrator) {
        Reach standing = standing(work, username, administrator);
        return new Reach(
                work,
                username,
                administrator,
                standing.limit.map(scope -> scope.with(work.requests().openTo(username))));
    }

    /** What the person reaches without what was given to him for a time: for deciding about others. */
    public static Reach standing(UnitOfWork work, OperatorSession who) {
        return standing(work, who.username(), who.is(Role.ADMIN));
    }

    private static Reach standing(UnitOfWork work, String username, boolean administrator) {
        return new Reach(
                work,
                username,
                administrator,
                administrator ? Optional.empty() : work.scopes().find(username).map(AccountScope::scope));
    }

    /** The device, when there is one and it is within reach. */
    public Optional<Device> device(DeviceId id) {
        return work.devices().find(id).filter(device -> limit.map(scope -> scope.covers(device))
                .orElse(true));
    }

    /** The live tunnel, when there is one and its device is within reach. */
    public Optional<Tunnel> liveTunnel(TunnelId id) {
        return work.tunnels().findLive(id).filter(this::covers);
    }

    /** Whether the tunnel's device is within reach. */
    public boolean covers(Tunnel tunnel) {
        return limit.isEmpty() || device(tunnel.device()).isPresent();
    }

    /** Whether nobody must approve it before this person connects to the device, or somebody did. */
    public boolean isApproved(Device device) {
        return administrator
                || work.sites()
                        .find(device.site())
                        .filter(Site::isApprovalRequired)
                        .isEmpty()
                || work.requests().openTo(username).contains(device.id());
    }

    /** Whether this person may share the tunnel: its device is within reach, and approved where that is demanded. */
    public boolean allowsShareOf(Tunnel tunnel) {
        return administrator || device(tunnel.device()).filter(this::isApproved).isPresent();
    }

    /** For lists: the devices that are within reach; empty for all of them. */
    public Optional<DeviceScope> limit() {
        return limit;
    }

    /** Those of these live leases whose people have no right any more to share the tunnel. */
    public static List<Lease> lost(UnitOfWork work, List<Lease> leases) {
        Map<String, Reach> known = new HashMap<>();
        return leases.stream()
                .filter(lease -> work.tunnels()
                        .findLive(lease.tunnel())
                        .filter(known.computeIfAbsent(lease.username(), name -> ofAccount(work, name))::allowsShareOf)
                        .isEmpty())
                .toList();
    }
}
