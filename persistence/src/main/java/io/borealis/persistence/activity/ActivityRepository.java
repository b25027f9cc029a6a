package io.borealis.persistence.activity;

import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.jpql.Conditions;
import io.borealis.protocol.device.DeviceId;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** What happened, in one unit of work. */
public final class ActivityRepository {
    private final EntityManager entities;

    public ActivityRepository(EntityManager entities) {
        this.entities = entities;
    }

    /** The row waits for its seal from the commit on. */
    public void add(Activity activity) {
        entities.persist(activity);
        entities.persist(new UnsealedRow(activity));
    }

    public Optional<Activity> find(long id) {
        return Optional.ofNullable(entities.find(Activity.class, id));
    }

    /** The newest first. */
    public List<Activity> newest(int most) {
        return entities.createQuery("select a from Activity a order by a.id desc", Activity.class)
                .setMaxResults(most)
                .getResultList();
    }

    /** The newest of one device first. */
    public List<Activity> newestOf(DeviceId device, int most) {
        return entities.createQuery(
                        "select a from Activity a where a.deviceId = :device order by a.id desc", Activity.class)
                .setParameter("device", device.value())
                .setMaxResults(most)
                .getResultList();
    }

    /**
     * What fits the filter, the newest first; of the same moment the higher id first. Nothing that is written later changes
     * what follows a row.
     *
     * @param scope what is about a device that it covers; empty for everything, and what is about no device too
     * @param after the last one that is known already; empty for the first page
     */
    public List<Activity> page(ActivityFilter filter, Optional<DeviceScope> scope, Optional<Activity> after, int most) {
        Conditions query = new Conditions("select a from Activity a where 1 = 1");
        filter.device().ifPresent(id -> query.and("a.deviceId = :device", "device", id.value()));
        filter.tunnel().ifPresent(id -> query.and("a.tunnelId = :tunnel", "tunnel", id.value()));
        filter.username().ifPresent(name -> query.and("a.username = :username", "username", name));
        filter.address().ifPresent(from -> query.and("a.remoteAddress = :address", "address", from));
        if (!filter.events().isEmpty()) {
            query.and("a.event in :events", "events", filter.events());
        }
        filter.from().ifPresent(time -> query.and("a.at >= :from", "from", time));
        filter.until().ifPresent(time -> query.and("a.at < :until", "until", time));
        filter.detail()
                .ifPresent(part ->
                        query.and("lower(a.detail) like :part escape '!'", "part", Conditions.containing(part)));
        // The first condition alone is one that an index takes
        after.ifPresent(last -> query.and("a.at <= :at and (a.at < :at or a.id < :id)", "at", last.at())
                .with("id", last.id()));
        scope.ifPresent(some ->
                query.and("exists (select d from Device d where d.id = a.deviceId and " + some.coversIn(query) + ")"));
        return query.read(entities, Activity.class, "a.at desc, a.id desc", most);
    }
}
