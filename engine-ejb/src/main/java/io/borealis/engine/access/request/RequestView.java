package io.borealis.engine.access.request;

import io.borealis.persistence.access.FiledRequest;
import io.borealis.protocol.access.PortRule;
import io.borealis.protocol.device.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A request as the one who asks may see it.
 *
 * @param kind {@code access} or {@code ports}
 * @param askedFor the device as it was written by who asked
 * @param agentId the device, for whoever reaches it; for others it is empty whether there is one or not
 * @param lapsesAt when it is decided by nobody any more
 * @param seconds for how long the device is asked for
 * @param endsAt when access that was approved ends by itself
 * @param ports the whole list that is asked for
 * @param portsFound the list that it would replace; empty for the defaults
 * @param closedAt since when nothing more becomes of it
 * @param mayDecide whether the one who asks may approve or refuse it now
 */
public record RequestView(
        UUID requestId,
        String kind,
        String status,
        String askedBy,
        String askedFor,
        Optional<DeviceId> agentId,
        String reason,
        Instant askedAt,
        Instant lapsesAt,
        Optional<Long> seconds,
        Optional<Instant> endsAt,
        Optional<List<PortRule>> ports,
        Optional<List<PortRule>> portsFound,
        Optional<String> decidedBy,
        Optional<Instant> decidedAt,
        Optional<String> decisionReason,
        Optional<String> closedBy,
        Optional<Instant> closedAt,
        Optional<String> closingReason,
        boolean mayDecide) {
    public RequestView {
        ports = ports.map(List::copyOf);
        portsFound = portsFound.map(List::copyOf);
    }

    /** @param reached whether who asks reaches the device */
    static RequestView of(FiledRequest row, boolean reached, boolean mayDecide) {
        return new RequestView(
                row.id(),
                row.kind().wireName(),
                row.status().wireName(),
                row.askedBy(),
                row.askedFor(),
                row.device().filter(device -> reached),
                row.reason(),
                row.askedAt(),
                row.lapsesAt(),
                row.time().map(Duration::toSeconds),
                row.endsAt(),
                row.portsWanted(),
                row.portsFound(),
                row.decidedBy(),
                row.decidedAt(),
                row.decidedWhy(),
                row.closedBy(),
                row.closedAt(),
                row.closedWhy(),
                mayDecide);
    }
}
