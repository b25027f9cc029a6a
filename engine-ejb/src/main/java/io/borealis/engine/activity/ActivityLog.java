package io.borealis.engine.activity;

import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.activity.Activity;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The one place that writes what happened: a row in the same transaction as what it tells of, and a line in
 * reverse_tunnel.log once that is committed. Thread-safe.
 */
public final class ActivityLog {
    private static final Logger LOG = System.getLogger(ActivityLog.class.getName());
    private static final long FULL_AT = 5L * 1024 * 1024;
    private static final int KEPT = 5;

    private final Database database;
    private final RotatingLog file;
    private final Clock clock;

    public ActivityLog(Database database, Path file, Clock clock) {
        this.database = database;
        this.file = new RotatingLog(file, FULL_AT, KEPT);
        this.clock = clock;
    }

    /** Writes it in a transaction of its own. */
    public void write(ActivityEntry entry) {
        database.run(work -> write(work, entry));
    }

    /** Writes what happened just now and cannot be undone; while the database is out the row waits for its return. */
    public void writeOrLater(ActivityEntry entry) {
        Instant happened = clock.instant();
        database.runOrLater(work -> write(work, entry, happened));
    }

    /** Writes it as part of the work that it tells of: both are kept, or neither. */
    public void write(UnitOfWork work, ActivityEntry entry) {
        write(work, entry, clock.instant());
    }

    private void write(UnitOfWork work, ActivityEntry entry, Instant happened) {
        Instant now = happened.truncatedTo(ChronoUnit.MICROS);
        work.activity()
                .add(new Activity(
                        now,
                        entry.event().wireName(),
                        entry.device(),
                        entry.tunnel(),
                        entry.username(),
                        entry.remoteAddress(),
                        entry.detail()));
        work.afterCommit(() -> append(now, entry));
    }

    // The row is committed: a full disk must not undo the decision, so it is told to the server's log
    private void append(Instant now, ActivityEntry entry) {
        try {
            file.append(line(now, entry));
        } catch (IOException full) {
            LOG.log(Level.WARNING, "reverse_tunnel.log was not written; the activity table has the entry", full);
        }
    }

    static String line(Instant now, ActivityEntry entry) {
        StringBuilder line = new StringBuilder(160);
        line.append(now).append(' ').append(entry.event().wireName());
        entry.device().ifPresent(device -> line.append(" agent=").append(device));
        entry.tunnel().ifPresent(tunnel -> line.append(" tunnel=").append(tunnel));
        entry.username().ifPresent(name -> quoted(line.append(" operator="), name));
        entry.remoteAddress().ifPresent(address -> quoted(line.append(" from="), address));
        entry.detail().ifPresent(detail -> quoted(line.append(" detail="), detail));
        return line.toString();
    }

    // What others chose must not forge a line or a field
    private static void quoted(StringBuilder line, String text) {
        line.append('"');
        text.codePoints().limit(Activity.LONGEST_DETAIL).forEach(c -> {
            if (c == '"' || c == '\\') {
                line.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                line.append("\\u%04x".formatted(c));
            } else {
                line.appendCodePoint(c);
            }
        });
        line.append('"');
    }
}
