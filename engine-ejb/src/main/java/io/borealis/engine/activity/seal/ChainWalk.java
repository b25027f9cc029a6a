package io.borealis.engine.activity.seal;

import io.borealis.engine.activity.seal.ProofView.Failure;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.Seal;
import io.borealis.persistence.activity.SealRepository.Link;
import io.borealis.protocol.activity.ChainLink;
import io.borealis.protocol.activity.Checkpoint;
import io.borealis.protocol.device.DeviceKey;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows the chain link by link and meets the checkpoints over it; stops at the first that does not hold. Not thread-safe. */
final class ChainWalk {
    private final Map<String, DeviceKey> keys;
    private final Set<String> met = new LinkedHashSet<>();
    private long sequence;
    private String hash;
    private long lastNumber;
    private long checkpoints;

    /**
     * @param first where it begins
     * @param previousHash of the place before
     */
    ChainWalk(long first, String previousHash, Map<String, DeviceKey> keys) {
        this.sequence = first - 1;
        this.hash = previousHash;
        this.keys = keys;
    }

    /** The place it has come to. */
    long sequence() {
        return sequence;
    }

    long checkpoints() {
        return checkpoints;
    }

    /** Fingerprints of the keys of the checkpoints that were met. */
    Set<String> met() {
        return met;
    }

    Optional<Failure> follow(List<Link> links, List<Checkpoint> over) {
        Iterator<Checkpoint> next = over.iterator();
        Optional<Checkpoint> due = next.hasNext() ? Optional.of(next.next()) : Optional.empty();
        for (Link link : links) {
            Optional<Failure> failure = follow(link);
            while (failure.isEmpty() && due.isPresent() && due.get().sequence() == sequence) {
                failure = meet(due.get());
                due = next.hasNext() ? Optional.of(next.next()) : Optional.empty();
            }
            if (failure.isPresent()) {
                return failure;
            }
        }
        return due.filter(left -> left.sequence() <= sequence)
                .map(left -> new Failure(
                        Optional.of(left.sequence()),
                        Optional.empty(),
                        "checkpoint " + left.number() + " covers less than the one before it"));
    }

    private Optional<Failure> follow(Link link) {
        Seal seal = link.seal();
        if (seal.sequence() != sequence + 1) {
            return missing(sequence + 1);
        }
        if (link.row().isEmpty()) {
            return failed(seal, "the row was sealed and is not in the activity any more");
        }
        Activity row = link.row().get();
        if (!seal.previousHash().equals(hash)) {
            return failed(seal, "the row does not follow the one before: one of the two was sealed anew");
        }
        if (!ChainLink.of(seal.sequence(), hash, Contents.of(row)).hash().equals(seal.hash())) {
            return failed(seal, "the row is not as it was sealed");
        }
        sequence = seal.sequence();
        hash = seal.hash();
        return Optional.empty();
    }

    static Optional<Failure> missing(long sequence) {
        return Optional.of(new Failure(
                Optional.of(sequence), Optional.empty(), "the row with this number was taken out of the chain"));
    }

    private static Optional<Failure> failed(Seal seal, String reason) {
        return Optional.of(new Failure(Optional.of(seal.sequence()), Optional.of(seal.activityId()), reason));
    }

    private Optional<Failure> meet(Checkpoint checkpoint) {
        DeviceKey key = keys.get(checkpoint.keyId());
        String reason = null;
        if (lastNumber != 0 && checkpoint.number() != lastNumber + 1) {
            reason = "checkpoint " + (lastNumber + 1) + " is missing";
        } else if (key == null) {
            reason = "checkpoint " + checkpoint.number() + " is signed by the key " + checkpoint.keyId()
                    + ", and no checkpoint says where that began";
        } else if (!checkpoint.isSignedBy(key)) {
            reason = "the signature of checkpoint " + checkpoint.number() + " is wrong";
        } else if (!checkpoint.hash().equals(hash)) {
            reason = "the chain is not the one that checkpoint " + checkpoint.number()
                    + " was signed over: rows after the checkpoint before, up to this one, were changed and sealed anew";
        } else if (checkpoint.lost().isPresent()) {
            reason = "checkpoint " + checkpoint.number() + " says that the Engine had signed ("
                    + checkpoint.lost().get() + ") and found it no more: the database was set back or rewritten, and"
                    + " the rows since the checkpoint before are proven by nothing";
        }
        lastNumber = checkpoint.number();
        checkpoints++;
        met.add(checkpoint.keyId());
        return Optional.ofNullable(reason)
                .map(why -> new Failure(Optional.of(checkpoint.sequence()), Optional.empty(), why));
    }
}
