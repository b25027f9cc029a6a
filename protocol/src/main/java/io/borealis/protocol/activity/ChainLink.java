package io.borealis.protocol.activity;

import java.time.Instant;

/**
 * One place in the chain over the activity. It can be followed without what the row says: the digest stands for that, and the
 * time shows to which period it belongs. Immutable.
 *
 * @param sequence its number, from 1 on without a gap
 * @param at when what the row says happened
 * @param content {@link RowContent#digest}
 * @param previousHash of the place before; {@link #START} for the first
 */
public record ChainLink(long sequence, Instant at, String content, String previousHash) {
    /** What stands for the hash before the first. */
    public static final String START = "0".repeat(64);

    public static ChainLink of(long sequence, String previousHash, RowContent row) {
        return new ChainLink(sequence, row.at(), row.digest(), previousHash);
    }

    /** SHA-256 over itself, and by the previous hash over everything before, in hexadecimal. */
    public String hash() {
        return new CanonicalText("borealis-link-1")
                .add(sequence)
                .add(at)
                .add(content)
                .add(previousHash)
                .digest();
    }
}
