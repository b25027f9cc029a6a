package io.borealis.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borealis.engine.TestClock;
import io.borealis.persistence.LocalDatabase;
import io.borealis.persistence.activity.Activity;
import io.borealis.protocol.device.DeviceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepetitionsTest {
    private static final Pattern COUNT = Pattern.compile("([0-9]+) more from .*");

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final Repetitions repetitions = new Repetitions(clock);

    private static ActivityEntry refusal(String from) {
        return ActivityEntry.of(ActivityEvent.LOGIN_REFUSED).by("eve", from).because("wrong");
    }

    /** How many rows of their own a number of entries gets; the others are counted. */
    private int happen(ActivityEntry entry, int times) {
        int written = 0;
        for (int i = 0; i < times; i++) {
            if (repetitions.admits(entry)) {
                written++;
            } else {
                repetitions.count(entry);
            }
        }
        return written;
    }

    private static long counted(List<ActivityEntry> entries) {
        return entries.stream()
                .map(entry -> COUNT.matcher(entry.detail().orElseThrow()))
                .filter(Matcher::matches)
                .mapToLong(count -> Long.parseLong(count.group(1)))
                .sum();
    }

    @Test
    void writesTheFirstAndCountsTheOthersInOneRow() {
        assertThat(happen(refusal("192.0.2.9"), 1918)).isEqualTo(Repetitions.ROWS_PER_SOURCE);
        clock.advance(Duration.ofSeconds(60));

        List<ActivityEntry> counts = repetitions.drain().entries();

        assertThat(counts).singleElement().satisfies(count -> {
            assertThat(count.event()).isEqualTo(ActivityEvent.LOGIN_REFUSED);
            assertThat(count.remoteAddress()).contains("192.0.2.9");
            assertThat(count.username()).isEmpty();
            assertThat(count.detail()).contains("1908 more from 192.0.2.9 in 60 s; the last: eve, wrong");
        });
        assertThat(repetitions.drain().entries()).isEmpty();
        assertThat(happen(refusal("192.0.2.9"), 1)).as("a new minute").isEqualTo(1);
    }

    @Test
    void boundsTheRowsOfManyAddressesAndLosesNoCount() {
        int written = 0;
        for (int i = 0; i < 30_000; i++) {
            written += happen(refusal("address " + i), 2);
        }
        assertThat(written).isEqualTo(Repetitions.ROWS_PER_EVENT);
        List<ActivityEntry> counts = repetitions.drain().entries();
        assertThat(counts).hasSize(Repetitions.COUNTS_PER_EVENT + 1);
        assertThat(counted(counts)).isEqualTo(60_000 - written);
    }

    @Test
    void countsTheAddressesOfOneIpv6NetworkAsOne() {
        for (int i = 0; i < 100; i++) {
            happen(refusal("2001:db8:1:2:0:0:0:" + Integer.toHexString(i)), 1);
        }
        assertThat(repetitions.drain().entries()).singleElement().satisfies(count -> assertThat(
                        count.detail().orElseThrow())
                .startsWith("90 more from 2001:db8:1:2::/64 in "));
        assertThat(AddressBlock.of("2001:db8::7")).isEqualTo("2001:db8:0:0::/64");
        assertThat(AddressBlock.of("::1")).isEqualTo("0:0:0:0::/64");
    }

    @Test
    void countsWhatADeviceCausesByDevice() {
        DeviceId noisy = DeviceId.random();
        ActivityEntry lost = ActivityEntry.of(ActivityEvent.AGENT_DISCONNECTED).on(noisy);
        assertThat(happen(lost, 50)).isEqualTo(Repetitions.ROWS_PER_SOURCE);
        assertThat(happen(ActivityEntry.of(ActivityEvent.AGENT_DISCONNECTED).on(DeviceId.random()), 1))
                .isEqualTo(1);
        assertThat(repetitions.drain().entries()).singleElement().satisfies(count -> assertThat(count.device())
                .contains(noisy));
    }

    @Test
    void neverCountsWhatIsAFact() {
        assertThat(happen(ActivityEntry.of(ActivityEvent.TUNNEL_OPENED), 1000)).isEqualTo(1000);
        assertThat(repetitions.drain().entries()).isEmpty();
    }

    @Test
    void losesNothingBetweenManyThreadsAndManyMinutes() throws InterruptedException {
        AtomicLong written = new AtomicLong();
        AtomicLong drained = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            threads.execute(() -> {
                for (int i = 0; i < 2_000; i++) {
                    written.addAndGet(happen(refusal("192.0.2." + i % 7), 1));
                    if (i % 100 == 0) {
                        drained.addAndGet(counted(repetitions.drain().entries()));
                    }
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        drained.addAndGet(counted(repetitions.drain().entries()));
        assertThat(written.get() + drained.get()).isEqualTo(8_000);
    }

    @Test
    void countsOnWhenTheDatabaseTakesNothing() throws Exception {
        Path file = folder.resolve("reverse_tunnel.log");
        LocalDatabase gone = LocalDatabase.h2();
        ActivityLog log = new ActivityLog(gone, file, clock, clock);
        for (int i = 0; i < 30; i++) {
            log.write(refusal("192.0.2.9"));
        }
        assertThat(Files.readAllLines(file)).hasSize(Repetitions.ROWS_PER_SOURCE);
        gone.close();
        assertThatThrownBy(log::flush).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(log::flush).as("there is still something to write").isInstanceOf(RuntimeException.class);
    }

    @Test
    void writesTheCountsBeforeEverythingStops() throws Exception {
        Path file = folder.resolve("reverse_tunnel.log");
        try (LocalDatabase database = LocalDatabase.h2()) {
            try (ActivityLog log = new ActivityLog(database, file, clock, clock)) {
                for (int i = 0; i < 30; i++) {
                    log.write(refusal("192.0.2.9"));
                }
            }
            List<Activity> rows = database.read(work -> work.activity().newest(100));
            assertThat(rows).hasSize(Repetitions.ROWS_PER_SOURCE + 1);
            assertThat(rows.get(0).detail().orElseThrow()).startsWith("20 more from 192.0.2.9 in ");
            assertThat(Files.readAllLines(file)).hasSize(Repetitions.ROWS_PER_SOURCE + 1);
        }
    }
}
