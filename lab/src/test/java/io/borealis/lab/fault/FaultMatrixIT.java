package io.borealis.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/**
 * Every {@link Fault}, on four labs beside each other: one whose Engine dies, one whose devices lose their network, one
 * with a small disk, one on PostgreSQL. One dynamic test for each, and one for what the rows of each lab say at its end.
 */
class FaultMatrixIT {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final long LONGEST_MINUTES = 20;
    private static final long LONGEST_END_MINUTES = 3;

    // Each column takes its lab away after its last outcome is known
    @AfterAll
    static void end() throws InterruptedException {
        THREADS.shutdown();
        boolean ended = THREADS.awaitTermination(LONGEST_END_MINUTES, TimeUnit.MINUTES);
        THREADS.shutdownNow();
        assertThat(ended).as("every lab was taken away").isTrue();
    }

    @TestFactory
    Stream<DynamicTest> leavesNothingBehindAndLosesNothing() {
        // here and not before all: a whole class that is aborted leaves an empty report
        Assumptions.assumeFalse("off".equals(System.getenv("BOREALIS_LAB")), "BOREALIS_LAB=off");
        Columns columns = new Columns(THREADS);
        Map<String, CompletableFuture<Void>> ends = new LinkedHashMap<>();
        ends.put("an Engine that dies", columns.column(EngineFaults.ALL, () -> {
            try (FaultLab faults = FaultLab.prepare("faults-engine", "one", "two", "three")) {
                new EngineFaults(faults, columns).tryAll();
                TunnelRows.areOpenedAndEndedOnce(faults.lab());
            }
        }));
        ends.put("devices that lose their network", columns.column(NetworkFaults.ALL, () -> {
            try (FaultLab faults = FaultLab.prepare("faults-network", "far", "mute", "deaf")) {
                new NetworkFaults(faults, columns).tryAll(THREADS);
                TunnelRows.areOpenedAndEndedOnce(faults.lab());
            }
        }));
        ends.put("PostgreSQL and clocks", columns.column(concat(DatabaseFaults.ALL, ClockFaults.ALL), () -> {
            try (FaultLab faults = FaultLab.prepare("faults-database", "agent")) {
                DatabaseFaults.tryAll(faults, columns);
            }
        }));
        ends.put("a small disk", columns.column(DiskFaults.ALL, () -> {
            try (FaultLab faults = FaultLab.prepare("faults-disk", "agent")) {
                new DiskFaults(faults, columns).tryAll();
            }
        }));
        return Stream.concat(
                Stream.of(Fault.values())
                        .map(fault -> dynamicTest(fault.name(), () -> await(columns.outcomeOf(fault), fault.row()))),
                ends.entrySet().stream()
                        .map(end -> dynamicTest(
                                "rows of " + end.getKey(), () -> await(end.getValue(), "rows of " + end.getKey()))));
    }

    private static List<Fault> concat(List<Fault> some, List<Fault> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static void await(CompletableFuture<Void> outcome, String of) throws Exception {
        try {
            outcome.get(LONGEST_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TestAbortedException stated) {
                throw stated;
            }
            throw new AssertionError(of + ": " + failed.getCause(), failed.getCause());
        }
    }
}
