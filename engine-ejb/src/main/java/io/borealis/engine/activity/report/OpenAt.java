package io.borealis.engine.activity.report;

import io.borealis.engine.access.SiteName;
import io.borealis.protocol.device.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was open on a device at a moment. Immutable.
 *
 * @param device what people call it now
 * @param site to which it belongs now
 * @param enrolledAt before that it could have no tunnel
 * @param ports the list that it had: open to those in the tunnel, and to nobody where there was none
 * @param tunnel the one that lived, from its opening to its end; empty when there was none
 * @param operators who had a share in it at that moment, in the order of joining
 * @param terminals that were open in it, the oldest first
 */
public record OpenAt(
        DeviceId agentId,
        String device,
        SiteName site,
        Instant enrolledAt,
        Instant at,
        PortList ports,
        Optional<TunnelSession> tunnel,
        List<TunnelShare> operators,
        List<OpenTerminal> terminals) {
    public OpenAt {
        operators = List.copyOf(operators);
        terminals = List.copyOf(terminals);
    }

    /** A terminal of which no end was written down by then. */
    public record OpenTerminal(String terminal, Optional<String> operator, Instant openedAt) {}

    /** What became of asking. */
    public sealed interface Result {}

    public record Found(OpenAt open) implements Result {}

    /** There is no such device, or not for this person. */
    public record UnknownDevice() implements Result {}

    /** Nobody knows what will be. */
    public record NotYet() implements Result {}
}
