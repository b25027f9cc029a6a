package io.borealis.persistence;

import jakarta.ejb.ApplicationException;

/**
 * The database cannot be reached, or cannot do its work: nothing of the piece of work was kept, as far as can be known,
 * and the same work may be asked for again a little later. The {@link OutageWatch} has told the log already.
 */
@ApplicationException(rollback = true)
public final class DatabaseUnavailableException extends RuntimeException {
    /** When it makes sense to ask again. */
    public static final int RETRY_AFTER_SECONDS = 2;

    DatabaseUnavailableException(String why, Throwable cause) {
        super(why, cause);
    }

    /** For whoever asks before the Engine got its database for the first time, or while it is known to be out. */
    public DatabaseUnavailableException(String why) {
        super(why);
    }
}
