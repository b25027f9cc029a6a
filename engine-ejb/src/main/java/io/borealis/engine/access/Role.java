package io.borealis.engine.access;

import java.util.Locale;
import java.util.Optional;

/** What an identity may do; a group of its access token. */
public enum Role {
    /** Everything an operator may, and enrollment, and ending a tunnel for all. */
    ADMIN,
    /** Opens and leaves tunnels, uses terminals, sets ports. */
    OPERATOR,
    /** Reads. */
    AUDITOR,
    /** An enrolled device; never a person. */
    AGENT;

    /** The name in tokens and in {@code @RolesAllowed}. */
    public String group() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a group of a token; empty for a group that is no role. */
    public static Optional<Role> ofGroup(String group) {
        for (Role role : values()) {
            if (role.group().equals(group)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
