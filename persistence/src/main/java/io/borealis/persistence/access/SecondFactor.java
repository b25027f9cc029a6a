package io.borealis.persistence.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an account has beside its password: the sealed secret of its codes, and the hashes of its recovery codes. */
@Entity
@Table(name = "second_factor")
public class SecondFactor {
    private static final long NONE_YET = -1;

    @Id
    private String username;

    @Column(name = "sealed_secret", nullable = false)
    private String sealedSecret;

    @Column(name = "begun_at", nullable = false)
    private Instant begunAt;

    @Column(name = "confirmed_at")
    private @Nullable Instant confirmedAt;

    @Column(name = "last_step", nullable = false)
    private long lastStep;

    @Column(name = "recovery_hashes", nullable = false)
    private String recoveryHashes;

    @Version
    private int version;

    @SuppressWarnings("NullAway.Init")
    protected SecondFactor() {}

    /** One that nothing asks for yet. */
    public SecondFactor(String username, String sealedSecret, Instant now) {
        this.username = username;
        this.recoveryHashes = "";
        beginAnew(sealedSecret, now);
    }

    /** Another secret in place of one that was never confirmed. */
    public final void beginAnew(String sealed, Instant now) {
        if (confirmedAt != null) {
            throw new IllegalStateException("the second factor is in use");
        }
        sealedSecret = sealed;
        begunAt = now;
        lastStep = NONE_YET;
    }

    /** The same secret, sealed by another key. */
    public void sealedAnew(String sealed) {
        sealedSecret = sealed;
    }

    /** From now on it is asked for. @param hashes of the recovery codes */
    public void confirm(long step, List<String> hashes, Instant now) {
        use(step);
        recoveryHashes = String.join(",", hashes);
        confirmedAt = now;
    }

    public boolean isConfirmed() {
        return confirmedAt != null;
    }

    public String username() {
        return username;
    }

    public String sealedSecret() {
        return sealedSecret;
    }

    public Instant begunAt() {
        return begunAt;
    }

    /** Step of the newest code that was taken; -1 before the first. */
    public long lastStep() {
        return lastStep;
    }

    /** A code of this step was taken. */
    public void use(long step) {
        if (step <= lastStep) {
            throw new IllegalArgumentException("a code is taken once");
        }
        lastStep = step;
    }

    /** Hashes of the recovery codes that are left. */
    public List<String> recoveryHashes() {
        return recoveryHashes.isEmpty() ? List.of() : List.of(recoveryHashes.split(","));
    }

    /** A recovery code was taken. */
    public void useRecovery(String hash) {
        List<String> left = new ArrayList<>(recoveryHashes());
        if (!left.remove(hash)) {
            throw new IllegalArgumentException("a recovery code is taken once");
        }
        recoveryHashes = String.join(",", left);
    }
}
