package io.borealis.verify;

import io.borealis.protocol.activity.ChainLink;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts links together that come in nearly any order. It keeps those whose neighbour has not come yet, so a chain that comes in
 * one direction costs no memory. Not thread-safe.
 */
final class Chain {
    /** Hashes of places whose next has not come. */
    private final Map<Long, String> ends = new HashMap<>();
    /** What a place must come to that has not come, for the one after it says so. */
    private final TreeMap<Long, String> awaited = new TreeMap<>();
    /** Hashes of the places that checkpoints cover. */
    private final Map<Long, String> remembered = new HashMap<>();

    private final Set<Long> covered;
    private long count;

    /** @param covered the places whose hash will be asked for */
    Chain(Set<Long> covered) {
        this.covered = covered;
    }

    /** Adds one place; says what is wrong with it. */
    Optional<String> add(ChainLink link) {
        long sequence = link.sequence();
        String hash = link.hash();
        count++;
        if (covered.contains(sequence)) {
            remembered.put(sequence, hash);
        }
        String wanted = awaited.remove(sequence);
        if (wanted == null) {
            if (ends.putIfAbsent(sequence, hash) != null) {
                return Optional.of("sequence " + sequence + " stands in the file twice");
            }
        } else if (!wanted.equals(hash)) {
            return Optional.of("sequence " + (sequence + 1) + " does not follow sequence " + sequence
                    + ": one of the two was changed and sealed anew");
        }
        String before = ends.remove(sequence - 1);
        if (before == null) {
            awaited.put(sequence - 1, link.previousHash());
        } else if (!before.equals(link.previousHash())) {
            return Optional.of("sequence " + sequence + " does not follow sequence " + (sequence - 1)
                    + ": one of the two was changed and sealed anew");
        }
        return Optional.empty();
    }

    /** The hash of a place that a checkpoint covers; empty when it did not come. */
    Optional<String> hashOf(long sequence) {
        return Optional.ofNullable(remembered.get(sequence));
    }

    /** What is wrong with a chain that should go from the one place to the other. */
    Optional<String> gap(long first, long last) {
        // The newest first, as the file is
        for (long missing : awaited.descendingKeySet()) {
            if (missing >= first) {
                return Optional.of("sequence " + missing + " is missing: a row was removed");
            }
        }
        if (ends.size() != 1 || !ends.containsKey(last)) {
            return Optional.of("the chain does not end with sequence " + last + ": the newest rows were removed");
        }
        if (awaited.size() != 1 || !awaited.containsKey(first - 1) || count != last - first + 1) {
            return Optional.of("the chain does not begin with sequence " + first + ": the oldest rows were removed");
        }
        if (first == 1 && !ChainLink.START.equals(awaited.get(0L))) {
            return Optional.of("sequence 1 is not the beginning of a chain");
        }
        return Optional.empty();
    }
}
