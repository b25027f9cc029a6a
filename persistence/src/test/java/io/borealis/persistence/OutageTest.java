package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.borealis.persistence.access.Operator;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real PostgreSQL that goes away and comes back under the Engine's database. */
class OutageTest {
    private static final Duration BACK = Duration.ofSeconds(10);
    private static @Nullable PostgresCluster cluster;
    private static @Nullable LocalDatabase local;

    private final OutageWatch watch = new OutageWatch();
    private final Database database = new WatchedDatabase(Objects.requireNonNull(local), watch);
    private final Logger told = Logger.getLogger(OutageWatch.class.getName());
    private final Lines lines = new Lines();

    @BeforeAll
    static void migrate() throws IOException {
        cluster = PostgresCluster.make(PostgresDatabaseTest.binaries());
        local = LocalDatabase.on(cluster.dataSource());
    }

    @AfterAll
    static void close() throws IOException {
        if (local != null) {
            local.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void listen() {
        told.addHandler(lines);
    }

    @AfterEach
    void listenNoMore() {
        told.removeHandler(lines);
    }

    private static PostgresCluster server() {
        return Objects.requireNonNull(cluster);
    }

    private boolean isThere(String name) {
        return database.read(work -> work.operators().find(name).isPresent());
    }

    private void add(String name) {
        database.run(work -> work.operators().add(new Operator(name, "$argon2id$…", List.of("admin"), Instant.now())));
    }

    @Test
    void isOneLineAtItsBeginAndOneAtItsEnd() throws IOException {
        add("before");
        server().stop();
        try {
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> isThere("before")).isInstanceOf(DatabaseUnavailableException.class);
                assertThatThrownBy(() -> add("lost")).isInstanceOf(DatabaseUnavailableException.class);
            }
            assertThat(watch.outage()).hasValueSatisfying(why -> assertThat(why).contains("127.0.0.1"));
        } finally {
            server().start();
        }

        await().atMost(BACK).ignoreException(DatabaseUnavailableException.class).until(() -> isThere("before"));
        assertThat(watch.outage()).isEmpty();
        assertThat(isThere("lost")).isFalse();
        assertThat(lines.texts()).hasSize(2);
        assertThat(lines.texts().get(0)).startsWith("the database is out: ");
        assertThat(lines.texts().get(1)).startsWith("the database is back after ");
        assertThat(lines.withTraces()).isZero();
    }

    @Test
    void writesWhatHappenedMeanwhileWhenTheDatabaseIsBack() throws IOException {
        server().stop();
        try {
            database.runOrLater(work ->
                    work.operators().add(new Operator("later", "$argon2id$…", List.of("admin"), Instant.now())));
        } finally {
            server().start();
        }

        await().atMost(BACK).ignoreException(DatabaseUnavailableException.class).until(() -> isThere("later"));
    }

    @Test
    void asksADatabaseThatIsOutNowAndThenOnly() {
        watch.lost("for a test");

        int tries = 0;
        for (int i = 0; i < 1000; i++) {
            tries += watch.mayTry() ? 1 : 0;
        }

        assertThat(tries).isLessThanOrEqualTo(1);
    }

    @Test
    void tellsAStatementThatIsWrongFromADatabaseThatIsOut() {
        assertThat(Outage.in(new SQLException("syntax error", "42601"))).isEmpty();
        assertThat(Outage.in(new SQLException("duplicate key", "23505"))).isEmpty();
        for (String state : List.of("08006", "57P01", "57P03", "53300", "90020", "90098", "90121")) {
            assertThat(Outage.in(new IllegalStateException(new SQLException("out", state))))
                    .as(state)
                    .contains("out");
        }
        IllegalStateException commit = new IllegalStateException("the commit failed");
        commit.addSuppressed(new SQLException("terminating connection", "57P01"));
        assertThat(Outage.in(commit)).contains("terminating connection");
    }

    @Test
    void saysFullWhenThereIsNoRoomToWrite() {
        assertThat(Outage.fullIn(new SQLException("could not extend file", "53100")))
                .contains("could not extend file");
        watch.full("could not extend file");
        watch.full("could not extend file");
        watch.answered();

        assertThat(watch.outage()).contains("could not extend file");
        assertThat(lines.texts()).hasSize(1);
    }

    @Test
    void isNotOverBeforeTheEngineServes() {
        watch.waiting();
        watch.lost("for a test");
        watch.answered();
        assertThat(watch.outage()).contains("the Engine starts on its database");

        watch.serving();

        assertThat(watch.outage()).isEmpty();
    }

    private static final class Lines extends Handler {
        private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());

        List<String> texts() {
            return records.stream().map(line -> line.getMessage()).toList();
        }

        long withTraces() {
            return records.stream().filter(line -> line.getThrown() != null).count();
        }

        @Override
        public void publish(LogRecord line) {
            records.add(line);
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
