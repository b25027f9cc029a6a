package io.borealis.engine.access;

import java.util.UUID;

/** What became of limiting an account. */
public sealed interface ScopeResult {
    record Done(ScopeView scope) implements ScopeResult {}

    record UnknownAccount() implements ScopeResult {}

    record UnknownSite(UUID siteId) implements ScopeResult {}

    /** Administrators reach everything. */
    record Administrator() implements ScopeResult {}
}
