package io.borealis.persistence.access;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The devices' own port lists of one unit of work. */
public final class PortGrantRepository {
    private final EntityManager entities;

    public PortGrantRepository(EntityManager entities) {
        this.entities = entities;
    }

    /** The device's own list, sorted. */
    public List<PortRule> of(DeviceId device) {
        return grants(device).stream().map(PortGrant::rule).sorted().toList();
    }

    /** The grants of every device with a live tunnel, in one query. */
    public List<PortGrant> ofLiveTunnels() {
        return entities.createQuery(
                        "select g from PortGrant g where g.deviceId in"
                                + " (select t.liveDevice from Tunnel t where t.liveDevice is not null)",
                        PortGrant.class)
                .getResultList();
    }

    /** Makes these the whole list. Rules that stay keep who granted them. */
    public void replace(DeviceId device, Collection<PortRule> rules, String by, Instant now) {
        List<PortGrant> before = grants(device);
        before.stream().filter(grant -> !rules.contains(grant.rule())).forEach(entities::remove);
        List<PortRule> kept = before.stream().map(PortGrant::rule).toList();
        rules.stream()
                .distinct()
                .filter(rule -> !kept.contains(rule))
                .forEach(rule -> entities.persist(new PortGrant(device, rule, by, now)));
    }

    private List<PortGrant> grants(DeviceId device) {
        return entities.createQuery("select g from PortGrant g where g.deviceId = :device", PortGrant.class)
                .setParameter("device", device.value())
                .getResultList();
    }
}
