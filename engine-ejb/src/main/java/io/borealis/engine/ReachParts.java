package io.borealis.engine;

import io.borealis.engine.access.PortAccess;
import io.borealis.engine.access.Scopes;
import io.borealis.engine.access.issuer.IssuerSignIns;
import io.borealis.engine.access.request.Requests;
import io.borealis.engine.device.DevicePlaces;
import io.borealis.engine.device.SiteApprovals;
import io.borealis.engine.device.SiteCeilings;
import io.borealis.engine.device.Sites;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Lends what settles who comes from elsewhere, and who reaches which devices. */
@ApplicationScoped
public class ReachParts {
    @Produces
    public Sites sites(EngineParts engine) {
        return engine.sites();
    }

    @Produces
    public SiteCeilings siteCeilings(EngineParts engine) {
        return engine.siteCeilings();
    }

    @Produces
    public SiteApprovals siteApprovals(EngineParts engine) {
        return engine.siteApprovals();
    }

    @Produces
    public Requests requests(EngineParts engine) {
        return engine.requests();
    }

    @Produces
    public DevicePlaces devicePlaces(EngineParts engine) {
        return engine.tunnels().devicePlaces();
    }

    @Produces
    public PortAccess portAccess(EngineParts engine) {
        return engine.portAccess();
    }

    @Produces
    public Scopes scopes(EngineParts engine) {
        return engine.scopes();
    }

    @Produces
    public IssuerSignIns issuerSignIns(EngineParts engine) {
        return engine.issuerSignIns();
    }
}
