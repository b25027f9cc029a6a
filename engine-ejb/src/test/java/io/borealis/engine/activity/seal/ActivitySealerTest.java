package io.borealis.engine.activity.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.borealis.engine.EngineHome;
import io.borealis.engine.TestClock;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.EngineKeys;
import io.borealis.persistence.Database;
import io.borealis.persistence.LocalDatabase;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.SealRepository.Link;
import io.borealis.protocol.activity.ChainLink;
import io.borealis.protocol.activity.Checkpoint;
import io.borealis.protocol.device.DeviceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivitySealerTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private LocalDatabase database;
    private EngineKeys keys;
    private ActivityLog log;
    private ActivitySealer sealer;

    @BeforeEach
    void haveAnEngine() {
        database = LocalDatabase.h2();
        keys = EngineKeys.at(new EngineHome(folder.resolve("a")));
        log = new ActivityLog(database, folder.resolve("reverse_tunnel.log"), clock, clock);
        sealer = sealer(database, keys);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ActivitySealer sealer(Database on, EngineKeys with) {
        return new ActivitySealer(on, log, new SealSigner(with.activitySeal(), clock), with.storage(), clock);
    }

    private void write(int rows) {
        database.run(work -> IntStream.range(0, rows).forEach(i -> work.activity()
                .add(new Activity(
                        clock.instant(),
                        "site_created",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("ada"),
                        Optional.empty(),
                        Optional.of("row " + i + " 日本")))));
    }

    private List<Link> chain() {
        return database.read(work -> work.seals().links(1, Long.MAX_VALUE, 100_000));
    }

    private List<Checkpoint> checkpoints() {
        return database.read(work -> work.seals().checkpointsAfter(0, 0, Long.MAX_VALUE, 1000));
    }

    private void assertThatTheChainHolds() {
        String hash = ChainLink.START;
        long sequence = 0;
        for (Link link : chain()) {
            ChainLink made =
                    ChainLink.of(++sequence, hash, Contents.of(link.row().orElseThrow()));
            hash = made.hash();
            assertThat(link.seal().sequence()).isEqualTo(sequence);
            assertThat(link.seal().hash()).isEqualTo(hash);
        }
    }

    private static DeviceKey keyOf(EngineKeys of) {
        return of.activitySeal().current().deviceKey();
    }

    @Test
    void signsAtEachThousandthRowAndWhereTheChainEnds() throws IOException {
        write(2_500);
        ActivitySealer.Standing standing = sealer.sealNow();

        assertThat(standing.sequence()).isEqualTo(2_500);
        assertThat(standing.unsealed()).isZero();
        assertThatTheChainHolds();
        assertThat(checkpoints()).extracting(Checkpoint::sequence).containsExactly(1_000L, 2_000L, 2_500L);
        assertThat(checkpoints()).allMatch(checkpoint -> checkpoint.isSignedBy(keyOf(keys)));
        assertThat(checkpoints().get(0).publicKey()).contains(keyOf(keys).toBase64());
        Checkpoint last = checkpoints().get(2);
        assertThat(last.publicKey()).isEmpty();
        assertThat(last.hash()).isEqualTo(standing.hash());
        assertThat(Files.readAllLines(folder.resolve("reverse_tunnel.log")))
                .hasSize(3)
                .last()
                .asString()
                .contains("activity_checkpoint number=3 sequence=2500 hash=" + last.hash())
                .contains(" signature=" + last.signature());
    }

    @Test
    void sealsByItselfAndSignsAMinuteLater() {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        try (ActivitySealer running = sealer) {
            running.sealBy(timer);
            log.write(ActivityEntry.of(ActivityEvent.SITE_CREATED));
            await().atMost(Duration.ofSeconds(20)).until(() -> sealer.standing().sequence() == 1);
            log.write(ActivityEntry.of(ActivityEvent.SITE_RENAMED));
            await().atMost(Duration.ofSeconds(20)).until(() -> sealer.standing().sequence() == 2);
            assertThat(checkpoints()).hasSize(1);

            clock.advance(ActivitySealer.CHECKPOINT_AFTER);
            await().atMost(Duration.ofSeconds(20)).until(() -> checkpoints().size() == 2);
            assertThatTheChainHolds();
        } finally {
            timer.shutdownNow();
        }
    }

    /** A database whose commits do not come through: the process ends before. */
    private record Killed(Database real) implements Database {
        @Override
        public <T> T write(Function<UnitOfWork, T> work) {
            return real.write(unit -> {
                T done = work.apply(unit);
                throw new IllegalStateException("killed before the commit of " + done);
            });
        }

        @Override
        public <T> T read(Function<UnitOfWork, T> work) {
            return real.read(work);
        }
    }

    @Test
    void losesAndReordersNothingWhenTheEngineIsKilledBetweenCommitAndSeal() {
        write(700);
        sealer.sealNow();
        String sealedBefore = sealer.standing().hash();
        write(900);
        List<Long> written = database.read(work -> work.seals().unsealed(2_000)).stream()
                .map(Activity::id)
                .toList();
        assertThatThrownBy(() -> sealer(new Killed(database), keys).sealNow()).hasMessageStartingWith("killed");
        assertThat(sealer.standing().hash()).isEqualTo(sealedBefore);

        EngineKeys loadedAnew = EngineKeys.at(new EngineHome(folder.resolve("a")));
        assertThat(sealer(database, loadedAnew).sealNow().sequence()).isEqualTo(1_600);
        assertThatTheChainHolds();
        assertThat(chain().subList(700, 1_600).stream()
                        .map(link -> link.row().orElseThrow().id()))
                .containsExactlyElementsOf(written);
        assertThat(checkpoints()).allMatch(checkpoint -> checkpoint.lost().isEmpty());
    }

    @Test
    void beginsARotatedKeyWithACheckpointThatTheKeyBeforeVouchesFor() {
        write(1);
        sealer.sealNow();
        DeviceKey before = keyOf(keys);
        assertThat(keys.activitySeal().rotate(clock.instant(), Duration.ofDays(14)))
                .isTrue();
        write(1);
        sealer.sealNow();

        Checkpoint begin = checkpoints().get(1);
        assertThat(begin.isSignedBy(keyOf(keys))).isTrue();
        assertThat(begin.publicKey()).contains(keyOf(keys).toBase64());
        assertThat(begin.keyBefore()).contains(before.fingerprint());
        assertThat(begin.isEndorsedBy(before)).isTrue();
    }

    @Test
    void beginsTheKeyOfAnotherEngineWithACheckpointThatNamesTheOneBefore() {
        EngineKeys others = EngineKeys.at(new EngineHome(folder.resolve("b")));
        ActivitySealer other = sealer(database, others);
        for (ActivitySealer turn : List.of(sealer, other, sealer, other)) {
            write(3);
            turn.sealNow();
        }

        assertThatTheChainHolds();
        assertThat(checkpoints())
                .extracting(Checkpoint::keyId)
                .containsExactly(
                        keyOf(keys).fingerprint(),
                        keyOf(others).fingerprint(),
                        keyOf(keys).fingerprint(),
                        keyOf(others).fingerprint());
        assertThat(checkpoints().get(1).keyBefore()).contains(keyOf(keys).fingerprint());
        assertThat(checkpoints().get(1).endorsement()).isEmpty();
        assertThat(checkpoints().subList(2, 4))
                .allMatch(checkpoint -> checkpoint.publicKey().isEmpty());
        assertThat(checkpoints()).allMatch(checkpoint -> checkpoint.lost().isEmpty());
    }

    @Test
    void saysInTheNextCheckpointThatTheDatabaseWasSetBack() {
        write(5);
        Checkpoint signed = sealer.sealNow().last().orElseThrow();
        try (LocalDatabase older = LocalDatabase.h2()) {
            ActivitySealer onOlder = sealer(older, keys);
            Checkpoint first = onOlder.sealNow().last().orElseThrow();
            assertThat(first.lost()).contains(signed.inWords());
            assertThat(first.isSignedBy(keyOf(keys))).isTrue();
            assertThat(onOlder.sealNow().last()).contains(first);
        }
    }
}
