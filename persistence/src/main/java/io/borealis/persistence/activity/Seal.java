package io.borealis.persistence.activity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The place of one row in the chain. Never changed. */
@Entity
@Table(name = "activity_seal")
public class Seal {
    @Id
    private long sequence;

    @Column(name = "activity_id", nullable = false, updatable = false)
    private long activityId;

    @Column(name = "previous_hash", nullable = false, updatable = false)
    private String previousHash;

    @Column(nullable = false, updatable = false)
    private String hash;

    @SuppressWarnings("NullAway.Init")
    protected Seal() {}

    public Seal(long sequence, long activityId, String previousHash, String hash) {
        this.sequence = sequence;
        this.activityId = activityId;
        this.previousHash = previousHash;
        this.hash = hash;
    }

    /** Its number in the chain, which begins with 1 and has no gap. */
    public long sequence() {
        return sequence;
    }

    public long activityId() {
        return activityId;
    }

    /** The hash of the row before, in hexadecimal. */
    public String previousHash() {
        return previousHash;
    }

    /** In hexadecimal. */
    public String hash() {
        return hash;
    }
}
