package io.borealis.engine.access;

import java.util.Set;

/**
 * One login of an operator: two browser tabs with one token are one session, two logins are two. Immutable.
 *
 * @param sessionId claim {@code sid} of the access token
 * @param remoteAddress where the request came from
 */
public record OperatorSession(String sessionId, String username, Set<Role> roles, String remoteAddress) {
    private static final int LONGEST = 128;

    public OperatorSession {
        requireBounded("sessionId", sessionId);
        requireBounded("username", username);
        roles = Set.copyOf(roles);
    }

    private static void requireBounded(String name, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(name + " has 1 to " + LONGEST + " characters");
        }
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
