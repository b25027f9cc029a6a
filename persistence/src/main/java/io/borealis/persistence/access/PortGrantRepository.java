package io.borealis.persistence.access;

import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** What the rules of the device's own list are for; those without a comment are not in it. */
    public Map<PortRule, String> commentsOf(DeviceId device) {
        return grants(device).stream()
                .filter(grant -> grant.comment().isPresent())
                .collect(Collectors.toMap(
                        PortGrant::rule, grant -> grant.comment().orElseThrow()));
    }

    /** Makes these the whole list, with these comments and no others. Rules that stay keep who granted them. */
    public void replace(
            DeviceId device, Collection<PortRule> rules, Map<PortRule, String> comments, String by, Instant now) {
        List<PortGrant> before = grants(device);
        before.stream().filter(grant -> !rules.contains(grant.rule())).forEach(entities::remove);
        Map<PortRule, PortGrant> kept = before.stream().collect(Collectors.toMap(PortGrant::rule, grant -> grant));
        rules.stream().distinct().forEach(rule -> {
            PortGrant grant = kept.get(rule);
            if (grant == null) {
                grant = new PortGrant(device, rule, by, now);
                entities.persist(grant);
            }
            grant.comment(Optional.ofNullable(comments.get(rule)));
        });
    }

    private List<PortGrant> grants(DeviceId device) {
        return entities.createQuery("select g from PortGrant g where g.deviceId = :device", PortGrant.class)
                .setParameter("device", device.value())
                .getResultList();
    }
}
