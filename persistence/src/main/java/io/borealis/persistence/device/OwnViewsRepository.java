package io.borealis.persistence.device;

import jakarta.persistence.EntityManager;
import java.util.Optional;

/** What people saved of the list of devices, of one unit of work. */
public final class OwnViewsRepository {
    private final EntityManager entities;

    public OwnViewsRepository(EntityManager entities) {
        this.entities = entities;
    }

    /** Empty for who never saved one. */
    public Optional<OwnViews> find(String username) {
        return Optional.ofNullable(entities.find(OwnViews.class, username));
    }

    public void add(OwnViews views) {
        entities.persist(views);
    }
}
