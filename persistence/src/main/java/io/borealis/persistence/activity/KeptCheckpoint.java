package io.borealis.persistence.activity;

import io.borealis.protocol.activity.Checkpoint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A signed statement about the chain. Never changed. */
@Entity
@Table(name = "activity_checkpoint")
public class KeptCheckpoint {
    @Id
    @Column(name = "checkpoint_number")
    private long number;

    @Column(nullable = false, updatable = false)
    private long sequence;

    @Column(nullable = false, updatable = false)
    private String hash;

    @Column(nullable = false, updatable = false)
    private Instant at;

    @Column(name = "key_id", nullable = false, updatable = false)
    private String keyId;

    @Column(name = "public_key", updatable = false)
    private @Nullable String publicKey;

    @Column(name = "key_before", updatable = false)
    private @Nullable String keyBefore;

    @Column(updatable = false)
    private @Nullable String lost;

    @Column(nullable = false, updatable = false)
    private String signature;

    @Column(updatable = false)
    private @Nullable String endorsement;

    @SuppressWarnings("NullAway.Init")
    protected KeptCheckpoint() {}

    public KeptCheckpoint(Checkpoint made) {
        this.number = made.number();
        this.sequence = made.sequence();
        this.hash = made.hash();
        this.at = made.at();
        this.keyId = made.keyId();
        this.publicKey = made.publicKey().orElse(null);
        this.keyBefore = made.keyBefore().orElse(null);
        this.lost = made.lost().orElse(null);
        this.signature = made.signature();
        this.endorsement = made.endorsement().orElse(null);
    }

    /** As it was signed. */
    public Checkpoint toCheckpoint() {
        return new Checkpoint(
                number,
                sequence,
                hash,
                at,
                keyId,
                Optional.ofNullable(publicKey),
                Optional.ofNullable(keyBefore),
                Optional.ofNullable(lost),
                signature,
                Optional.ofNullable(endorsement));
    }
}
