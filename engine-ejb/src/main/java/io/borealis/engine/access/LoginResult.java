package io.borealis.engine.access;

import java.util.Set;

/** What became of a login. */
public sealed interface LoginResult {
    /**
     * @param accessToken bearer token; a credential
     * @param expiresIn seconds from now
     */
    record Granted(String accessToken, int expiresIn, Set<Role> roles) implements LoginResult {
        public Granted {
            roles = Set.copyOf(roles);
        }

        @Override
        public String toString() {
            return "Granted[redacted, expiresIn=" + expiresIn + ", roles=" + roles + "]";
        }
    }

    /** Unknown, wrong, disabled or too often: deliberately one answer for all. */
    record Refused() implements LoginResult {}
}
