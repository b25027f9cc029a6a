package io.borealis.engine.activity.seal;

import io.borealis.engine.token.RotatingKey;
import io.borealis.engine.token.SigningKey;
import io.borealis.persistence.activity.ChainHead;
import io.borealis.persistence.activity.SealRepository;
import io.borealis.protocol.activity.Checkpoint;
import io.borealis.protocol.device.DeviceKey;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Signs checkpoints and exports with the key that is made for that alone. Thread-safe. */
public final class SealSigner {
    /** A chain in which so many keys began is not looked through any further. */
    static final int MOST_KEYS = 1_000;

    private final RotatingKey<SigningKey> key;
    private final Clock clock;

    public SealSigner(RotatingKey<SigningKey> key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** The key in use, and the one before while it is kept. */
    public List<DeviceKey> ownKeys() {
        return key.good(clock.instant()).stream().map(SigningKey::deviceKey).toList();
    }

    /** The key in use, for one statement that names it. */
    public Signer signer() {
        SigningKey current = key.current();
        return new Signer(current);
    }

    /** One key. Immutable. */
    public static final class Signer {
        private final SigningKey key;

        private Signer(SigningKey key) {
            this.key = key;
        }

        /** Its fingerprint. */
        public String keyId() {
            return key.deviceKey().fingerprint();
        }

        /** The signature in hexadecimal. */
        public String sign(byte[] statement) {
            return signature(key, statement);
        }
    }

    /**
     * The next checkpoint, of the end of the chain as the caller locked it. The first one of a key names the key before, which
     * vouches for it while this Engine still has it.
     */
    Checkpoint next(SealRepository seals, ChainHead head, Optional<Checkpoint> last, Optional<String> lost) {
        SigningKey current = key.current();
        String keyId = current.deviceKey().fingerprint();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        boolean begins = seals.beginningsOfKeys(MOST_KEYS).stream()
                .noneMatch(checkpoint -> checkpoint.keyId().equals(keyId));
        Optional<String> before = begins ? last.map(Checkpoint::keyId) : Optional.empty();
        Checkpoint unsigned = new Checkpoint(
                last.map(Checkpoint::number).orElse(0L) + 1,
                head.sequence(),
                head.hash(),
                now,
                keyId,
                begins ? Optional.of(current.deviceKey().toBase64()) : Optional.empty(),
                before,
                lost,
                "",
                Optional.empty());
        byte[] statement = unsigned.statement();
        return unsigned.signed(
                signature(current, statement),
                key.previous(now)
                        .filter(kept ->
                                before.equals(Optional.of(kept.deviceKey().fingerprint())))
                        .map(kept -> signature(kept, statement)));
    }

    private static String signature(SigningKey key, byte[] statement) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key.privateKey());
            signer.update(statement);
            return HexFormat.of().formatHex(signer.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Ed25519 is part of every Java 17 runtime", impossible);
        }
    }
}
