package io.borealis.engine.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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

    /** The same for a role that people may have; empty for that of devices. */
    public static Optional<Role> ofPerson(String group) {
        return ofGroup(group).filter(role -> role != AGENT);
    }

    /** The roles among the groups of an account or a token. */
    static Set<Role> ofGroups(Collection<String> groups) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        groups.forEach(group -> ofGroup(group).ifPresent(roles::add));
        return roles;
    }
}
