package io.borealis.persistence.activity;

import io.borealis.protocol.activity.Checkpoint;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/** The chain over the activity, in one unit of work. */
public final class SealRepository {
    private static final int STATEMENTS_AT_ONCE = 100;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final EntityManager entities;

    public SealRepository(EntityManager entities) {
        this.entities = entities;
    }

    /** A row of the chain, and what it seals; empty when somebody took that away. */
    public record Link(Seal seal, Optional<Activity> row) {}

    /** A part of the chain by the numbers of its ends, both included. */
    public record Stretch(long first, long last) {}

    public ChainHead head() {
        return entities.find(ChainHead.class, ChainHead.ONLY);
    }

    /** The same, for whoever seals: until the work ends nobody else does. Waits for who does. */
    public ChainHead lockHead() {
        return entities.find(ChainHead.class, ChainHead.ONLY, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Whether a row waits for its seal. */
    public boolean isAnyUnsealed() {
        return !entities.createQuery("select u.activityId from UnsealedRow u", Long.class)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    public long unsealed() {
        return entities.createQuery("select count(u) from UnsealedRow u", Long.class)
                .getSingleResult();
    }

    /** Rows that wait for their seal, in the order in which they happened. */
    public List<Activity> unsealed(int most) {
        return entities.createQuery(
                        "select a from UnsealedRow u join Activity a on a.id = u.activityId order by u.at, u.activityId",
                        Activity.class)
                .setMaxResults(most)
                .getResultList();
    }

    /** Adds to the end of the chain, which was locked; their rows wait no more. */
    public void add(ChainHead head, List<Seal> seals) {
        if (seals.isEmpty()) {
            return;
        }
        entities.unwrap(Session.class).setJdbcBatchSize(STATEMENTS_AT_ONCE);
        seals.forEach(entities::persist);
        head.moveTo(seals.get(seals.size() - 1));
        entities.createQuery("delete from UnsealedRow u where u.activityId in :ids")
                .setParameter("ids", seals.stream().map(Seal::activityId).toList())
                .executeUpdate();
    }

    public void add(Checkpoint checkpoint) {
        entities.persist(new KeptCheckpoint(checkpoint));
    }

    public Optional<Checkpoint> checkpoint(long number) {
        return Optional.ofNullable(entities.find(KeptCheckpoint.class, number)).map(KeptCheckpoint::toCheckpoint);
    }

    public Optional<Checkpoint> lastCheckpoint() {
        return checkpoints("select c from KeptCheckpoint c order by c.number desc", Map.of(), 1).stream()
                .findFirst();
    }

    /** The first one that covers the place in the chain. */
    public Optional<Checkpoint> firstCheckpointFrom(long sequence) {
        return checkpointsAfter(0, sequence, Long.MAX_VALUE, 1).stream().findFirst();
    }

    /** Of a stretch of the chain, both ends included, in the order in which they were signed, after that number. */
    public List<Checkpoint> checkpointsAfter(long number, long first, long last, int most) {
        return checkpoints(
                "select c from KeptCheckpoint c where c.sequence >= :first and c.sequence <= :last and c.number > :after"
                        + " order by c.number",
                Map.of("first", first, "last", last, "after", number),
                most);
    }

    /** Those with which a key begins, the oldest first. */
    public List<Checkpoint> beginningsOfKeys(int most) {
        return checkpoints(
                "select c from KeptCheckpoint c where c.publicKey is not null order by c.number", Map.of(), most);
    }

    private List<Checkpoint> checkpoints(String text, Map<String, Object> values, int most) {
        TypedQuery<KeptCheckpoint> query = entities.createQuery(text, KeptCheckpoint.class);
        values.forEach(query::setParameter);
        return query.setMaxResults(most).getResultList().stream()
                .map(KeptCheckpoint::toCheckpoint)
                .toList();
    }

    public Optional<Seal> seal(long sequence) {
        return Optional.ofNullable(entities.find(Seal.class, sequence));
    }

    /** A stretch of the chain, both ends included, in its order. */
    public List<Link> links(long first, long last, int most) {
        return entities
                .createQuery(
                        "select s, a from Seal s left join Activity a on a.id = s.activityId"
                                + " where s.sequence >= :first and s.sequence <= :last order by s.sequence",
                        Tuple.class)
                .setParameter("first", first)
                .setParameter("last", last)
                .setMaxResults(most)
                .getResultList()
                .stream()
                .map(both -> new Link(both.get(0, Seal.class), Optional.ofNullable(both.get(1, Activity.class))))
                .toList();
    }

    /** By the id of the row. */
    public Map<Long, Seal> sealsOf(Collection<Long> rows) {
        Map<Long, Seal> seals = new HashMap<>();
        if (!rows.isEmpty()) {
            entities.createQuery("select s from Seal s where s.activityId in :ids", Seal.class)
                    .setParameter("ids", rows)
                    .getResultList()
                    .forEach(seal -> seals.put(seal.activityId(), seal));
        }
        return seals;
    }

    /** Which of these wait for their seal. */
    public Set<Long> unsealedOf(Collection<Long> rows) {
        return rows.isEmpty()
                ? Set.of()
                : new HashSet<>(entities.createQuery(
                                "select u.activityId from UnsealedRow u where u.activityId in :ids", Long.class)
                        .setParameter("ids", rows)
                        .getResultList());
    }

    /**
     * Where in the chain is what happened in the period, with the row that was sealed before it and the one after it, so that
     * what is missing at its ends is missed; empty before anything is sealed.
     */
    public Optional<Stretch> stretch(Optional<Instant> from, Optional<Instant> until) {
        ChainHead head = head();
        if (head.sequence() == 0) {
            return Optional.empty();
        }
        long before = from.flatMap(begin -> nextTo("a.at < :moment order by a.at desc, a.id desc", begin))
                .orElse(1L);
        long after = until.flatMap(end -> nextTo("a.at >= :moment order by a.at, a.id", end))
                .orElse(head.sequence());
        Tuple ends = entities.createQuery(
                        "select min(s.sequence), max(s.sequence) from Seal s join Activity a on a.id = s.activityId"
                                + " where a.at >= :from and a.at < :until",
                        Tuple.class)
                .setParameter("from", from.orElse(EARLIEST))
                .setParameter("until", until.orElse(LATEST))
                .getSingleResult();
        long first = Optional.ofNullable(ends.get(0, Long.class)).orElse(before);
        long last = Optional.ofNullable(ends.get(1, Long.class)).orElse(after);
        return Optional.of(
                new Stretch(Math.min(Math.min(first, before), after), Math.max(Math.max(last, after), before)));
    }

    private Optional<Long> nextTo(String condition, Instant moment) {
        return entities
                .createQuery(
                        "select s.sequence from Seal s join Activity a on a.id = s.activityId where " + condition,
                        Long.class)
                .setParameter("moment", moment)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** A row of the period that is neither sealed nor waits for it: nobody who writes leaves such a one. */
    public Optional<Activity> neverSealed(Optional<Instant> from, Optional<Instant> until) {
        return entities
                .createQuery(
                        "select a from Activity a where a.at >= :from and a.at < :until"
                                + " and not exists (select u from UnsealedRow u where u.activityId = a.id)"
                                + " and not exists (select s from Seal s where s.activityId = a.id)"
                                + " order by a.at, a.id",
                        Activity.class)
                .setParameter("from", from.orElse(EARLIEST))
                .setParameter("until", until.orElse(LATEST))
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst();
    }
}
