package io.borealis.engine.terminal;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import java.util.concurrent.ExecutorService;

/** Writes down what becomes of terminals. Thread-safe. */
final class TerminalActivity {
    private final ActivityLog activity;
    private final ExecutorService threads;
    private volatile boolean stopping;

    TerminalActivity(ActivityLog activity, ExecutorService threads) {
        this.activity = activity;
        this.threads = threads;
    }

    /** From now on rows are written before the call returns. */
    void stopping() {
        stopping = true;
    }

    /** Written before what it tells of goes on. */
    void write(ActivityEvent event, TerminalOwner owner, String detail) {
        activity.write(entry(event, owner, detail));
    }

    /** What happened and cannot be undone; the caller must not wait for a database. */
    void tell(ActivityEvent event, TerminalOwner owner, String detail) {
        ActivityEntry entry = entry(event, owner, detail);
        if (stopping) {
            activity.writeOrLater(entry);
        } else {
            threads.execute(() -> activity.writeOrLater(entry));
        }
    }

    private static ActivityEntry entry(ActivityEvent event, TerminalOwner owner, String detail) {
        return ActivityEntry.of(event)
                .on(owner.device())
                .in(owner.tunnel())
                .by(owner.operator().username(), owner.operator().remoteAddress())
                .because(detail);
    }
}
