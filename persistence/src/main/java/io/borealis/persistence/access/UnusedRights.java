package io.borealis.persistence.access;

import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.jpql.Conditions;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.device.DeviceState;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What is there and was not used for long; in one unit of work, which only reads. */
public final class UnusedRights {
    private final EntityManager entities;

    public UnusedRights(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * About which devices is asked: those to which all of it applies. What is empty asks for nothing. Immutable.
     *
     * @param site to which the device belongs now
     * @param before nothing of what is told was used, or seen, from this moment on
     */
    public record Asked(Optional<DeviceId> device, Optional<UUID> site, Optional<DeviceScope> scope, Instant before) {}

    /**
     * Something that was given and not used.
     *
     * @param lastUsed the latest end of a tunnel that used it, also of one from before it was given; empty for none
     */
    public record Unused<T>(T right, Optional<Instant> lastUsed) {}

    /** Devices that did not connect, and never did since they are enrolled, in the order of their ids; none that was removed. */
    public List<Device> devices(Asked asked, Optional<UUID> after, int most) {
        Conditions query = new Conditions("select d from Device d where d.state <> :removed");
        query.with("removed", DeviceState.REMOVED)
                .and(
                        "(d.lastSeenAt < :before or (d.lastSeenAt is null and d.enrolledAt < :before))",
                        "before",
                        asked.before());
        asked.device().ifPresent(id -> query.and("d.id = :device", "device", id.value()));
        asked.site().ifPresent(site -> query.and("d.siteId = :site", "site", site));
        asked.scope().ifPresent(some -> query.and(some.coversIn(query)));
        after.ifPresent(last -> query.and("d.id > :after", "after", last));
        return query.read(entities, Device.class, "d.id", most);
    }

    /** Rules of devices' own port lists while nobody had a tunnel to the device, in the order of their ids. */
    public List<Unused<PortGrant>> ports(Asked asked, Optional<UUID> after, int most) {
        Conditions query =
                new Conditions("select g, (select max(t.endedAt) from Tunnel t where t.deviceId = g.deviceId)"
                        + " from PortGrant g where g.grantedAt < :before");
        query.and("not exists (select u from Tunnel u where u.deviceId = g.deviceId"
                + " and (u.endedAt is null or u.endedAt >= :before))");
        return unused(query, "g", asked, after, PortGrant.class::cast, most);
    }

    /** Accesses for a time that are open and whose person had no share of a tunnel to the device, in the order of their ids. */
    public List<Unused<FiledRequest>> accesses(Asked asked, Optional<UUID> after, int most) {
        String share = " from Lease l join Tunnel u on u.id = l.tunnelId"
                + " where l.username = r.askedBy and u.deviceId = r.deviceId";
        Conditions query = new Conditions("select r, (select max(l.leftAt)" + share + ") from FiledRequest r"
                + " where r.kind = :kind and r.status = :open and r.decidedAt < :before");
        query.with("kind", RequestKind.ACCESS)
                .with("open", RequestStatus.OPEN)
                .and("not exists (select l.id" + share + " and (l.leftAt is null or l.leftAt >= :before))");
        return unused(query, "r", asked, after, FiledRequest.class::cast, most);
    }

    private <T> List<Unused<T>> unused(
            Conditions query, String row, Asked asked, Optional<UUID> after, Function<Object, T> right, int most) {
        query.with("before", asked.before());
        query.and("exists (select d from Device d where d.id = " + row + ".deviceId and d.state <> :removed"
                + asked.scope().map(some -> " and " + some.coversIn(query)).orElse("") + ")");
        query.with("removed", DeviceState.REMOVED);
        asked.device().ifPresent(id -> query.and(row + ".deviceId = :device", "device", id.value()));
        asked.site()
                .ifPresent(site -> query.and(
                        "exists (select o from Device o where o.id = " + row + ".deviceId and o.siteId = :site)",
                        "site",
                        site));
        after.ifPresent(last -> query.and(row + ".id > :after", "after", last));
        return query.read(entities, Object[].class, row + ".id", most).stream()
                .map(found -> new Unused<>(right.apply(found[0]), Optional.ofNullable((Instant) found[1])))
                .toList();
    }
}
