package io.borealis.engine.device;

import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Site;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The sites to which devices belong. Thread-safe. */
public final class Sites {
    /** No name is longer. */
    public static final int LONGEST_NAME = 128;

    /** An Engine has no more. */
    public static final int MOST = 10_000;

    private final Database database;
    private final ActivityLog activity;
    private final Clock clock;

    public Sites(Database database, ActivityLog activity, Clock clock) {
        this.database = database;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * Sites in the order of their ids.
     *
     * @param after the last one of the page before; empty for the first page
     * @param most 1 to {@link Page#LONGEST}
     */
    public Page<SiteView> page(Optional<UUID> after, int most) {
        return database.read(work -> {
            Page<Site> found = Page.of(work.sites().page(after, most + 1), most);
            List<UUID> ids = found.items().stream().map(Site::id).toList();
            Map<UUID, Long> devices = work.sites().devicesOf(ids);
            Map<UUID, Long> codes = codes(work, ids);
            return found.map(site -> view(site, devices, codes));
        });
    }

    public Optional<SiteView> find(UUID id) {
        return database.read(work -> work.sites().find(id).map(site -> view(work, site)));
    }

    /** @param name presentable, at most {@link #LONGEST_NAME} characters */
    public SiteResult create(OperatorSession admin, String name) {
        return database.decide(work -> {
            if (work.sites().findByName(name).isPresent()) {
                return new SiteResult.NameTaken(name);
            }
            if (work.sites().count() >= MOST) {
                return new SiteResult.TooMany(MOST);
            }
            Site made = new Site(UUID.randomUUID(), name, admin.username(), clock.instant());
            work.sites().add(made);
            write(work, admin, ActivityEvent.SITE_CREATED, nameOf(made), Optional.empty());
            return new SiteResult.Done(view(work, made));
        });
    }

    /** @param reason in the administrator's words */
    public SiteResult rename(OperatorSession admin, UUID id, String name, Optional<String> reason) {
        return database.decide(work -> {
            Optional<Site> found = work.sites().find(id);
            if (found.isEmpty()) {
                return new SiteResult.UnknownSite(id);
            }
            Site site = found.get();
            if (site.isDefault()) {
                return new SiteResult.DefaultSite();
            }
            if (!site.name().equals(name)) {
                if (work.sites().findByName(name).isPresent()) {
                    return new SiteResult.NameTaken(name);
                }
                String before = nameOf(site);
                site.rename(name);
                write(work, admin, ActivityEvent.SITE_RENAMED, before + " is now " + name, reason);
            }
            return new SiteResult.Done(view(work, site));
        });
    }

    /**
     * Removes a site that nothing belongs to; accounts that were limited to it reach so much less.
     *
     * @param reason in the administrator's words
     */
    public SiteResult remove(OperatorSession admin, UUID id, Optional<String> reason) {
        return database.decide(work -> {
            Optional<Site> found = work.sites().find(id);
            if (found.isEmpty()) {
                return new SiteResult.UnknownSite(id);
            }
            if (found.get().isDefault()) {
                return new SiteResult.DefaultSite();
            }
            SiteView last = view(work, found.get());
            if (last.devices() > 0 || last.codes() > 0) {
                return new SiteResult.InUse(last.devices(), last.codes());
            }
            work.scopes().forget(id);
            work.sites().remove(found.get());
            write(work, admin, ActivityEvent.SITE_REMOVED, nameOf(found.get()), reason);
            return new SiteResult.Done(last);
        });
    }

    private void write(
            UnitOfWork work, OperatorSession admin, ActivityEvent event, String what, Optional<String> reason) {
        activity.write(
                work,
                ActivityEntry.of(event)
                        .by(admin.username(), admin.remoteAddress())
                        .because(what + reason.map(why -> ": " + why).orElse("")));
    }

    /** Which site is meant, for a row of activity. */
    static String nameOf(Site site) {
        return "site " + site.id() + " (" + site.name() + ")";
    }

    private SiteView view(UnitOfWork work, Site site) {
        List<UUID> alone = List.of(site.id());
        return view(site, work.sites().devicesOf(alone), codes(work, alone));
    }

    private Map<UUID, Long> codes(UnitOfWork work, List<UUID> sites) {
        Instant now = clock.instant();
        return work.sites().codesOf(sites, now, now.minus(Enrollment.REQUEST_LIFE));
    }

    private static SiteView view(Site site, Map<UUID, Long> devices, Map<UUID, Long> codes) {
        return new SiteView(
                site.id(),
                site.name(),
                site.createdBy(),
                site.createdAt(),
                devices.getOrDefault(site.id(), 0L),
                codes.getOrDefault(site.id(), 0L),
                site.ceiling(),
                site.isApprovalRequired(),
                site.mayOperatorsApprove());
    }
}
