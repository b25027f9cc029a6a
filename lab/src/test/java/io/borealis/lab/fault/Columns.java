package io.borealis.lab.fault;

import io.borealis.lab.run.LabException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Faults that are tried beside each other, because most of them wait: each column is a thread, and does one fault after
 * another. The outcome of each fault is its own. Thread-safe.
 */
final class Columns {

    /** Breaks something and asks the questions. */
    interface Trial {
        void run() throws Exception;
    }

    private final Map<Fault, CompletableFuture<Void>> outcomes = new EnumMap<>(Fault.class);
    private final ExecutorService threads;

    Columns(ExecutorService threads) {
        this.threads = threads;
        for (Fault fault : Fault.values()) {
            outcomes.put(fault, new CompletableFuture<>());
        }
    }

    /** Does all of it on a thread; whatever fault has no outcome when it ends badly has failed with it. */
    void column(List<Fault> faults, Trial all) {
        threads.execute(() -> {
            try {
                all.run();
                fail(faults, new LabException("the fault was not tried"));
            } catch (Throwable failed) {
                fail(faults, failed);
            }
        });
    }

    private void fail(List<Fault> faults, Throwable why) {
        faults.forEach(fault -> outcomeOf(fault).completeExceptionally(why));
    }

    /** Tries the faults; a failure is theirs alone, and the column goes on. */
    void trial(List<Fault> faults, Trial trial) {
        long began = System.nanoTime();
        try {
            trial.run();
            faults.forEach(fault -> outcomeOf(fault).complete(null));
        } catch (Exception | AssertionError failed) {
            fail(faults, failed);
        }
        System.out.println(faults + " took " + (System.nanoTime() - began) / 1_000_000_000 + " s");
    }

    void trial(Fault fault, Trial trial) {
        trial(List.of(fault), trial);
    }

    CompletableFuture<Void> outcomeOf(Fault fault) {
        return Objects.requireNonNull(outcomes.get(fault), "every fault has its outcome");
    }
}
