package io.borealis.engine.device;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.SecondFactors;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.Site;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What may be allowed on the devices of a site at most. Lists of devices are read through it, so a lower one narrows them
 * all at once, and live tunnels obey before the answer; what was set on a device stays written for a higher one.
 * Thread-safe.
 */
public final class SiteCeilings {
    private final Database database;
    private final Sites sites;
    private final PortAccess.Enforcement enforcement;
    private final SecondFactors factors;
    private final ActivityLog activity;

    public SiteCeilings(
            Database database,
            Sites sites,
            PortAccess.Enforcement enforcement,
            SecondFactors factors,
            ActivityLog activity) {
        this.database = database;
        this.sites = sites;
        this.enforcement = enforcement;
        this.factors = factors;
        this.activity = activity;
    }

    private record Change(Optional<SiteResult> refused, List<DeviceId> live) {}

    /**
     * Live tunnels are made to obey even when nothing changes: an outage may have come between.
     *
     * @param wanted empty when anything may be allowed; an empty list leaves the terminal alone
     * @param reason in the administrator's words
     */
    public SiteResult set(OperatorSession admin, UUID id, Optional<List<PortRule>> wanted, Optional<String> reason) {
        Optional<List<PortRule>> sorted =
                wanted.map(list -> list.stream().distinct().sorted().toList());
        boolean unproved = factors.mustStepUp(admin);
        Change changed = database.decide(work -> {
            Optional<Site> site = work.sites().find(id);
            if (site.isEmpty()) {
                return new Change(Optional.of(new SiteResult.UnknownSite(id)), List.of());
            }
            if (unproved && PortAccess.isCeilingRaised(site.get().ceiling(), sorted)) {
                return new Change(Optional.of(new SiteResult.StepUpRequired()), List.of());
            }
            change(work, admin, site.get(), sorted, reason);
            return new Change(
                    Optional.empty(),
                    work.devices().withLiveTunnel(id).stream().map(Device::id).toList());
        });
        if (changed.refused().isPresent()) {
            return changed.refused().get();
        }
        // Where the host cannot obey, the tunnel ends
        changed.live().forEach(enforcement::enforce);
        return sites.find(id).<SiteResult>map(SiteResult.Done::new).orElse(new SiteResult.UnknownSite(id));
    }

    private void change(
            UnitOfWork work,
            OperatorSession admin,
            Site site,
            Optional<List<PortRule>> wanted,
            Optional<String> reason) {
        if (site.ceiling().equals(wanted)) {
            return;
        }
        String change = Sites.nameOf(site) + ": " + text(site.ceiling()) + " is now " + text(wanted);
        site.limitPorts(wanted);
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.SITE_PORTS_SET)
                        .by(admin.username(), admin.remoteAddress())
                        .because(change + reason.map(why -> ": " + why).orElse("")));
    }

    private static String text(Optional<List<PortRule>> ceiling) {
        return ceiling.map(List::toString).orElse("any port");
    }
}
