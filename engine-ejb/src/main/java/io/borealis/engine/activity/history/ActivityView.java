package io.borealis.engine.activity.history;

import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.Seal;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One thing that happened, as people read it. Immutable.
 *
 * @param activityId of the row, for ever; no order in time
 * @param at UTC, to the microsecond
 * @param operator empty for what happened by itself or by an agent
 * @param address where it came from
 * @param detail what is to be known besides, in words
 * @param sequence its number in the chain; empty until it is sealed, within a second
 * @param hash over the row and all before it, in hexadecimal
 * @param previousHash of the row before in the chain
 */
public record ActivityView(
        long activityId,
        Instant at,
        String event,
        Optional<DeviceId> agentId,
        Optional<TunnelId> tunnelId,
        Optional<String> operator,
        Optional<String> address,
        Optional<String> detail,
        Optional<Long> sequence,
        Optional<String> hash,
        Optional<String> previousHash) {
    static final List<String> COLUMNS = List.of(
            "activity_id",
            "at",
            "event",
            "agent_id",
            "tunnel_id",
            "operator",
            "address",
            "detail",
            "sequence",
            "hash",
            "previous_hash");

    static ActivityView of(Activity row, Optional<Seal> seal) {
        return new ActivityView(
                row.id(),
                row.at(),
                row.event(),
                row.device(),
                row.tunnel(),
                row.username(),
                row.remoteAddress(),
                row.detail(),
                seal.map(Seal::sequence),
                seal.map(Seal::hash),
                seal.map(Seal::previousHash));
    }

    /** One for each column. */
    List<String> cells() {
        return List.of(
                Long.toString(activityId),
                at.toString(),
                event,
                text(agentId),
                text(tunnelId),
                text(operator),
                text(address),
                text(detail),
                text(sequence),
                text(hash),
                text(previousHash));
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }
}
