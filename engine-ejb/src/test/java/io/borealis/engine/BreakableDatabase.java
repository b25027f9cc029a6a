package io.borealis.engine;

import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import java.sql.SQLTransientConnectionException;
import java.util.function.Function;

/** A database that a test takes away and gives back, as the server's pool shows it. */
public final class BreakableDatabase implements Database {
    private final Database real;
    private volatile boolean out;
    private volatile boolean goesAfterWriting;

    BreakableDatabase(Database real) {
        this.real = real;
    }

    public void goAway() {
        out = true;
    }

    /** The next write is kept, and nothing is answered after it. */
    public void goAwayAfterTheNextWrite() {
        goesAfterWriting = true;
    }

    public void comeBack() {
        out = false;
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        answerOrNot();
        T written = real.write(work);
        if (goesAfterWriting) {
            goesAfterWriting = false;
            out = true;
        }
        return written;
    }

    @Override
    public <T> T read(Function<UnitOfWork, T> work) {
        answerOrNot();
        return real.read(work);
    }

    private void answerOrNot() {
        if (out) {
            throw new IllegalStateException(new SQLTransientConnectionException("taken away by the test", "08001"));
        }
    }
}
