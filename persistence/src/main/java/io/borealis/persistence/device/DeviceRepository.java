package io.borealis.persistence.device;

import io.borealis.persistence.jpql.Conditions;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.DeviceState;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The devices of one unit of work. */
public final class DeviceRepository {
    private static final String WITH_LIVE_TUNNEL = "select d from Device d where d.id in"
            + " (select t.liveDevice from Tunnel t where t.liveDevice is not null)";

    private static final String NOT_TRUSTING = "d.state <> :removed and (d.trustId is null or d.trustId <> :trust)";

    private static final String FOUND =
            "(lower(d.name) like :part escape '!' or lower(d.hostname) like :part escape '!'"
                    + " or lower(d.os) like :part escape '!'"
                    + " or d.siteId in (select s.id from Site s where lower(s.name) like :part escape '!')"
                    + " or exists (select t from d.tags t where lower(t) like :part escape '!'))";

    private static final String RANK = "select new io.borealis.persistence.device.DeviceRank("
            + "d.id, coalesce(d.name, d.hostname), d.os, s.name, d.addressIndex, d.state, d.lastSeenAt, live.status)"
            + " from Device d join Site s on s.id = d.siteId left join Tunnel live on live.liveDevice = d.id";

    private final EntityManager entities;

    public DeviceRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(Device device) {
        entities.persist(device);
    }

    public Optional<Device> find(DeviceId id) {
        return Optional.ofNullable(entities.find(Device.class, id.value()));
    }

    public Optional<Device> findByKey(DeviceKey key) {
        return entities.createQuery("select d from Device d where d.key = :key", Device.class)
                .setParameter("key", key.toBase64())
                .getResultStream()
                .findFirst();
    }

    /** The one device that people call so; empty when none is called so, or several are. Removed ones do not count. */
    public Optional<Device> findByName(String name) {
        List<Device> called = entities.createQuery(
                        "select d from Device d where d.state <> :removed"
                                + " and (d.name = :name or (d.name is null and d.hostname = :name))",
                        Device.class)
                .setParameter("removed", DeviceState.REMOVED)
                .setParameter("name", name)
                .setMaxResults(2)
                .getResultList();
        return called.size() == 1 ? Optional.of(called.get(0)) : Optional.empty();
    }

    /**
     * Devices in the order of their ids, which no change of a device alters.
     *
     * @param after the last one that is known already; empty for the first page
     * @param removed whether those that were removed, or all others
     */
    public List<Device> page(Optional<DeviceId> after, boolean removed, int most) {
        return page(after, removed, Optional.empty(), Optional.empty(), Optional.empty(), most);
    }

    /**
     * The same of some of them.
     *
     * @param scope those that it covers; empty for all
     * @param site those of this site; empty for those of every site
     * @param search those whose name, host name, system, site or tag has this text, in whatever case; empty for all
     */
    public List<Device> page(
            Optional<DeviceId> after,
            boolean removed,
            Optional<DeviceScope> scope,
            Optional<UUID> site,
            Optional<String> search,
            int most) {
        Conditions query = some("select d from Device d", removed, search);
        site.ifPresent(id -> query.and("d.siteId = :site", "site", id));
        return page(query, after, scope, most);
    }

    private static Conditions some(String select, boolean removed, Optional<String> search) {
        Conditions query = new Conditions(select + " where d.state " + (removed ? "=" : "<>") + " :removed")
                .with("removed", DeviceState.REMOVED);
        search.ifPresent(part -> query.and(FOUND, "part", Conditions.containing(part)));
        return query;
    }

    /**
     * What some of the devices are sorted by, for who knows more about them than a database does.
     *
     * @param scope those that it covers; empty for all
     * @param search those whose name, host name, system, site or tag has this text, in whatever case; empty for all
     */
    public List<DeviceRank> ranks(boolean removed, Optional<DeviceScope> scope, Optional<String> search, int most) {
        Conditions query = some(RANK, removed, search);
        scope.ifPresent(some -> query.and(some.coversIn(query)));
        return query.read(entities, DeviceRank.class, "d.id", most);
    }

    /** What the device is sorted by, also one that was removed. */
    public Optional<DeviceRank> rank(DeviceId id) {
        return new Conditions(RANK + " where d.id = :id")
                .with("id", id.value()).read(entities, DeviceRank.class, "d.id", 1).stream()
                        .findFirst();
    }

    /** Those of these devices that there are, in no order. */
    public List<Device> all(Collection<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : entities.createQuery("select d from Device d where d.id in :ids", Device.class)
                        .setParameter("ids", ids)
                        .getResultList();
    }

    private List<Device> page(Conditions query, Optional<DeviceId> after, Optional<DeviceScope> scope, int most) {
        after.ifPresent(id -> query.and("d.id > :after", "after", id.value()));
        scope.ifPresent(some -> query.and(some.coversIn(query)));
        return query.read(entities, Device.class, "d.id", most);
    }

    /**
     * Devices with a live tunnel by id.
     *
     * @param after the last one that is known already; empty for the first page
     * @param scope those that it covers; empty for all
     */
    public List<Device> pageWithLiveTunnel(Optional<DeviceId> after, Optional<DeviceScope> scope, int most) {
        return page(new Conditions(WITH_LIVE_TUNNEL), after, scope, most);
    }

    /**
     * Devices by id that did not say that they trust this; removed ones are left out.
     *
     * @param after the last one that is known already; empty for the first page
     */
    public List<Device> pageNotTrusting(String trustId, Optional<DeviceId> after, int most) {
        Conditions query = new Conditions("select d from Device d where " + NOT_TRUSTING)
                .with("trust", trustId)
                .with("removed", DeviceState.REMOVED);
        return page(query, after, Optional.empty(), most);
    }

    /** How many there are of them. */
    public long countNotTrusting(String trustId) {
        return entities.createQuery("select count(d) from Device d where " + NOT_TRUSTING, Long.class)
                .setParameter("trust", trustId)
                .setParameter("removed", DeviceState.REMOVED)
                .getSingleResult();
    }

    /** The devices with a live tunnel. */
    public List<Device> withLiveTunnel() {
        return entities.createQuery(WITH_LIVE_TUNNEL, Device.class).getResultList();
    }

    /** The devices of a site with a live tunnel. */
    public List<Device> withLiveTunnel(UUID site) {
        return entities.createQuery(WITH_LIVE_TUNNEL + " and d.siteId = :site", Device.class)
                .setParameter("site", site)
                .getResultList();
    }

    /** The lowest address that no device has. Two at once may get the same: the constraint lets one of them through. */
    public int freeAddressIndex() {
        boolean firstIsFree = entities.createQuery("select count(d) from Device d where d.addressIndex = 0", Long.class)
                        .getSingleResult()
                == 0;
        if (firstIsFree) {
            return 0;
        }
        return entities.createQuery(
                        "select min(d.addressIndex) + 1 from Device d where not exists"
                                + " (select n.id from Device n where n.addressIndex = d.addressIndex + 1)",
                        Integer.class)
                .getSingleResult();
    }
}
