package io.borealis.engine.token.rotation;

/** What became of a wish about a key. */
public sealed interface RotationResult {

    /** It is done; the key as it is now. */
    record Done(KeyView key) implements RotationResult {}

    /** The overlap of the rotation before lasts still; nothing was changed. */
    record OverlapLasts(KeyView key) implements RotationResult {}

    /** There is no key before that could be ended; nothing was changed. */
    record NoOverlap(KeyView key) implements RotationResult {}

    /**
     * The key's file was not written; the key that was in use is in use.
     *
     * @param detail one sentence with the cause
     */
    record NotWritten(String detail) implements RotationResult {}
}
