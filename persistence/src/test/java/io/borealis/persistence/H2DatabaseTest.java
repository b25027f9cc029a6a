package io.borealis.persistence;

import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class H2DatabaseTest extends DatabaseContract {
    private static @Nullable LocalDatabase database;

    @BeforeAll
    static void migrate() {
        database = LocalDatabase.h2();
    }

    @AfterAll
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    @Override
    DataSource emptyDatabase() {
        return JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "sa");
    }

    @Override
    Database database() {
        return Objects.requireNonNull(database);
    }
}
