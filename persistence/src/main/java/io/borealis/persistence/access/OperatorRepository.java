package io.borealis.persistence.access;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /** The account as it is now; nobody else decides about it until this work is done. First of all in a unit of work. */
    public Optional<Operator> lock(String username) {
        return Optional.ofNullable(entities.find(Operator.class, username, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The account of the issuer's person; nobody else decides about it until this work is done. */
    public Optional<Operator> lockOfIssuer(String issuer, String subject) {
        return entities.createQuery(
                        "select o from Operator o where o.issuer = :issuer and o.subject = :subject", Operator.class)
                .setParameter("issuer", issuer)
                .setParameter("subject", subject)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    /**
     * The account together with every local account that is enabled and has the role: nobody else decides about any of them
     * until this work is done. First of all in a unit of work. Always in one order, so that two never wait for each other.
     */
    public List<Operator> lockWithAllOf(String role, String username) {
        return entities.createQuery(
                        "select o from Operator o where o.username = :username"
                                + " or (o.disabled = false and o.issuer is null and concat(',', o.roles, ',') like :role)"
                                + " order by o.username",
                        Operator.class)
                .setParameter("username", username)
                .setParameter("role", "%," + role + ",%")
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /**
     * Accounts in the order of their names.
     *
     * @param after the last one that is known already; empty for the first page
     */
    public List<Operator> page(Optional<String> after, int most) {
        TypedQuery<Operator> query = entities.createQuery(
                        "select o from Operator o" + (after.isPresent() ? " where o.username > :after" : "")
                                + " order by o.username",
                        Operator.class)
                .setMaxResults(most);
        after.ifPresent(name -> query.setParameter("after", name));
        return query.getResultList();
    }

    public long count() {
        return entities.createQuery("select count(o) from Operator o", Long.class)
                .getSingleResult();
    }

    public boolean isEmpty() {
        return count() == 0;
    }

    public void add(SecondFactor factor) {
        entities.persist(factor);
    }

    /** The account's second factor, in use or only begun. Decisions about it {@link #lock} the account first. */
    public Optional<SecondFactor> secondFactor(String username) {
        return Optional.ofNullable(entities.find(SecondFactor.class, username));
    }

    public void remove(SecondFactor factor) {
        entities.remove(factor);
    }

    /**
     * The accounts with a second factor, in use or only begun, in the order of their names.
     *
     * @param after the last one that is known already; empty for the first ones
     */
    public List<String> haveSecondFactors(Optional<String> after, int most) {
        return entities.createQuery(
                        "select f.username from SecondFactor f where f.username > :after order by f.username",
                        String.class)
                .setParameter("after", after.orElse(""))
                .setMaxResults(most)
                .getResultList();
    }

    /** Those of the accounts that have a second factor in use. */
    public Set<String> withSecondFactor(Collection<String> usernames) {
        if (usernames.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(entities.createQuery(
                        "select f.username from SecondFactor f"
                                + " where f.confirmedAt is not null and f.username in :usernames",
                        String.class)
                .setParameter("usernames", usernames)
                .getResultList());
    }
}
