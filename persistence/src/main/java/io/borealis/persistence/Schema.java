package io.borealis.persistence;

import jakarta.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;

/** Brings a database to the schema of this build. */
public final class Schema {
    private Schema() {}

    /** Applies what is missing; a schema that is newer, or was changed by hand, stops the start. */
    public static void migrate(DataSource database) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }

    /** Compares every mapped table and column with the database; a difference stops the start. */
    public static void validate(EntityManagerFactory entities) {
        entities.unwrap(SessionFactory.class).getSchemaManager().validateMappedObjects();
    }
}
