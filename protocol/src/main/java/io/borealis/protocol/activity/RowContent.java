package io.borealis.protocol.activity;

import java.time.Instant;
import java.util.Optional;

/**
 * What one row of the activity says, in the form in which it is sealed: whoever has it, the Engine or somebody with an
 * export alone, comes to the same digest. Immutable.
 *
 * @param activityId of the row
 * @param at UTC, to the microsecond
 * @param agentId the device
 */
public record RowContent(
        long activityId,
        Instant at,
        String event,
        Optional<String> agentId,
        Optional<String> tunnelId,
        Optional<String> operator,
        Optional<String> address,
        Optional<String> detail) {

    /** SHA-256 of everything in it, in hexadecimal. */
    public String digest() {
        return new CanonicalText("borealis-row-1")
                .add(activityId)
                .add(at)
                .add(event)
                .add(agentId)
                .add(tunnelId)
                .add(operator)
                .add(address)
                .add(detail)
                .digest();
    }
}
