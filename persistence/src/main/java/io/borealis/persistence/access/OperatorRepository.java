package io.borealis.persistence.access;

import jakarta.persistence.EntityManager;
import java.util.Optional;

/** The operators of one unit of work. */
public final class OperatorRepository {
    private final EntityManager entities;

    public OperatorRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(Operator operator) {
        entities.persist(operator);
    }

    public Optional<Operator> find(String username) {
        return Optional.ofNullable(entities.find(Operator.class, username));
    }

    public boolean isEmpty() {
        return entities.createQuery("select count(o) from Operator o", Long.class)
                        .getSingleResult()
                == 0;
    }
}
