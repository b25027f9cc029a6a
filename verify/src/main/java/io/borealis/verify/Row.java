package io.borealis.verify;

import io.borealis.protocol.activity.ChainLink;
import io.borealis.protocol.activity.RowContent;
import java.time.Instant;
import java.util.Optional;

/** One row of an export, with the members that it has there. */
record Row(
        long activityId,
        Instant at,
        String event,
        Optional<String> agentId,
        Optional<String> tunnelId,
        Optional<String> operator,
        Optional<String> address,
        Optional<String> detail,
        Optional<Long> sequence,
        Optional<String> hash,
        Optional<String> previousHash) {

    boolean isSealed() {
        return sequence.isPresent() && hash.isPresent() && previousHash.isPresent();
    }

    /** Its place in the chain, computed anew from what it says; of a row that is sealed. */
    ChainLink link() {
        RowContent content = new RowContent(activityId, at, event, agentId, tunnelId, operator, address, detail);
        return ChainLink.of(sequence.orElseThrow(), previousHash.orElseThrow(), content);
    }

    /** Whether it stands after the other in the order of an export, the newest first. */
    boolean isAfter(Row other) {
        int order = at.compareTo(other.at);
        return order < 0 || order == 0 && activityId < other.activityId;
    }

    String name() {
        return "the row with activity_id " + activityId
                + sequence.map(number -> " (sequence " + number + ")").orElse("");
    }
}
