package io.borealis.persistence.device;

import io.borealis.protocol.device.EnrollmentReply;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The sites of one unit of work. */
public final class SiteRepository {
    // Codes of which a device may still come
    private static final String LIVELY = "((c.revokedAt is null and c.usesLeft > 0 and c.expiresAt > :now) or exists"
            + " (select r.id from FiledEnrollmentRequest r where r.codeId = c.id and r.status = :pending"
            + " and r.requestedAt > :since))";

    private final EntityManager entities;

    public SiteRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(Site site) {
        entities.persist(site);
    }

    public Optional<Site> find(UUID id) {
        return Optional.ofNullable(entities.find(Site.class, id));
    }

    public Optional<Site> findByName(String name) {
        return entities.createQuery("select s from Site s where s.name = :name", Site.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /** The site to which a code brings its devices. */
    public Site ofCode(UUID code) {
        return entities.createQuery(
                        "select s from Site s, IssuedEnrollmentCode c where c.id = :code and s.id = c.siteId",
                        Site.class)
                .setParameter("code", code)
                .getSingleResult();
    }

    public long count() {
        return entities.createQuery("select count(s) from Site s", Long.class).getSingleResult();
    }

    /**
     * Sites in the order of their ids.
     *
     * @param after the last one of the page before; empty for the first page
     */
    public List<Site> page(Optional<UUID> after, int most) {
        TypedQuery<Site> query = entities.createQuery(
                        "select s from Site s" + (after.isPresent() ? " where s.id > :after" : "") + " order by s.id",
                        Site.class)
                .setMaxResults(most);
        after.ifPresent(id -> query.setParameter("after", id));
        return query.getResultList();
    }

    /** How many devices each of these sites has, removed ones among them; a site without any is left out. */
    public Map<UUID, Long> devicesOf(Collection<UUID> sites) {
        return counts(entities.createQuery(
                        "select d.siteId, count(d) from Device d where d.siteId in :sites group by d.siteId",
                        Object[].class)
                .setParameter("sites", sites));
    }

    /**
     * How many codes of each of these sites may still let a device in; a site without any is left out.
     *
     * @param since a request that is older waits for no decision any more
     */
    public Map<UUID, Long> codesOf(Collection<UUID> sites, Instant now, Instant since) {
        return counts(entities.createQuery(
                        "select c.siteId, count(c) from IssuedEnrollmentCode c where c.siteId in :sites and " + LIVELY
                                + " group by c.siteId",
                        Object[].class)
                .setParameter("sites", sites)
                .setParameter("now", now)
                .setParameter("since", since)
                .setParameter("pending", EnrollmentReply.Status.PENDING));
    }

    private static Map<UUID, Long> counts(TypedQuery<Object[]> query) {
        Map<UUID, Long> counts = new HashMap<>();
        query.getResultList().forEach(row -> counts.put((UUID) row[0], (Long) row[1]));
        return counts;
    }

    /** Removes a site without devices; codes of it that let nobody in any more go to the one that always exists. */
    public void remove(Site site) {
        entities.createQuery("update IssuedEnrollmentCode c set c.siteId = :default where c.siteId = :site")
                .setParameter("default", Site.DEFAULT)
                .setParameter("site", site.id())
                .executeUpdate();
        entities.remove(site);
    }
}
