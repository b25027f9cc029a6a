package io.borealis.engine.access.issuer;

import io.borealis.engine.access.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which groups of the issuer give which roles here. A group that is not in it gives nothing. Immutable. */
final class RoleTable {
    private final Map<String, Set<Role>> roles;

    private RoleTable(Map<String, Set<Role>> roles) {
        this.roles = Map.copyOf(roles);
    }

    /**
     * Reads {@code group=role; group=role}. A group may stand there several times, and hold anything but a semicolon.
     *
     * @throws IllegalStateException for what is no such table
     */
    static RoleTable parse(String property, String text) {
        Map<String, Set<Role>> table = new HashMap<>();
        for (String line : text.split(";", -1)) {
            if (line.isBlank()) {
                continue;
            }
            int equals = line.lastIndexOf('=');
            String group = equals < 0 ? "" : line.substring(0, equals).strip();
            Optional<Role> role = Role.ofPerson(line.substring(equals + 1).strip());
            if (group.isEmpty() || role.isEmpty()) {
                throw new IllegalStateException(property + " is a list of group=role, separated by semicolons, and a"
                        + " role is admin, operator or auditor; this is not: " + line.strip());
            }
            table.computeIfAbsent(group, any -> EnumSet.noneOf(Role.class)).add(role.get());
        }
        if (table.isEmpty()) {
            throw new IllegalStateException(property
                    + " is required beside the issuer: without it nobody of the issuer has a role; for instance"
                    + " \"Borealis Admins=admin; Borealis Operators=operator\"");
        }
        return new RoleTable(table);
    }

    /** What these groups give together; may be none. */
    Set<Role> rolesOf(Collection<String> groups) {
        Set<Role> given = EnumSet.noneOf(Role.class);
        groups.forEach(group -> given.addAll(roles.getOrDefault(group, Set.of())));
        return given;
    }
}
