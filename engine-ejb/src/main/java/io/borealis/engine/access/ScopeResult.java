package io.borealis.engine.access;

import java.util.UUID;

/** What became of limiting an account. */
public sealed interface ScopeResult {
    record Done(ScopeView scope) implements ScopeResult {}

    record UnknownAccount() implements ScopeResult {}

    record UnknownSite(UUID siteId) implements ScopeResult {}

    /** The account would reach more, and the administrator proved his second factor too long ago. */
    record StepUpRequired() implements ScopeResult {}

    /** Administrators reach everything. */
    record Administrator() implements ScopeResult {}
}
