package io.borealis.engine.access;

import java.util.UUID;

/**
 * A site by its identity and by what people call it.
 *
 * @param name may change; the id never does
 */
public record SiteName(UUID siteId, String name) {}
