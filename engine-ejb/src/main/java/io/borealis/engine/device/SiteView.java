package io.borealis.engine.device;

import io.borealis.protocol.access.PortRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A site as administrators see it.
 *
 * @param devices how many belong to it, removed ones among them
 * @param codes how many enrollment codes may still bring it a device
 * @param ports what may be allowed on its devices at most; empty when anything may be
 * @param approvalRequired whether operators connect to its devices only with access that somebody approved
 * @param operatorsApprove whether operators who reach a device of it may approve access to it, beside administrators
 */
public record SiteView(
        UUID siteId,
        String name,
        String createdBy,
        Instant createdAt,
        long devices,
        long codes,
        Optional<List<PortRule>> ports,
        boolean approvalRequired,
        boolean operatorsApprove) {
    public SiteView {
        ports = ports.map(List::copyOf);
    }
}
