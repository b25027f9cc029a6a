package io.borealis.engine.access;

import java.util.Optional;
import java.util.Set;

/** What became of a login. */
public sealed interface LoginResult {
    /**
     * @param accessToken bearer token; a credential
     * @param expiresIn seconds from now
     * @param duty what must be done with the token before anything else
     * @param deviceMark for the browser to keep: with it the next login is not slowed down by what strangers do
     */
    record Granted(String accessToken, int expiresIn, Set<Role> roles, Optional<Duty> duty, String deviceMark)
            implements LoginResult {
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

    /** The password is right, and the account has a second factor of which no code was told. */
    record CodeRequired() implements LoginResult {}

    /** The password is right, the code is not. */
    record CodeRefused() implements LoginResult {}
}
