package io.borealis.engine;

import io.borealis.engine.access.Scopes;
import io.borealis.engine.device.DevicePlaces;
import io.borealis.engine.device.SiteCeilings;
import io.borealis.engine.device.Sites;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Lends what settles who reaches which devices. */
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
    public DevicePlaces devicePlaces(EngineParts engine) {
        return engine.tunnels().devicePlaces();
    }

    @Produces
    public Scopes scopes(EngineParts engine) {
        return engine.scopes();
    }
}
