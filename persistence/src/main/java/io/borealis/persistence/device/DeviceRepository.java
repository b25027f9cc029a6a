package io.borealis.persistence.device;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.DeviceState;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The devices of one unit of work. */
public final class DeviceRepository {
    private static final String WITH_LIVE_TUNNEL = "select d from Device d where d.id in"
            + " (select t.liveDevice from Tunnel t where t.liveDevice is not null)";

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

    /**
     * Devices in the order of their ids, which no change of a device alters.
     *
     * @param after the last one that is known already; empty for the first page
     * @param removed whether those that were removed, or all others
     */
    public List<Device> page(Optional<DeviceId> after, boolean removed, int most) {
        return page(after, removed, Optional.empty(), Optional.empty(), most);
    }

    /**
     * The same of some of them.
     *
     * @param scope those that it covers; empty for all
     * @param site those of this site; empty for those of every site
     */
    public List<Device> page(
            Optional<DeviceId> after, boolean removed, Optional<DeviceScope> scope, Optional<UUID> site, int most) {
        StringBuilder text =
                new StringBuilder("select d from Device d where d.state " + (removed ? "=" : "<>") + " :removed");
        Map<String, Object> values = new HashMap<>();
        values.put("removed", DeviceState.REMOVED);
        after.ifPresent(id -> and(text, values, "d.id > :after", "after", id.value()));
        site.ifPresent(id -> and(text, values, "d.siteId = :site", "site", id));
        scope.ifPresent(some -> and(text, values, some));
        return page(text, values, most);
    }

    private List<Device> page(StringBuilder text, Map<String, Object> values, int most) {
        TypedQuery<Device> query =
                entities.createQuery(text.append(" order by d.id").toString(), Device.class);
        values.forEach(query::setParameter);
        return query.setMaxResults(most).getResultList();
    }

    private static void and(
            StringBuilder text, Map<String, Object> values, String condition, String name, Object value) {
        text.append(" and ").append(condition);
        values.put(name, value);
    }

    private static void and(StringBuilder text, Map<String, Object> values, DeviceScope scope) {
        text.append(" and (1 = 0");
        if (!scope.sites().isEmpty()) {
            text.append(" or d.siteId in :sites");
            values.put("sites", scope.sites());
        }
        if (!scope.tags().isEmpty()) {
            text.append(" or exists (select t from d.tags t where t in :tags)");
            values.put("tags", scope.tags());
        }
        text.append(")");
    }

    /**
     * Devices with a live tunnel by id.
     *
     * @param after the last one that is known already; empty for the first page
     * @param scope those that it covers; empty for all
     */
    public List<Device> pageWithLiveTunnel(Optional<DeviceId> after, Optional<DeviceScope> scope, int most) {
        StringBuilder text = new StringBuilder(WITH_LIVE_TUNNEL);
        Map<String, Object> values = new HashMap<>();
        after.ifPresent(id -> and(text, values, "d.id > :after", "after", id.value()));
        scope.ifPresent(some -> and(text, values, some));
        return page(text, values, most);
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
