package io.borealis.engine.access;

import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.AccountScope;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceScope;
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
    private final Optional<DeviceScope> limit;

    private Reach(UnitOfWork work, Optional<DeviceScope> limit) {
        this.work = work;
        this.limit = limit;
    }

    /** What the person behind a request reaches now. */
    public static Reach of(UnitOfWork work, OperatorSession who) {
        return new Reach(work, who.is(Role.ADMIN) ? Optional.empty() : scopeOf(work, who.username()));
    }

    /** The same where no request is, and the account alone tells who is an administrator. */
    public static Reach ofAccount(UnitOfWork work, String username) {
        boolean administrator = work.operators()
                .find(username)
                .filter(account -> account.roles().contains(Role.ADMIN.group()))
                .isPresent();
        return new Reach(work, administrator ? Optional.empty() : scopeOf(work, username));
    }

    private static Optional<DeviceScope> scopeOf(UnitOfWork work, String username) {
        return work.scopes().find(username).map(AccountScope::scope);
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

    /** For lists: the devices that are within reach; empty for all of them. */
    public Optional<DeviceScope> limit() {
        return limit;
    }

    /** Those of these live leases whose people do not reach the tunnel's device any more. */
    public static List<Lease> lost(UnitOfWork work, List<Lease> leases) {
        Map<String, Reach> known = new HashMap<>();
        return leases.stream()
                .filter(lease -> known.computeIfAbsent(lease.username(), name -> ofAccount(work, name))
                        .liveTunnel(lease.tunnel())
                        .isEmpty())
                .toList();
    }
}
