package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.persistence.activity.Activity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

class SealMigrationTest {
    @Test
    void leavesRowsFromBeforeToBeSealedInTheirOrder() throws SQLException {
        JdbcConnectionPool pool =
                JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "sa");
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/migration")
                .target("12")
                .load()
                .migrate();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into activity (id, at, event) values (7, '2025-02-01 00:00:00+00', 'b'),"
                    + " (8, '2025-01-01 00:00:00+00', 'a'), (9, '2025-03-01 00:00:00+00', 'c')");
        }
        try (LocalDatabase database = LocalDatabase.on(pool)) {
            List<Activity> waiting = database.read(work -> work.seals().unsealed(10));
            assertThat(waiting).extracting(Activity::event).containsExactly("a", "b", "c");
        } finally {
            pool.dispose();
        }
    }
}
