package io.borealis.persistence.device;

import io.borealis.protocol.device.DeviceKey;
import io.borealis.protocol.device.EnrollmentReply.Status;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Enrollment codes and requests of one unit of work. */
public final class EnrollmentRepository {
    private final EntityManager entities;

    public EnrollmentRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(IssuedEnrollmentCode code) {
        entities.persist(code);
    }

    public void add(FiledEnrollmentRequest request) {
        entities.persist(request);
    }

    public Optional<IssuedEnrollmentCode> findCode(String lookupHash) {
        return entities.createQuery(
                        "select c from IssuedEnrollmentCode c where c.lookupHash = :hash", IssuedEnrollmentCode.class)
                .setParameter("hash", lookupHash)
                .getResultStream()
                .findFirst();
    }

    public Optional<IssuedEnrollmentCode> findCode(UUID id) {
        return Optional.ofNullable(entities.find(IssuedEnrollmentCode.class, id));
    }

    /**
     * Codes, the newest first, whatever became of them.
     *
     * @param after the last one that is known already; empty for the first page
     */
    public List<IssuedEnrollmentCode> codes(Optional<IssuedEnrollmentCode> after, int most) {
        TypedQuery<IssuedEnrollmentCode> query = entities.createQuery(
                        "select c from IssuedEnrollmentCode c"
                                + (after.isPresent()
                                        ? " where c.createdAt < :at or (c.createdAt = :at and c.id > :id)"
                                        : "")
                                + " order by c.createdAt desc, c.id",
                        IssuedEnrollmentCode.class)
                .setMaxResults(most);
        after.ifPresent(code -> query.setParameter("at", code.createdAt()).setParameter("id", code.id()));
        return query.getResultList();
    }

    public Optional<FiledEnrollmentRequest> findRequest(String id) {
        return Optional.ofNullable(entities.find(FiledEnrollmentRequest.class, id));
    }

    /** What this key asked for with this code before. */
    public Optional<FiledEnrollmentRequest> findRequest(DeviceKey key, IssuedEnrollmentCode code) {
        return entities.createQuery(
                        "select r from FiledEnrollmentRequest r where r.deviceKey = :key and r.codeId = :code",
                        FiledEnrollmentRequest.class)
                .setParameter("key", key.toBase64())
                .setParameter("code", code.id())
                .getResultStream()
                .findFirst();
    }

    /**
     * The newest requests first.
     *
     * @param after the last one that is known already; empty for the first page
     */
    public List<FiledEnrollmentRequest> requests(Optional<FiledEnrollmentRequest> after, int most) {
        TypedQuery<FiledEnrollmentRequest> query = entities.createQuery(
                        "select r from FiledEnrollmentRequest r"
                                + (after.isPresent()
                                        ? " where r.requestedAt < :at or (r.requestedAt = :at and r.id > :id)"
                                        : "")
                                + " order by r.requestedAt desc, r.id",
                        FiledEnrollmentRequest.class)
                .setMaxResults(most);
        after.ifPresent(last -> query.setParameter("at", last.requestedAt()).setParameter("id", last.id()));
        return query.getResultList();
    }

    /** How many requests wait for a decision since then. */
    public long pendingSince(Instant oldest) {
        return entities.createQuery(
                        "select count(r) from FiledEnrollmentRequest r where r.status = :pending"
                                + " and r.requestedAt >= :oldest",
                        Long.class)
                .setParameter("pending", Status.PENDING)
                .setParameter("oldest", oldest)
                .getSingleResult();
    }
}
