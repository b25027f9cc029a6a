package io.borealis.persistence;

import java.util.Objects;
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
    Database database() {
        return Objects.requireNonNull(database);
    }
}
