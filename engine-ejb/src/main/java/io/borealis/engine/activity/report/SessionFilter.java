package io.borealis.engine.activity.report;

import io.borealis.persistence.activity.TunnelFilter;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which tunnels are asked for: those to which all of it applies. What is empty asks for nothing. Immutable.
 *
 * @param site to which the device belongs now
 * @param operator who opened it or joined it, by the name as it stands in the row
 * @param reason why it ended; one that lives has none
 * @param from it still lived after this moment
 * @param until it was opened before this moment; after {@code from}
 */
public record SessionFilter(
        Optional<DeviceId> device,
        Optional<UUID> site,
        Optional<String> operator,
        Optional<EndReason> reason,
        Optional<Instant> from,
        Optional<Instant> until) {
    /** Asks for everything. */
    public static final SessionFilter ALL = new SessionFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public SessionFilter {
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            throw new IllegalArgumentException("from is not before until");
        }
    }

    TunnelFilter toRows() {
        return new TunnelFilter(device, site, operator, reason, from, until);
    }

    /** The same, and nothing that was opened from this moment on. */
    TunnelFilter toRowsBefore(Instant moment) {
        Instant end = until.filter(own -> own.isBefore(moment)).orElse(moment);
        return new TunnelFilter(device, site, operator, reason, from, Optional.of(end));
    }

    /** What is asked, by the names of the parameters and in their order; empty for everything. */
    public Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        device.ifPresent(id -> asked.put("device", id.toString()));
        site.ifPresent(id -> asked.put("site", id.toString()));
        operator.ifPresent(name -> asked.put("operator", name));
        reason.ifPresent(why -> asked.put("reason", why.wireName()));
        from.ifPresent(time -> asked.put("from", time.toString()));
        until.ifPresent(time -> asked.put("until", time.toString()));
        return asked;
    }
}
