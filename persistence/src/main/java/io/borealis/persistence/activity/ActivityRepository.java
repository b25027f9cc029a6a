package io.borealis.persistence.activity;

import io.borealis.protocol.device.DeviceId;
import jakarta.persistence.EntityManager;
import java.util.List;

/** What happened, in one unit of work. */
public final class ActivityRepository {
    private final EntityManager entities;

    public ActivityRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(Activity activity) {
        entities.persist(activity);
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
}
