package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.persistence.activity.Activity;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostgresActivityTest extends ActivityContract {
    private @Nullable PostgresCluster cluster;

    @Override
    DataSource source() throws IOException {
        PostgresCluster made = PostgresCluster.make(PostgresDatabaseTest.binaries());
        cluster = made;
        return made.dataSource();
    }

    @Override
    Connection connection() throws SQLException {
        return cluster().dataSource().getConnection();
    }

    private PostgresCluster cluster() {
        return Optional.ofNullable(cluster).orElseThrow();
    }

    @Override
    void closed() throws IOException {
        cluster().close();
    }

    @Test
    void scansNoTableForAMonth() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze activity");
        }
        for (Question question : monthly()) {
            Scans before = scans();
            int pages = 4;
            for (int i = 0; i < pages; i++) {
                List<Activity> first = page(question, Optional.empty(), 101);
                page(question, first.stream().skip(50).findFirst(), 101);
            }
            boolean nothing = question.sql().equals("1 = 0");
            // The server counts when the connection of a question is gone
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> nothing || scans().byIndex() >= before.byIndex() + pages);
            assertThat(scans().sequential()).as(question.sql()).isEqualTo(before.sequential());
        }
    }

    private record Scans(long sequential, long byIndex) {}

    private Scans scans() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select seq_scan, idx_scan from pg_stat_user_tables where relname = 'activity'")) {
            row.next();
            return new Scans(row.getLong(1), row.getLong(2));
        }
    }
}
