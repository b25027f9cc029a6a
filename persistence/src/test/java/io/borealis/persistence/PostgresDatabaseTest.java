package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresDatabaseTest extends DatabaseContract {
    private static @Nullable PostgresCluster cluster;
    private static @Nullable LocalDatabase database;

    @BeforeAll
    static void migrate() throws IOException {
        cluster = PostgresCluster.make(binaries());
        database = LocalDatabase.on(cluster.dataSource());
    }

    /** Where the server's programs are; without them the test is given up for a stated reason, or fails. */
    static Path binaries() {
        Optional<Path> binaries = PostgresCluster.installedBinaries();
        if (binaries.isEmpty()) {
            assumeFalse(
                    "off".equals(System.getenv("BOREALIS_LAB")),
                    "no PostgreSQL here, and BOREALIS_LAB=off allows that");
            fail("PostgreSQL is not installed (Debian: apt-get install postgresql); BOREALIS_LAB=off skips this test");
        }
        return binaries.orElseThrow();
    }

    @AfterAll
    static void stop() throws IOException {
        if (database != null) {
            database.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    DataSource emptyDatabase() throws SQLException {
        return Objects.requireNonNull(cluster).emptyDatabase("empty");
    }

    @Override
    Database database() {
        return Objects.requireNonNull(database);
    }

    @Test
    void isReallyPostgres() throws SQLException {
        try (Connection connection =
                Objects.requireNonNull(cluster).dataSource().getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
        }
    }
}
