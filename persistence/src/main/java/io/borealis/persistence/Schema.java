package io.borealis.persistence;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;

/** Brings a database to the schema of this build, and the mapping to the database. */
public final class Schema {
    private static final String UNIT = "borealis";
    private static final int LONGEST_ANSWER_SECONDS = 5;

    private Schema() {}

    /**
     * Migrates the database and opens the persistence unit on it.
     *
     * @param settings of the persistence unit, beside the data source
     * @throws PersistenceException when the database does not answer
     */
    public static EntityManagerFactory open(DataSource database, Map<String, Object> settings) {
        ask(database);
        migrate(database);
        Map<String, Object> all = new HashMap<>(settings);
        all.put("jakarta.persistence.jtaDataSource", database);
        EntityManagerFactory entities = Persistence.createEntityManagerFactory(UNIT, all);
        try {
            validate(entities);
        } catch (RuntimeException different) {
            entities.close();
            throw different;
        }
        return entities;
    }

    // Before anything asks it that writes a stack trace when there is no answer
    private static void ask(DataSource database) {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid(LONGEST_ANSWER_SECONDS)) {
                throw new SQLTransientConnectionException("no answer within " + LONGEST_ANSWER_SECONDS + " s");
            }
        } catch (SQLException out) {
            throw new PersistenceException("the database does not answer", out);
        }
    }

    /** Applies what is missing; a schema that is newer, or was changed by hand, stops the start. */
    private static void migrate(DataSource database) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }

    /** Compares every mapped table and column with the database; a difference stops the start. */
    private static void validate(EntityManagerFactory entities) {
        entities.unwrap(SessionFactory.class).getSchemaManager().validateMappedObjects();
    }
}
