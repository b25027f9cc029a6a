package io.borealis.persistence.device;

import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.DeviceState;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;

/** The devices of one unit of work. */
public final class DeviceRepository {
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
        TypedQuery<Device> query = entities.createQuery(
                        "select d from Device d where d.state " + (removed ? "=" : "<>") + " :removed"
                                + (after.isPresent() ? " and d.id > :after" : "") + " order by d.id",
                        Device.class)
                .setParameter("removed", DeviceState.REMOVED)
                .setMaxResults(most);
        after.ifPresent(id -> query.setParameter("after", id.value()));
        return query.getResultList();
    }

    /** The devices with a live tunnel. */
    public List<Device> withLiveTunnel() {
        return entities.createQuery(
                        "select d from Device d where d.id in"
                                + " (select t.liveDevice from Tunnel t where t.liveDevice is not null)",
                        Device.class)
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
