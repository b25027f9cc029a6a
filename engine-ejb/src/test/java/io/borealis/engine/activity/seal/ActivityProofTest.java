package io.borealis.engine.activity.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.engine.EngineHome;
import io.borealis.engine.TestClock;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.seal.ProofView.Failure;
import io.borealis.engine.token.EngineKeys;
import io.borealis.persistence.LocalDatabase;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.SealRepository.Link;
import io.borealis.protocol.activity.ChainLink;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain of 2,400 rows, one in each minute, with checkpoints at 1,000, 2,000 and 2,400; and somebody with the database. */
class ActivityProofTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ROWS = 2_400;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final JdbcConnectionPool pool =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "sa");
    private LocalDatabase database;
    private EngineKeys keys;
    private ActivitySealer sealer;
    private ActivityProof proof;

    @BeforeEach
    void sealAll() {
        database = LocalDatabase.on(pool);
        keys = EngineKeys.at(new EngineHome(folder));
        SealSigner signer = new SealSigner(keys.activitySeal(), clock);
        ActivityLog log = new ActivityLog(database, folder.resolve("reverse_tunnel.log"), clock, clock);
        sealer = new ActivitySealer(database, log, signer, keys.storage(), clock);
        proof = new ActivityProof(database, sealer, signer, clock);
        database.run(work -> {
            for (int i = 1; i <= ROWS; i++) {
                work.activity()
                        .add(new Activity(
                                minute(i),
                                "site_created",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("ada"),
                                Optional.of("192.0.2.1"),
                                Optional.of("row " + i)));
            }
        });
        sealer.sealNow();
    }

    @AfterEach
    void close() {
        database.close();
        pool.dispose();
    }

    private static Instant minute(int row) {
        return BEGIN.plusSeconds(60L * row);
    }

    private ProofView prove(Optional<Instant> from, Optional<Instant> until) {
        return ((ProofResult.Looked) proof.prove("axel", from, until)).view();
    }

    private ProofView all() {
        return prove(Optional.empty(), Optional.empty());
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private Failure failure() {
        ProofView view = all();
        assertThat(view.proven()).isFalse();
        return view.failure().orElseThrow();
    }

    private long idOf(long sequence) {
        return database.<Long>read(
                work -> work.seals().seal(sequence).orElseThrow().activityId());
    }

    @Test
    void provesAllOfItAndEachPeriodOfIt() {
        ProofView all = all();
        assertThat(all.failure()).isEmpty();
        assertThat(all.proven()).isTrue();
        assertThat(all.rows()).isEqualTo(ROWS);
        assertThat(all.checkpoints()).isEqualTo(3);
        assertThat(all.headSequence()).isEqualTo(ROWS);
        assertThat(all.keys())
                .containsExactly(keys.activitySeal().current().deviceKey().fingerprint());
        assertThat(all.foreignKeys()).isEmpty();

        ProofView some = prove(Optional.of(minute(500)), Optional.of(minute(600)));
        assertThat(some.proven()).isTrue();
        assertThat(some.rows()).isEqualTo(100);
        assertThat(some.firstSequence()).contains(499L);
        assertThat(some.lastSequence()).contains(1_000L);
        assertThat(proof.keys()).hasSize(1).allMatch(ActivityProof.PublicKeyView::own);
    }

    @Test
    void findsWhatWasChangedRemovedInsertedOrSwapped() throws SQLException {
        sql("update activity set detail = 'row X' where id = " + idOf(1_234));
        assertThat(failure().sequence()).contains(1_234L);
        sql("update activity set detail = 'row 1234' where id = " + idOf(1_234));
        assertThat(all().proven()).isTrue();

        sql("update activity_seal set activity_id = -1 where sequence = 77");
        assertThat(failure())
                .isEqualTo(new Failure(
                        Optional.of(77L), Optional.of(-1L), "the row was sealed and is not in the activity any more"));
        sql(
                "update activity_seal set activity_id = (select id from activity where detail = 'row 77') where sequence = 77");

        long twelve = idOf(12);
        long thirteen = idOf(13);
        String swap = "update activity_seal set activity_id = %d where sequence = %d";
        sql(swap.formatted(-1, 12), swap.formatted(twelve, 13), swap.formatted(thirteen, 12));
        assertThat(failure().sequence()).contains(12L);
        sql(swap.formatted(-1, 12), swap.formatted(thirteen, 13), swap.formatted(twelve, 12));

        sql("insert into activity (id, at, event) values (999999, '2026-01-01 12:00:00+00', 'forged')");
        assertThat(failure().activityId()).contains(999_999L);
        sql("delete from activity where id = 999999");

        sql("delete from activity_seal where sequence = 2400", "delete from activity where detail = 'row 2400'");
        assertThat(failure().sequence()).contains(2_400L);
    }

    @Test
    void findsAWholePeriodThatIsGone() throws SQLException {
        sql("delete from activity where detail in ('row 50', 'row 51', 'row 52')");
        ProofView view = prove(Optional.of(minute(50)), Optional.of(minute(53)));
        assertThat(view.proven()).isFalse();
        assertThat(view.failure().orElseThrow().sequence()).contains(50L);
    }

    /** Changes a row and makes every hash from there on anew, as the Engine would have. */
    private void rewriteFrom(long sequence) throws SQLException {
        sql("update activity set detail = 'forged' where id = " + idOf(sequence));
        List<Link> links = database.read(work -> work.seals().links(sequence, ROWS, ROWS));
        String hash = links.get(0).seal().previousHash();
        List<String> statements = new ArrayList<>();
        for (Link link : links) {
            ChainLink made = ChainLink.of(
                    link.seal().sequence(), hash, Contents.of(link.row().orElseThrow()));
            hash = made.hash();
            statements.add("update activity_seal set previous_hash = '" + made.previousHash() + "', hash = '" + hash
                    + "' where sequence = " + link.seal().sequence());
        }
        statements.add("update activity_chain set hash = '" + hash + "'");
        sql(statements.toArray(String[]::new));
    }

    @Test
    void findsATailThatWasRewrittenWithoutTheKey() throws SQLException {
        rewriteFrom(1_700);
        Failure failure = failure();
        assertThat(failure.sequence()).contains(2_000L);
        assertThat(failure.reason()).contains("checkpoint 2").contains("sealed anew");
    }

    @Test
    void findsATailThatWasRewrittenTogetherWithItsCheckpoints() throws SQLException {
        rewriteFrom(1_700);
        sql("delete from activity_checkpoint where sequence > 1700");
        Failure failure = failure();
        assertThat(failure.reason()).contains("set back or rewritten");
        // What was signed before is proven still
        assertThat(prove(Optional.empty(), Optional.of(minute(900))).proven()).isTrue();
    }

    @Test
    void findsACheckpointThatIsNoneOfTheEngine() throws SQLException {
        sql("update activity_checkpoint set at = '2026-01-01 00:00:00+00' where checkpoint_number = 2");
        assertThat(failure().reason()).contains("signature of checkpoint 2");
        sql("delete from activity_checkpoint where checkpoint_number = 2");
        assertThat(failure().reason()).isEqualTo("checkpoint 2 is missing");
    }

    @Test
    void provesNoMoreThanItsRate() {
        for (int i = 0; i < 10; i++) {
            assertThat(proof.prove("axel", Optional.of(minute(1)), Optional.of(minute(2))))
                    .isInstanceOf(ProofResult.Looked.class);
        }
        assertThat(proof.prove("axel", Optional.empty(), Optional.empty())).isEqualTo(new ProofResult.TooOften(30));
    }
}
