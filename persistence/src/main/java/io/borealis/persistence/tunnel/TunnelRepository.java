package io.borealis.persistence.tunnel;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import io.borealis.protocol.tunnel.TunnelStatus;
import io.borealis.protocol.tunnel.WireGuardKey;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tunnels and their leases of one unit of work. */
public final class TunnelRepository {
    private final EntityManager entities;

    public TunnelRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(Tunnel tunnel) {
        entities.persist(tunnel);
    }

    public void add(Lease lease) {
        entities.persist(lease);
    }

    public Optional<Tunnel> find(TunnelId id) {
        return Optional.ofNullable(entities.find(Tunnel.class, id.value()));
    }

    /** The live tunnel of this id. */
    public Optional<Tunnel> findLive(TunnelId id) {
        return find(id).filter(Tunnel::isLive);
    }

    /** The one live tunnel of the device. */
    public Optional<Tunnel> findLive(DeviceId device) {
        return entities.createQuery("select t from Tunnel t where t.liveDevice = :device", Tunnel.class)
                .setParameter("device", device.value())
                .getResultStream()
                .findFirst();
    }

    /** The live tunnel whose peer has this key. */
    public Optional<Tunnel> findLive(WireGuardKey agentKey) {
        return entities.createQuery(
                        "select t from Tunnel t where t.agentPublicKey = :key and t.liveDevice is not null",
                        Tunnel.class)
                .setParameter("key", agentKey.toBase64())
                .getResultStream()
                .findFirst();
    }

    /** The device's live tunnel, or the last that ended. */
    public Optional<Tunnel> newestOf(DeviceId device) {
        return findLive(device).or(() -> entities.createQuery(
                        "select t from Tunnel t where t.deviceId = :device order by t.openedAt desc", Tunnel.class)
                .setParameter("device", device.value())
                .setMaxResults(1)
                .getResultStream()
                .findFirst());
    }

    /** All live tunnels, the oldest first. */
    public List<Tunnel> live() {
        return entities.createQuery(
                        "select t from Tunnel t where t.liveDevice is not null order by t.openedAt, t.id", Tunnel.class)
                .getResultList();
    }

    /** The live tunnels of these devices, at most one each. */
    public List<Tunnel> liveOf(List<DeviceId> devices) {
        if (devices.isEmpty()) {
            return List.of();
        }
        return entities.createQuery("select t from Tunnel t where t.liveDevice in :devices", Tunnel.class)
                .setParameter("devices", devices.stream().map(DeviceId::value).toList())
                .getResultList();
    }

    /** Live tunnels that no handshake made up yet. */
    public List<Tunnel> pending() {
        return entities.createQuery(
                        "select t from Tunnel t where t.liveDevice is not null and t.status = :pending", Tunnel.class)
                .setParameter("pending", TunnelStatus.PENDING)
                .getResultList();
    }

    /** An operator did something. Past the entity: activity never stands in the way of a decision. */
    public void used(TunnelId tunnel, Instant at) {
        entities.createQuery("update Tunnel t set t.lastActivityAt = :at"
                        + " where t.id = :id and t.liveDevice is not null and t.lastActivityAt < :at")
                .setParameter("at", at)
                .setParameter("id", tunnel.value())
                .executeUpdate();
    }

    /** What its peer moved so far. Past the entity, like its use; the last word is written with its end. */
    public void moved(TunnelId tunnel, long received, long sent) {
        entities.createQuery("update Tunnel t set t.receivedBytes = :received, t.sentBytes = :sent"
                        + " where t.id = :id and t.liveDevice is not null")
                .setParameter("received", received)
                .setParameter("sent", sent)
                .setParameter("id", tunnel.value())
                .executeUpdate();
    }

    /** Whether any tunnel, living or ended, ever had this key. */
    public boolean isKeyUsed(WireGuardKey agentKey) {
        return entities.createQuery("select count(t) from Tunnel t where t.agentPublicKey = :key", Long.class)
                        .setParameter("key", agentKey.toBase64())
                        .getSingleResult()
                > 0;
    }

    /** The live leases of a tunnel, the oldest first. */
    public List<Lease> leases(TunnelId tunnel) {
        return entities.createQuery(
                        "select l from Lease l where l.tunnelId = :tunnel and l.liveSession is not null"
                                + " order by l.joinedAt, l.id",
                        Lease.class)
                .setParameter("tunnel", tunnel.value())
                .getResultList();
    }

    /** The live leases of all live tunnels, the oldest first. */
    public List<Lease> liveLeases() {
        return entities.createQuery(
                        "select l from Lease l where l.liveSession is not null order by l.joinedAt, l.id", Lease.class)
                .getResultList();
    }

    /** The live leases of these tunnels, in the order of joining. */
    public List<Lease> leases(List<TunnelId> tunnels) {
        return tunnels.isEmpty()
                ? List.of()
                : entities.createQuery(
                                "select l from Lease l where l.tunnelId in :tunnels and l.liveSession is not null"
                                        + " order by l.joinedAt, l.id",
                                Lease.class)
                        .setParameter(
                                "tunnels", tunnels.stream().map(TunnelId::value).toList())
                        .getResultList();
    }

    /** The live leases of one operator session, wherever. */
    public List<Lease> leasesOf(String sessionId) {
        return entities.createQuery("select l from Lease l where l.liveSession = :session", Lease.class)
                .setParameter("session", sessionId)
                .getResultList();
    }

    /** The live leases whose operator session ended, or is not known at all. */
    public List<Lease> leasesWithoutSession() {
        return entities.createQuery(
                        "select l from Lease l where l.liveSession is not null and not exists"
                                + " (select s from SignIn s where s.id = l.liveSession and s.endedAt is null)",
                        Lease.class)
                .getResultList();
    }

    /** The live leases that stand on a right that may be lost: of limited accounts, and where access is to be approved. */
    public List<Lease> leasesOnCondition() {
        return entities.createQuery(
                        "select l from Lease l where l.liveSession is not null and (l.username in"
                                + " (select s.username from AccountScope s) or exists"
                                + " (select t.id from Tunnel t, Device d, Site s where t.id = l.tunnelId"
                                + " and d.id = t.deviceId and s.id = d.siteId and s.approvalRequired = true))",
                        Lease.class)
                .getResultList();
    }

    /** The live lease of this session in the tunnel. */
    public Optional<Lease> lease(TunnelId tunnel, String sessionId) {
        return entities.createQuery(
                        "select l from Lease l where l.tunnelId = :tunnel and l.liveSession = :session", Lease.class)
                .setParameter("tunnel", tunnel.value())
                .setParameter("session", sessionId)
                .getResultStream()
                .findFirst();
    }

    /** Ends every live lease of the tunnel. */
    public void endLeases(TunnelId tunnel, Instant now) {
        leases(tunnel).forEach(lease -> lease.leave(now));
    }
}
