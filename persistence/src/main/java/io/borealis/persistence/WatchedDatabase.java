package io.borealis.persistence;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A database whose outages are told apart from everything else, and are met by one caller at a time. Thread-safe. */
public final class WatchedDatabase implements Database {
    private final Database database;
    private final OutageWatch watch;

    public WatchedDatabase(Database database, OutageWatch watch) {
        this.database = database;
        this.watch = watch;
    }

    /** @throws DatabaseUnavailableException when the database is out or too busy */
    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        return watched(watch, () -> database.write(work));
    }

    /** @throws DatabaseUnavailableException when the database is out or too busy */
    @Override
    public <T> T read(Function<UnitOfWork, T> work) {
        return watched(watch, () -> database.read(work));
    }

    @Override
    public void runOrLater(Consumer<UnitOfWork> work) {
        watch.nowOrLater(() -> Database.super.runOrLater(work));
    }

    /**
     * Calls what asks the database, and tells the watch how that went.
     *
     * @throws DatabaseUnavailableException when the database is out or too busy
     */
    public static <T> T watched(OutageWatch watch, Supplier<T> call) {
        if (!watch.mayTry()) {
            throw new DatabaseUnavailableException("the database is out");
        }
        T result;
        try {
            result = call.get();
        } catch (DatabaseUnavailableException nested) {
            throw nested;
        } catch (RuntimeException failed) {
            throw told(watch, failed);
        }
        watch.answered();
        return result;
    }

    private static RuntimeException told(OutageWatch watch, RuntimeException failed) {
        Optional<String> full = Outage.fullIn(failed);
        if (full.isPresent()) {
            watch.undecided();
            watch.full(full.get());
            return new DatabaseUnavailableException("the database cannot write: " + full.get(), failed);
        }
        Optional<String> outage = Outage.in(failed);
        if (outage.isPresent()) {
            watch.lost(outage.get());
            return new DatabaseUnavailableException("the database is out: " + outage.get(), failed);
        }
        watch.undecided();
        if (Outage.isBusy(failed)) {
            return new DatabaseUnavailableException("the database has no connection free", failed);
        }
        return failed;
    }
}
