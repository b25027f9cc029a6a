package io.borealis.engine.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which devices an account reaches: those of the sites and those with one of the tags.
 *
 * @param allDevices true for an account that nobody limited, and for every administrator
 * @param setBy who limited it, and when; empty for one that nobody limited
 */
public record ScopeView(
        String username,
        boolean allDevices,
        List<SiteName> sites,
        List<String> tags,
        Optional<String> setBy,
        Optional<Instant> setAt) {
    public ScopeView {
        sites = List.copyOf(sites);
        tags = List.copyOf(tags);
    }
}
