package io.borealis.protocol.activity;

import io.borealis.protocol.device.DeviceKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A signed statement of the Engine that its chain over the activity came to this hash at this place. Immutable.
 *
 * @param number of the checkpoint, from 1 on without a gap
 * @param sequence the place in the chain
 * @param hash of that place, which stands for all before it too
 * @param at when it was signed, to the microsecond
 * @param keyId fingerprint of the key that signed
 * @param publicKey that key itself, in the first checkpoint that it signs; as {@link DeviceKey} is written
 * @param keyBefore the fingerprint of the key that signed the checkpoint before, there and when there was one
 * @param lost what this Engine had signed before and found no more in its database
 * @param signature under {@link #statement}, in hexadecimal
 * @param endorsement the signature of the key before under the same, while the Engine still had that key
 */
public record Checkpoint(
        long number,
        long sequence,
        String hash,
        Instant at,
        String keyId,
        Optional<String> publicKey,
        Optional<String> keyBefore,
        Optional<String> lost,
        String signature,
        Optional<String> endorsement) {

    /** What is signed: everything but the signatures. */
    public byte[] statement() {
        return new CanonicalText("borealis-checkpoint-1")
                .add(number)
                .add(sequence)
                .add(hash)
                .add(at)
                .add(keyId)
                .add(publicKey)
                .add(keyBefore)
                .add(lost)
                .bytes();
    }

    /** The same statement with these signatures. */
    public Checkpoint signed(String bySelf, Optional<String> byKeyBefore) {
        return new Checkpoint(number, sequence, hash, at, keyId, publicKey, keyBefore, lost, bySelf, byKeyBefore);
    }

    /** Whether this key signed it. */
    public boolean isSignedBy(DeviceKey key) {
        return keyId.equals(key.fingerprint()) && key.verifies(statement(), decoded(signature));
    }

    /** Whether the key before vouches for the one that begins here. */
    public boolean isEndorsedBy(DeviceKey before) {
        return endorsement
                .filter(any -> keyBefore.equals(Optional.of(before.fingerprint())))
                .filter(made -> before.verifies(statement(), decoded(made)))
                .isPresent();
    }

    /** Which one it is, as a later checkpoint names it where it was lost. */
    public String inWords() {
        return "checkpoint " + number + ", sequence " + sequence + ", hash " + hash;
    }

    private static byte[] decoded(String hexadecimal) {
        try {
            return HexFormat.of().parseHex(hexadecimal);
        } catch (IllegalArgumentException none) {
            return new byte[0];
        }
    }
}
