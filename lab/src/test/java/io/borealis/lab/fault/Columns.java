package io.borealis.lab.fault;

import io.borealis.lab.Legs;
import io.borealis.lab.run.LabException;
import io.borealis.lab.run.Leg;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.opentest4j.TestAbortedException;

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

    /**
     * Does all of it on a thread, unless all of it is of the other leg; whatever fault has no outcome when it ends badly has failed with it.
     *
     * @return its end, which says what was found after the last fault
     */
    CompletableFuture<Void> column(List<Fault> faults, Trial all) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Optional<TestAbortedException> other = ofTheOtherLeg(faults);
        if (other.isPresent()) {
            fail(faults, other.get());
            end.completeExceptionally(other.get());
            return end;
        }
        threads.execute(() -> {
            try {
                all.run();
                fail(faults, new LabException("the fault was not tried"));
                end.complete(null);
            } catch (Throwable failed) {
                fail(faults, failed);
                end.completeExceptionally(failed);
            }
        });
        return end;
    }

    private void fail(List<Fault> faults, Throwable why) {
        faults.forEach(fault -> outcomeOf(fault).completeExceptionally(why));
    }

    /** Tries the faults; a failure is theirs alone, and the column goes on. */
    void trial(List<Fault> faults, Trial trial) {
        Optional<TestAbortedException> other = ofTheOtherLeg(faults);
        if (other.isPresent()) {
            fail(faults, other.get());
            return;
        }
        long began = System.nanoTime();
        String end = "as it should be";
        try {
            trial.run();
            faults.forEach(fault -> outcomeOf(fault).complete(null));
        } catch (Exception | AssertionError failed) {
            fail(faults, failed);
            end = failed.toString();
        }
        System.out.println(faults + " took " + (System.nanoTime() - began) / 1_000_000_000 + " s: " + end);
    }

    private static Optional<TestAbortedException> ofTheOtherLeg(List<Fault> faults) {
        if (faults.stream().noneMatch(Fault::isOfTheSystem)) {
            try {
                Legs.only(
                        Leg.QUICK,
                        "what must be true is decided by the Engine's Java; PowerIT and RecoveryIT kill Engines on both legs");
            } catch (TestAbortedException stated) {
                return Optional.of(stated);
            }
        }
        return Optional.empty();
    }

    void trial(Fault fault, Trial trial) {
        trial(List.of(fault), trial);
    }

    CompletableFuture<Void> outcomeOf(Fault fault) {
        return Objects.requireNonNull(outcomes.get(fault), "every fault has its outcome");
    }
}
