package io.borealis.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Statement;
import org.hibernate.Session;

/**
 * A file that H2 opened read only because it could not write to it at that moment, as on a full disk. H2 looks again only
 * when the file is opened anew, and a pool that keeps connections keeps it open.
 */
final class ReadOnlyFile {
    private static final Logger LOG = System.getLogger(ReadOnlyFile.class.getName());

    private ReadOnlyFile() {}

    /** Closes it with every connection to it: the next one opens it anew. */
    static void close(EntityManager entities) {
        try {
            entities.unwrap(Session.class).doWork(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SHUTDOWN IMMEDIATELY");
                }
            });
        } catch (PersistenceException closed) {
            // Whether it is writable now the next work finds out, and the watch tells
            LOG.log(Level.DEBUG, "the database file was closed in the middle of a statement", closed);
        }
    }
}
