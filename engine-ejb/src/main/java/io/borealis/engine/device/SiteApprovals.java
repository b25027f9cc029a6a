package io.borealis.engine.device;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.ReachChange;
import io.borealis.engine.access.Rights;
import io.borealis.engine.access.SecondFactors;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Site;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether the devices of a site are to be asked for, and who decides. Where that is demanded anew, whoever is connected
 * without an approved access loses his share of the tunnel. Thread-safe.
 */
public final class SiteApprovals {
    private final Database database;
    private final Sites sites;
    private final Rights rights;
    private final SecondFactors factors;
    private final ActivityLog activity;

    public SiteApprovals(Database database, Sites sites, Rights rights, SecondFactors factors, ActivityLog activity) {
        this.database = database;
        this.sites = sites;
        this.rights = rights;
        this.factors = factors;
        this.activity = activity;
    }

    /**
     * @param required whether operators, those within whose scope a device is too, connect only with approved access
     * @param operatorsApprove whether operators who reach a device may approve access to it; else administrators alone
     * @param reason in the administrator's words
     */
    public SiteResult set(
            OperatorSession admin, UUID id, boolean required, boolean operatorsApprove, Optional<String> reason) {
        boolean unproved = factors.mustStepUp(admin);
        Optional<SiteResult> refused = database.decide(work -> {
            Optional<Site> site = work.sites().find(id);
            if (site.isEmpty()) {
                return Optional.of(new SiteResult.UnknownSite(id));
            }
            boolean looser = (site.get().isApprovalRequired() && !required)
                    || (operatorsApprove && !site.get().mayOperatorsApprove());
            if (unproved && looser) {
                return Optional.of(new SiteResult.StepUpRequired());
            }
            change(work, admin, site.get(), required, operatorsApprove, reason);
            return Optional.empty();
        });
        return refused.or(() -> sites.find(id).map(SiteResult.Done::new)).orElse(new SiteResult.UnknownSite(id));
    }

    private void change(
            UnitOfWork work,
            OperatorSession admin,
            Site site,
            boolean required,
            boolean operatorsApprove,
            Optional<String> reason) {
        if (site.isApprovalRequired() == required && site.mayOperatorsApprove() == operatorsApprove) {
            return;
        }
        String before = text(site);
        boolean demanded = required && !site.isApprovalRequired();
        site.demandApproval(required, operatorsApprove);
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.SITE_APPROVAL_SET)
                        .by(admin.username(), admin.remoteAddress())
                        .because(Sites.nameOf(site) + ": " + before + " is now " + text(site)
                                + reason.map(why -> ": " + why).orElse("")));
        if (demanded) {
            rights.reachChanged(work, ReachChange.APPROVAL_DEMANDED);
        }
    }

    private static String text(Site site) {
        return (site.isApprovalRequired() ? "access is approved first" : "no approval") + ", by "
                + (site.mayOperatorsApprove() ? "administrators and operators" : "administrators");
    }
}
