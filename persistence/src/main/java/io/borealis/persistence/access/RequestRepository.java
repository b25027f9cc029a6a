package io.borealis.persistence.access;

import io.borealis.persistence.device.DeviceScope;
import io.borealis.protocol.device.DeviceId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What people asked for, of one unit of work. */
public final class RequestRepository {
    private static final List<RequestStatus> ENDED_ACCESS =
            List.of(RequestStatus.OVER, RequestStatus.REVOKED, RequestStatus.RETURNED);

    private final EntityManager entities;

    public RequestRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(FiledRequest request) {
        entities.persist(request);
    }

    public Optional<FiledRequest> find(UUID id) {
        return Optional.ofNullable(entities.find(FiledRequest.class, id));
    }

    /** How many wait for a decision. */
    public long waiting() {
        return entities.createQuery("select count(r) from FiledRequest r where r.status = :waiting", Long.class)
                .setParameter("waiting", RequestStatus.WAITING)
                .getSingleResult();
    }

    /** How many of this person's wait for a decision. */
    public long waitingOf(String username) {
        return entities.createQuery(
                        "select count(r) from FiledRequest r where r.status = :waiting and r.askedBy = :name",
                        Long.class)
                .setParameter("waiting", RequestStatus.WAITING)
                .setParameter("name", username)
                .getSingleResult();
    }

    /** Those that wait for wider ports of the device. */
    public List<FiledRequest> waitingForPorts(DeviceId device) {
        return entities.createQuery(
                        "select r from FiledRequest r where r.status = :waiting and r.kind = :ports"
                                + " and r.deviceId = :device order by r.askedAt, r.id",
                        FiledRequest.class)
                .setParameter("waiting", RequestStatus.WAITING)
                .setParameter("ports", RequestKind.PORTS)
                .setParameter("device", device.value())
                .getResultList();
    }

    /** Those that nobody decided in time. */
    public List<FiledRequest> lapsed(Instant now, int most) {
        return entities.createQuery(
                        "select r from FiledRequest r where r.status = :waiting and r.lapsesAt <= :now"
                                + " order by r.lapsesAt, r.id",
                        FiledRequest.class)
                .setParameter("waiting", RequestStatus.WAITING)
                .setParameter("now", now)
                .setMaxResults(most)
                .getResultList();
    }

    /** All access that is open. */
    public List<FiledRequest> open() {
        return entities.createQuery("select r from FiledRequest r where r.status = :open", FiledRequest.class)
                .setParameter("open", RequestStatus.OPEN)
                .getResultList();
    }

    /** The devices that this person has for a time. */
    public Set<DeviceId> openTo(String username) {
        return entities.createQuery(
                        "select r.deviceId from FiledRequest r where r.status = :open and r.askedBy = :name",
                        UUID.class)
                .setParameter("open", RequestStatus.OPEN)
                .setParameter("name", username)
                .getResultStream()
                .map(DeviceId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The access of this person to the device that ended last since then. */
    public Optional<FiledRequest> endedSince(String username, DeviceId device, Instant since) {
        return entities.createQuery(
                        "select r from FiledRequest r where r.askedBy = :name and r.deviceId = :device"
                                + " and r.status in :ended and r.closedAt >= :since order by r.closedAt desc, r.id",
                        FiledRequest.class)
                .setParameter("name", username)
                .setParameter("device", device.value())
                .setParameter("ended", ENDED_ACCESS)
                .setParameter("since", since)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** Who may see which requests: his own, and those about devices that he reaches. */
    public record Viewer(String username, Optional<DeviceScope> scope) {}

    /**
     * The newest first.
     *
     * @param viewer what he may see; empty for everything
     * @param waiting only those that wait
     * @param after the last one that is known already; empty for the first page
     */
    public List<FiledRequest> page(Optional<Viewer> viewer, boolean waiting, Optional<FiledRequest> after, int most) {
        StringBuilder text = new StringBuilder("select r from FiledRequest r where 1 = 1");
        Map<String, Object> values = new HashMap<>();
        if (waiting) {
            text.append(" and r.status = :waiting");
            values.put("waiting", RequestStatus.WAITING);
        }
        after.ifPresent(last -> {
            text.append(" and (r.askedAt < :at or (r.askedAt = :at and r.id > :id))");
            values.put("at", last.askedAt());
            values.put("id", last.id());
        });
        viewer.ifPresent(who -> visible(text, values, who));
        TypedQuery<FiledRequest> query = entities.createQuery(
                text.append(" order by r.askedAt desc, r.id").toString(), FiledRequest.class);
        values.forEach(query::setParameter);
        return query.setMaxResults(most).getResultList();
    }

    private static void visible(StringBuilder text, Map<String, Object> values, Viewer who) {
        text.append(" and (r.askedBy = :viewer");
        values.put("viewer", who.username());
        if (who.scope().isEmpty()) {
            text.append(" or r.deviceId is not null");
        } else {
            DeviceScope scope = who.scope().get();
            if (!scope.sites().isEmpty()) {
                text.append(" or exists (select d from Device d where d.id = r.deviceId and d.siteId in :sites)");
                values.put("sites", scope.sites());
            }
            if (!scope.tags().isEmpty()) {
                text.append(" or exists (select d from Device d join d.tags t where d.id = r.deviceId and t in :tags)");
                values.put("tags", scope.tags());
            }
        }
        text.append(")");
    }

    /** Forgets those of which nothing more can become since before then. */
    public void removeClosedBefore(Instant time) {
        entities.createQuery("delete from FiledRequest r where r.closedAt < :time")
                .setParameter("time", time)
                .executeUpdate();
    }
}
