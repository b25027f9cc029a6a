package io.borealis.engine.activity.report;

import io.borealis.engine.access.SiteName;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.EndReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One tunnel from its opening to its end, with all that auditors ask about it. Immutable.
 *
 * @param device what people call it now
 * @param site to which the device belongs now
 * @param operators who had a share in it, in the order of joining; the first {@link #MOST_SHARES}
 * @param shares how many shares there were
 * @param endedAt empty while it lives, as are {@code seconds} and {@code reason}
 * @param seconds from the opening to the end
 * @param detail what is to be known about the end besides
 * @param receivedBytes from the device
 * @param sentBytes to the device
 * @param ports the list of the device when it was opened, then each that was set while it lived; the first {@link #MOST_CHANGES} of these
 * @param portChanges how often a list was set while it lived
 * @param terminals how many were opened
 */
public record TunnelSession(
        TunnelId tunnelId,
        DeviceId agentId,
        String device,
        SiteName site,
        String openedBy,
        Instant openedAt,
        List<TunnelShare> operators,
        long shares,
        Optional<Instant> endedAt,
        Optional<Long> seconds,
        Optional<EndReason> reason,
        Optional<String> detail,
        long receivedBytes,
        long sentBytes,
        List<PortList> ports,
        long portChanges,
        long terminals) {
    static final int MOST_SHARES = 50;
    static final int MOST_CHANGES = 20;

    static final List<String> COLUMNS = List.of(
            "tunnel_id",
            "agent_id",
            "device",
            "site_id",
            "site",
            "opened_by",
            "opened_at",
            "operators",
            "shares",
            "ended_at",
            "seconds",
            "reason",
            "detail",
            "received_bytes",
            "sent_bytes",
            "ports",
            "port_changes",
            "terminals");

    public TunnelSession {
        operators = List.copyOf(operators);
        ports = List.copyOf(ports);
    }

    List<String> cells() {
        return List.of(
                tunnelId.toString(),
                agentId.toString(),
                device,
                site.siteId().toString(),
                site.name(),
                openedBy,
                openedAt.toString(),
                operators.stream()
                        .map(share -> share.operator() + " " + share.joinedAt() + "/"
                                + share.leftAt().map(Instant::toString).orElse(""))
                        .collect(Collectors.joining("; ")),
                Long.toString(shares),
                endedAt.map(Instant::toString).orElse(""),
                seconds.map(Object::toString).orElse(""),
                reason.map(EndReason::wireName).orElse(""),
                detail.orElse(""),
                Long.toString(receivedBytes),
                Long.toString(sentBytes),
                ports.stream().map(PortList::toString).collect(Collectors.joining("; ")),
                Long.toString(portChanges),
                Long.toString(terminals));
    }
}
