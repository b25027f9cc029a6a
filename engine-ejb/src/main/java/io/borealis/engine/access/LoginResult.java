package io.borealis.engine.access;

import java.util.Set;

/** What became of a login. */
public sealed interface LoginResult {
    /**
     * @param accessToken bearer token; a credential
     * @param expiresIn seconds from now
     * @param deviceMark for the browser to keep: with it the next login is not slowed down by what strangers do
     */
    record Granted(String accessToken, int expiresIn, Set<Role> roles, String deviceMark) implements LoginResult {
        public Granted {
            roles = Set.copyOf(roles);
        }

        @Override
        public String toString() {
            return "Granted[redacted, expiresIn=" + expiresIn + ", roles=" + roles + "]";
        }
    }

    /** Unknown, wrong or disabled: deliberately one answer for all. */
    record Refused() implements LoginResult {}

    /** Too many tries; says nothing about the account. */
    record TooMany(int retryAfterSeconds) implements LoginResult {}

    /** The Engine checks as many passwords as it can; says nothing about the account. */
    record Busy(int retryAfterSeconds) implements LoginResult {}
}
