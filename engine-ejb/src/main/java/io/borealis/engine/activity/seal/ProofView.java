package io.borealis.engine.activity.seal;

import io.borealis.protocol.activity.Checkpoint;
import java.util.List;
import java.util.Optional;

/**
 * What came of proving a period.
 *
 * @param proven whether all of it stands as it was sealed and signed
 * @param rows of the period that were proven
 * @param firstSequence of the stretch of the chain that was followed: it begins before the period and ends after it
 * @param checkpoints that were met, the signature of each checked
 * @param headSequence where the chain ends now
 * @param lastCheckpoint signed last; compare it with reverse_tunnel.log or with what was kept elsewhere
 * @param unsealed rows that wait for their seal, of whatever period
 * @param keys fingerprints of the keys that signed what was met, in the order in which they began
 * @param foreignKeys those of them that are not among this Engine's own files: of another Engine on the same database, or of
 *     this one before its key was changed or lost; the database alone vouches for them
 * @param failure where it fails first, in the order of the chain
 */
public record ProofView(
        boolean proven,
        long rows,
        Optional<Long> firstSequence,
        Optional<Long> lastSequence,
        long checkpoints,
        long headSequence,
        String headHash,
        Optional<Checkpoint> lastCheckpoint,
        long unsealed,
        List<String> keys,
        List<String> foreignKeys,
        Optional<Failure> failure) {

    /**
     * Where it fails, and why.
     *
     * @param sequence the place in the chain
     * @param activityId the row, when one is known
     * @param reason one sentence
     */
    public record Failure(Optional<Long> sequence, Optional<Long> activityId, String reason) {}
}
