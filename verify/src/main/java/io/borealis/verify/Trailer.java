package io.borealis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.borealis.protocol.activity.Checkpoint;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the trailer of an export says.
 *
 * @param filter what was asked, by the names of the parameters
 * @param count of rows
 * @param sha256 of every byte before the trailer's line
 * @param complete whether the export is to have every row of its period
 * @param keyId fingerprint of the key that signed the export
 * @param unsealed rows that were not sealed yet, and so are not in the export
 * @param firstSequence of the chain that the export has, where it has one
 */
record Trailer(
        Map<String, String> filter,
        Instant exportedAt,
        long count,
        String sha256,
        JsonNode head,
        Optional<Checkpoint> checkpoint,
        long unsealed,
        boolean complete,
        Optional<Long> firstSequence,
        Optional<Long> lastSequence,
        String keyId) {

    /** Before this moment is what the export has. */
    Instant end() {
        return Optional.ofNullable(filter.get("until"))
                .map(Instant::parse)
                .filter(until -> until.isBefore(exportedAt))
                .orElse(exportedAt);
    }

    boolean isWithin(Instant at) {
        Optional<Instant> from = Optional.ofNullable(filter.get("from")).map(Instant::parse);
        return at.isBefore(end()) && from.filter(at::isBefore).isEmpty();
    }
}
