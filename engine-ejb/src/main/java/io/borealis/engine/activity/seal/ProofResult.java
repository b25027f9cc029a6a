package io.borealis.engine.activity.seal;

/** What became of asking for a proof. */
public sealed interface ProofResult {
    record Looked(ProofView view) implements ProofResult {}

    /** @param most rows that one request looks at */
    record TooLarge(long rows, long most) implements ProofResult {}

    record TooOften(int retryAfterSeconds) implements ProofResult {}
}
