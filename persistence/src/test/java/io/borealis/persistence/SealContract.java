package io.borealis.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.ChainHead;
import io.borealis.persistence.activity.Seal;
import io.borealis.persistence.activity.SealRepository.Link;
import io.borealis.persistence.activity.SealRepository.Stretch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The chain over the activity, on every database. */
abstract class SealContract extends DatabaseRows {
    private static final int SEALERS = 4;
    private static final int ROWS = 300;

    private static Activity row(Instant at, String detail) {
        return new Activity(
                at,
                "site_created",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(detail));
    }

    /** Some rows by whoever locked the end of the chain; how many there were. */
    private int sealSome(int most) {
        return database().decide(work -> {
            ChainHead head = work.seals().lockHead();
            List<Seal> made = new ArrayList<>();
            String hash = head.hash();
            for (Activity row : work.seals().unsealed(most)) {
                long sequence = head.sequence() + made.size() + 1;
                String next = String.format("%064x", sequence);
                made.add(new Seal(sequence, row.id(), hash, next));
                hash = next;
            }
            work.seals().add(head, made);
            return made.size();
        });
    }

    private void sealAll() {
        while (sealSome(1000) > 0) {
            // more wait
        }
    }

    private List<Link> links(long first, long last) {
        return database().read(work -> work.seals().links(first, last, 100_000));
    }

    @Test
    void letsOneOfSeveralSealAtATimeAndLeavesNoGap() throws Exception {
        sealAll();
        long before = database().<Long>read(work -> work.seals().head().sequence());
        ExecutorService threads = Executors.newFixedThreadPool(SEALERS + 1);
        try {
            Future<?> writer = threads.submit(() -> {
                for (int i = 0; i < ROWS; i++) {
                    String detail = "row " + i;
                    database().run(work -> work.activity().add(row(now, detail)));
                }
            });
            List<Future<?>> sealers = new ArrayList<>();
            for (int i = 0; i < SEALERS; i++) {
                sealers.add(threads.submit(() -> {
                    while (!writer.isDone()) {
                        sealSome(7);
                    }
                }));
            }
            writer.get();
            for (Future<?> sealer : sealers) {
                sealer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        sealAll();

        List<Link> links = links(before + 1, Long.MAX_VALUE);
        Set<Long> rows = new HashSet<>();
        long expected = before;
        for (Link link : links) {
            assertThat(link.seal().sequence()).isEqualTo(++expected);
            rows.add(link.row().orElseThrow().id());
        }
        assertThat(rows).hasSize(links.size()).hasSizeGreaterThanOrEqualTo(ROWS);
        assertThat(database().<Boolean>read(work -> work.seals().isAnyUnsealed()))
                .isFalse();
    }

    @Test
    void sealsInTheOrderOfTimeAndFindsAPeriodInTheChain() {
        sealAll();
        Instant past = Instant.parse("2001-01-01T00:00:00Z");
        database().run(work -> {
            work.activity().add(row(past.plusSeconds(2), "third"));
            work.activity().add(row(past, "first"));
            work.activity().add(row(past.plusSeconds(1), "second"));
        });
        sealAll();

        Stretch stretch = database().read(work -> work.seals()
                .stretch(Optional.of(past), Optional.of(past.plusSeconds(3)))
                .orElseThrow());
        assertThat(links(stretch.first(), stretch.last()))
                .extracting(link -> link.row().flatMap(Activity::detail).orElse(""))
                .containsSubsequence("first", "second", "third");
        long third = database().<Long>read(work -> work.seals().head().sequence());
        assertThat(stretch.last()).isEqualTo(third);
        // Of an empty period both its neighbours
        Stretch empty = database().read(work -> work.seals()
                .stretch(Optional.of(past.plusMillis(1500)), Optional.of(past.plusMillis(1600)))
                .orElseThrow());
        assertThat(empty).isEqualTo(new Stretch(third - 1, third));
    }
}
