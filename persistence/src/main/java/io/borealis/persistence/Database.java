package io.borealis.persistence;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs pieces of work, each in a transaction of its own that is committed when the call returns, whatever the caller
 * has open. Nothing native and nothing remote belongs into a piece of work: do it after the call, or through
 * {@link UnitOfWork#afterCommit}. Thread-safe.
 */
public interface Database {
    /** How often {@link #decide} tries. */
    int ATTEMPTS = 5;

    /**
     * Runs the work in one transaction and commits it. A database that was cured of what it failed for is asked a second
     * time: nothing of the first is kept.
     *
     * @throws ConflictException when the database refused it because of work done meanwhile
     */
    <T> T write(Function<UnitOfWork, T> work);

    /**
     * Runs work that only reads, in one transaction of which nothing is kept: what it would add is refused, and what it
     * changes on a row stays in memory.
     */
    <T> T read(Function<UnitOfWork, T> work);

    /** Runs work that returns nothing; when another one got there first it is run anew. */
    default void run(Consumer<UnitOfWork> work) {
        decide(unit -> {
            work.accept(unit);
            return Boolean.TRUE;
        });
    }

    /**
     * Runs work that writes down what happened, for nobody who waits: while the database is out the work waits for its
     * return.
     */
    default void runOrLater(Consumer<UnitOfWork> work) {
        run(work);
    }

    /** Runs work that reads and then decides; when another one got there first it reads and decides anew. */
    default <T> T decide(Function<UnitOfWork, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return write(work);
            } catch (ConflictException overtaken) {
                if (attempt == ATTEMPTS) {
                    throw overtaken;
                }
            }
        }
    }
}
