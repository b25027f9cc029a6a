package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.persistence.access.Operator;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void opensAFileAnewThatItCouldOnlyRead(@TempDir Path folder) throws SQLException {
        JdbcDataSource file = new JdbcDataSource();
        file.setURL("jdbc:h2:file:" + folder.resolve("borealis"));
        file.setUser("sa");
        file.setPassword("sa");
        try (LocalDatabase kept = LocalDatabase.on(file)) {
            Operator late = new Operator("late", "$argon2id$…", List.of("admin"), Instant.now());
            try (Connection readOnly = DriverManager.getConnection(file.getURL() + ";ACCESS_MODE_DATA=r", "sa", "sa")) {
                assertThat(readOnly.isReadOnly()).isTrue();
                assertThatThrownBy(() -> kept.run(work -> work.operators().add(late)))
                        .hasStackTraceContaining("read only");

                // with the connection still open, as in a pool
                kept.run(work -> work.operators().add(late));
            }
            assertThat(kept.<Boolean>read(work -> work.operators().find("late").isPresent()))
                    .isTrue();
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
