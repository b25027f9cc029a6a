package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.borealis.persistence.activity.TunnelHistory;
import io.borealis.persistence.tunnel.Tunnel;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostgresReportTest extends ReportContract {
    private @Nullable PostgresCluster cluster;

    @Override
    DataSource source() throws IOException {
        PostgresCluster made = PostgresCluster.make(PostgresDatabaseTest.binaries());
        cluster = made;
        return made.dataSource();
    }

    private PostgresCluster cluster() {
        return Optional.ofNullable(cluster).orElseThrow();
    }

    @Override
    void closed() throws IOException {
        cluster().close();
    }

    @Test
    void scansNoTableForAPageOfAMonth() throws SQLException {
        try (Connection connection = cluster().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        for (Question question : monthly()) {
            Map<String, Long> before = sequentialScans();
            List<Tunnel> first = page(question, Optional.empty(), 26);
            page(question, first.stream().skip(12).findFirst(), 26);
            database().read(work -> {
                TunnelHistory history = work.tunnelHistory();
                history.shares(first, 50);
                history.portChanges(first, 20);
                history.portsAtOpening(first);
                return history.terminals(first);
            });
            assertThat(sequentialScans()).as(question.name()).isEqualTo(before);
        }
    }

    /** Tunnels that were open when the month began are found among all before or after it, as the server thinks best. */
    @Test
    void scansNoActivityToSumUpAMonth() throws SQLException {
        try (Connection connection = cluster().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        for (Sums sums : sums()) {
            Map<String, Long> before = sequentialScans();
            page(sums, Optional.empty(), 101);
            database().read(work -> work.accessHistory().refusals(sums.filter(), sums.scope(), Optional.empty(), 101));
            assertThat(sequentialScans()).as(sums.name()).containsEntry("activity", before.get("activity"));
        }
    }

    /** By table, once every question before is counted: the server does so when the connection of a question is gone. */
    private Map<String, Long> sequentialScans() throws SQLException {
        await().atMost(Duration.ofSeconds(20)).until(() -> counted("select 'others', count(*) from pg_stat_activity"
                        + " where backend_type = 'client backend' and pid <> pg_backend_pid()")
                .containsValue(0L));
        return counted(
                "select relname, seq_scan from pg_stat_user_tables where relname in ('tunnel', 'lease', 'activity')");
    }

    private Map<String, Long> counted(String query) throws SQLException {
        Map<String, Long> answer = new TreeMap<>();
        asked(query).forEach(row -> answer.put(row.get(0), Long.valueOf(row.get(1))));
        return answer;
    }
}
