package io.borealis.engine.device;

import java.time.Instant;
import java.util.UUID;

/**
 * A site as administrators see it.
 *
 * @param devices how many belong to it, removed ones among them
 * @param codes how many enrollment codes may still bring it a device
 */
public record SiteView(UUID siteId, String name, String createdBy, Instant createdAt, long devices, long codes) {}
