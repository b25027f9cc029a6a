package io.borealis.persistence.access;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;

/** The scopes of limited accounts, of one unit of work. */
public final class AccountScopeRepository {
    private final EntityManager entities;

    public AccountScopeRepository(EntityManager entities) {
        this.entities = entities;
    }

    /** Empty for an account that reaches all devices. */
    public Optional<AccountScope> find(String username) {
        return Optional.ofNullable(entities.find(AccountScope.class, username));
    }

    public void add(AccountScope scope) {
        entities.persist(scope);
    }

    /** From now on the account reaches all devices. */
    public void remove(AccountScope scope) {
        entities.remove(scope);
    }

    /** Takes a site that is to be removed out of all scopes. */
    public void forget(UUID site) {
        entities.createQuery("select s from AccountScope s where :site member of s.sites", AccountScope.class)
                .setParameter("site", site)
                .getResultStream()
                .forEach(scope -> scope.forget(site));
        entities.flush();
    }
}
