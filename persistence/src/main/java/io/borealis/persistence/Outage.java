package io.borealis.persistence;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a database that is out from a statement that is wrong, by the standard's SQL states and those of PostgreSQL and
 * H2.
 */
final class Outage {
    /** Connection exceptions, operator intervention and insufficient resources of PostgreSQL, system errors. */
    private static final List<String> CLASSES = List.of("08", "53", "57P", "58");

    private static final String READ_ONLY_FILE = "90097";

    /**
     * Of H2: input or output failed, file locked by another process, no space, connection broken, database closed, shut
     * down, and read only, as which it opens a file that it cannot write to.
     */
    private static final Set<String> OF_H2 =
            Set.of("90028", "90031", "90020", "90100", "90067", "90098", "90121", "90135", READ_ONLY_FILE);

    /** What the server's pool throws when it has no connection to give; the class belongs to the server. */
    private static final String OF_THE_POOL = "jakarta.resource.ResourceException";

    private static final int LONGEST_WHY = 300;

    private Outage() {}

    /** Why the database is out; empty when the failure is of another kind. */
    static Optional<String> in(Throwable failed) {
        List<Throwable> causes = causes(failed);
        // What the database itself says against a new connection, whatever it is: it lets nobody in
        boolean noConnection = causes.stream().anyMatch(Outage::isOfThePool);
        return causes.stream()
                .filter(cause -> isOut(cause) || noConnection && stateOf(cause).isPresent())
                .findFirst()
                .map(Outage::why);
    }

    /** Why there is no room to write. */
    static Optional<String> fullIn(Throwable failed) {
        return causes(failed).stream()
                .filter(cause -> stateOf(cause).filter("53100"::equals).isPresent())
                .findFirst()
                .map(Outage::why);
    }

    /** Whether H2 refused to write because it opened its file read only. */
    static boolean isReadOnlyFile(Throwable failed) {
        return causes(failed).stream()
                .anyMatch(cause -> stateOf(cause).filter(READ_ONLY_FILE::equals).isPresent());
    }

    /** Whether the pool gave no connection in time although nothing says that the database is out: it is busy. */
    static boolean isBusy(Throwable failed) {
        return causes(failed).stream().anyMatch(Outage::isOfThePool);
    }

    private static boolean isOfThePool(Throwable cause) {
        for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(OF_THE_POOL)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOut(Throwable cause) {
        return cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLRecoverableException
                || stateOf(cause)
                        .filter(state ->
                                OF_H2.contains(state) || CLASSES.stream().anyMatch(state::startsWith))
                        .isPresent();
    }

    private static Optional<String> stateOf(Throwable cause) {
        return cause instanceof SQLException sql ? Optional.ofNullable(sql.getSQLState()) : Optional.empty();
    }

    private static String why(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").strip();
        return text.substring(0, Math.min(text.length(), LONGEST_WHY));
    }

    /** Everything that the failure names as its cause, the most basic first; a commit names some as suppressed only. */
    private static List<Throwable> causes(Throwable failed) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> found = new ArrayDeque<>();
        Deque<Throwable> open = new ArrayDeque<>(List.of(failed));
        while (!open.isEmpty()) {
            Throwable next = open.remove();
            if (!seen.add(next)) {
                continue;
            }
            found.addFirst(next);
            if (next.getCause() != null) {
                open.add(next.getCause());
            }
            if (next instanceof SQLException sql && sql.getNextException() != null) {
                open.add(sql.getNextException());
            }
            open.addAll(List.of(next.getSuppressed()));
        }
        return List.copyOf(found);
    }
}
