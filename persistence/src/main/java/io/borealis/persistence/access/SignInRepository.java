package io.borealis.persistence.access;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The operator sessions of one unit of work. */
public final class SignInRepository {
    private final EntityManager entities;

    public SignInRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(SignIn session) {
        entities.persist(session);
    }

    public Optional<SignIn> find(String id) {
        return Optional.ofNullable(entities.find(SignIn.class, id));
    }

    /** All that did not end. */
    public List<SignIn> live() {
        return entities.createQuery("select s from SignIn s where s.endedAt is null", SignIn.class)
                .getResultList();
    }

    /** Those of one operator that did not end; in which nobody was seen for longest, first. */
    public List<SignIn> liveOf(String username) {
        return entities.createQuery(
                        "select s from SignIn s where s.username = :username and s.endedAt is null"
                                + " order by s.lastSeenAt, s.signedInAt, s.id",
                        SignIn.class)
                .setParameter("username", username)
                .getResultList();
    }

    /** All that came from this session of the issuer, ended or not. */
    public List<SignIn> ofIssuerSession(String issuerSession) {
        return entities.createQuery("select s from SignIn s where s.issuerSession = :there", SignIn.class)
                .setParameter("there", issuerSession)
                .getResultList();
    }

    /** The one session of this token of the issuer, ended or not. */
    public Optional<SignIn> ofToken(String tokenHash) {
        return entities.createQuery("select s from SignIn s where s.tokenHash = :hash", SignIn.class)
                .setParameter("hash", tokenHash)
                .getResultStream()
                .findFirst();
    }

    /** How many tokens of the issuer one operator used that are good at this time, whether their sessions ended or not. */
    public long tokensOf(String username, Instant now) {
        return entities.createQuery(
                        "select count(s) from SignIn s where s.username = :username and s.expiresAt > :now", Long.class)
                .setParameter("username", username)
                .setParameter("now", now)
                .getSingleResult();
    }

    /**
     * The newest first, a page of them.
     *
     * @param username of one operator; empty for all
     * @param ended whether those that ended are among them
     * @param after the last one of the page before; empty for the first page
     */
    public List<SignIn> page(Optional<String> username, boolean ended, Optional<SignIn> after, int most) {
        StringBuilder text = new StringBuilder("select s from SignIn s where 1 = 1");
        if (username.isPresent()) {
            text.append(" and s.username = :username");
        }
        if (!ended) {
            text.append(" and s.endedAt is null");
        }
        if (after.isPresent()) {
            text.append(" and (s.signedInAt < :at or (s.signedInAt = :at and s.id < :id))");
        }
        TypedQuery<SignIn> query = entities.createQuery(
                text.append(" order by s.signedInAt desc, s.id desc").toString(), SignIn.class);
        username.ifPresent(name -> query.setParameter("username", name));
        after.ifPresent(last -> query.setParameter("at", last.signedInAt()).setParameter("id", last.id()));
        return query.setMaxResults(most).getResultList();
    }

    /** Somebody was seen in it. Past the entity: that never stands in the way of a decision. */
    public void seen(String id, Instant at) {
        entities.createQuery("update SignIn s set s.lastSeenAt = :at"
                        + " where s.id = :id and s.endedAt is null and s.lastSeenAt < :at")
                .setParameter("at", at)
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Removes what ended before this time. */
    public void removeEndedBefore(Instant time) {
        entities.createQuery("delete from SignIn s where s.endedAt < :time")
                .setParameter("time", time)
                .executeUpdate();
    }

    /** Removes what ended of one operator, except so many that ended last, and what a token could begin anew. */
    public void keepEnded(String username, int most, Instant now) {
        entities.createQuery(
                        "select s from SignIn s where s.username = :username and s.endedAt is not null"
                                + " and (s.expiresAt is null or s.expiresAt <= :now) order by s.endedAt desc, s.id desc",
                        SignIn.class)
                .setParameter("username", username)
                .setParameter("now", now)
                .setFirstResult(most)
                .getResultStream()
                .forEach(entities::remove);
    }
}
