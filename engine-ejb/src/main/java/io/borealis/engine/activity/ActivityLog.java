package io.borealis.engine.activity;

import io.borealis.persistence.Database;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.activity.Activity;
import io.borealis.protocol.Text;
import io.borealis.protocol.Ticker;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one place that writes what happened: a row in the same transaction as what it tells of, and a line in
 * reverse_tunnel.log once that is committed. What anybody can cause without end is counted beyond a limit, and the count
 * is written at each {@link #flush}. Times are times of day, for people to read. Thread-safe.
 */
public final class ActivityLog implements AutoCloseable {
    /** How often counts are written. */
    public static final Duration WINDOW = Duration.ofSeconds(60);

    private static final Logger LOG = System.getLogger(ActivityLog.class.getName());
    private static final long FULL_AT = 5L * 1024 * 1024;
    private static final int KEPT = 5;

    private final Database database;
    private final RotatingLog file;
    private final Clock clock;
    private final Repetitions repetitions;
    private final List<ActivityListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Runnable afterRow = () -> {};
    private volatile LineReceiver receiver = LineReceiver.NOBODY;
    private volatile @Nullable Future<?> turns;

    public ActivityLog(Database database, Path file, Clock clock, Ticker ticker) {
        this.database = database;
        this.file = new RotatingLog(file, FULL_AT, KEPT);
        this.clock = clock;
        this.repetitions = new Repetitions(ticker);
    }

    /** From now on the listener is told of everything that happens, be it written or counted. */
    public void tell(ActivityListener listener) {
        listeners.add(listener);
    }

    /** From now on each line goes there besides; it is closed with the log. */
    public void leaveTo(LineReceiver also) {
        receiver = also;
    }

    /** From now on this is run after the commit of each row, by the thread that wrote it: it must not take long. */
    public void afterEachRow(Runnable action) {
        afterRow = action;
    }

    /** Puts a line into reverse_tunnel.log alone, about the activity itself. */
    public void note(Instant at, String line) {
        appendLine(at, line);
    }

    private void told(Instant at, ActivityEntry entry) {
        listeners.forEach(listener -> listener.happened(at, entry));
    }

    /** From now on counts are written by themselves. */
    public void countBy(ScheduledExecutorService scheduler) {
        turns = scheduler.scheduleWithFixedDelay(
                this::flushInTime, WINDOW.toSeconds(), WINDOW.toSeconds(), TimeUnit.SECONDS);
    }

    // What throws here would be the last turn; the counts are kept for the next one
    private void flushInTime() {
        try {
            flush();
        } catch (DatabaseUnavailableException out) {
            LOG.log(Level.DEBUG, "counted activity waits: {0}", out.getMessage());
        } catch (RuntimeException failed) {
            LOG.log(
                    Level.WARNING,
                    "counted activity was not written and is kept for the next minute: {0}",
                    failed.toString());
        }
    }

    /** Writes it in a transaction of its own, or counts it. */
    public void write(ActivityEntry entry) {
        Instant happened = clock.instant();
        told(happened, entry);
        if (repetitions.admits(entry)) {
            try {
                database.run(work -> add(work, entry, happened));
            } catch (RuntimeException failed) {
                repetitions.count(entry);
                throw failed;
            }
        } else {
            repetitions.count(entry);
        }
    }

    /** Writes what happened just now and cannot be undone; while the database is out the row waits for its return. */
    public void writeOrLater(ActivityEntry entry) {
        Instant happened = clock.instant();
        told(happened, entry);
        if (repetitions.admits(entry)) {
            database.runOrLater(work -> add(work, entry, happened));
        } else {
            repetitions.count(entry);
        }
    }

    /** Writes or counts it as part of the work that it tells of: both are kept, or neither. */
    public void write(UnitOfWork work, ActivityEntry entry) {
        write(work, entry, clock.instant());
    }

    /** The same for what happened before it can be written. */
    public void write(UnitOfWork work, ActivityEntry entry, Instant happened) {
        if (repetitions.admits(entry)) {
            add(work, entry, happened);
        } else {
            work.afterCommit(() -> repetitions.count(entry));
        }
        work.afterCommit(() -> told(happened, entry));
    }

    /** Writes what was counted: one row for each event and source. Nothing is lost when it fails. */
    public void flush() {
        Repetitions.Counts counts = repetitions.drain();
        List<ActivityEntry> entries = counts.entries();
        if (entries.isEmpty()) {
            return;
        }
        try {
            database.run(work -> entries.forEach(entry -> add(work, entry)));
        } catch (RuntimeException failed) {
            repetitions.restore(counts);
            throw failed;
        }
    }

    /** Writes what was counted, before everything stops. */
    @Override
    public void close() {
        Future<?> running = turns;
        if (running != null) {
            running.cancel(false);
        }
        flushInTime();
        receiver.close();
    }

    private void add(UnitOfWork work, ActivityEntry entry) {
        add(work, entry, clock.instant());
    }

    private void add(UnitOfWork work, ActivityEntry entry, Instant happened) {
        Instant now = happened.truncatedTo(ChronoUnit.MICROS);
        work.activity()
                .add(new Activity(
                        now,
                        entry.event().wireName(),
                        entry.device(),
                        entry.tunnel(),
                        entry.username().map(Text::readable),
                        entry.remoteAddress().map(Text::readable),
                        entry.detail().map(Text::readable)));
        work.afterCommit(() -> {
            appendLine(now, line(entry));
            afterRow.run();
        });
    }

    // The row is committed: a full disk must not undo the decision, so it is told to the server's log
    private void appendLine(Instant at, String line) {
        receiver.take(at, line);
        try {
            file.append(at + " " + line);
        } catch (IOException full) {
            LOG.log(Level.WARNING, "reverse_tunnel.log was not written; the activity table has the entry", full);
        }
    }

    // What others chose must not forge a line or a field
    static String line(ActivityEntry entry) {
        StringBuilder line = new StringBuilder(160);
        line.append(entry.event().wireName());
        entry.device().ifPresent(device -> line.append(" agent=").append(device));
        entry.tunnel().ifPresent(tunnel -> line.append(" tunnel=").append(tunnel));
        entry.username().ifPresent(name -> line.append(" operator=").append(field(name)));
        entry.remoteAddress().ifPresent(address -> line.append(" from=").append(field(address)));
        entry.detail().ifPresent(detail -> line.append(" detail=").append(field(detail)));
        return line.toString();
    }

    private static String field(String text) {
        return Text.quoted(Text.cut(text, Activity.LONGEST_DETAIL));
    }
}
