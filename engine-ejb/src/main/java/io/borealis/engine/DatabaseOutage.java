package io.borealis.engine;

import io.borealis.persistence.DatabaseUnavailableException;

/** How whoever answers people and agents sees that the database is out. */
public final class DatabaseOutage {
    /** When it makes sense to ask again. */
    public static final int RETRY_AFTER_SECONDS = DatabaseUnavailableException.RETRY_AFTER_SECONDS;

    private static final int DEEPEST = 8;

    private DatabaseOutage() {}

    /** Whether the failure is the database's, however deep a library wrapped it. */
    public static boolean isBehind(Throwable failed) {
        Throwable cause = failed;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof DatabaseUnavailableException) {
                return true;
            }
        }
        return false;
    }
}
