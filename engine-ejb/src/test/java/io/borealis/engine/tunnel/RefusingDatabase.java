package io.borealis.engine.tunnel;

import io.borealis.persistence.Database;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.persistence.LocalDatabase;
import io.borealis.persistence.UnitOfWork;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** H2 that refuses the next pieces of work when it is told to. Thread-safe. */
final class RefusingDatabase implements Database, AutoCloseable {
    private final LocalDatabase database = LocalDatabase.h2();
    private final AtomicInteger outages = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();

    void failOnce() {
        outages.incrementAndGet();
    }

    void conflictOnce() {
        conflicts.incrementAndGet();
    }

    void behave() {
        outages.set(0);
        conflicts.set(0);
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        if (takeOne(conflicts)) {
            throw UnitOfWork.refused(new IllegalStateException("this conflict was asked for"));
        }
        if (takeOne(outages)) {
            throw new DatabaseUnavailableException("this outage was asked for");
        }
        return database.write(work);
    }

    private static boolean takeOne(AtomicInteger left) {
        return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    @Override
    public <T> T read(Function<UnitOfWork, T> work) {
        return database.read(work);
    }

    @Override
    public void close() {
        database.close();
    }
}
