package io.borealis.engine.access.issuer;

/** What became of the issuer's word that somebody was signed out. */
public sealed interface LogoutResult {
    /** @param ended how many sessions; none when it was over here already */
    record Done(int ended) implements LogoutResult {}

    /** The token does not hold, or came before. */
    record Refused() implements LogoutResult {}

    record TooMany(int retryAfterSeconds) implements LogoutResult {}

    /** The keys to check it by cannot be read now. */
    record Unreachable(int retryAfterSeconds) implements LogoutResult {}

    record NotConfigured() implements LogoutResult {}
}
