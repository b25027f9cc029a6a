package io.borealis.engine.activity.history;

import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.RateLimit;
import io.borealis.engine.access.Reach;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.seal.ActivityProof;
import io.borealis.engine.activity.seal.ActivitySealer;
import io.borealis.engine.activity.seal.SealSigner;
import io.borealis.persistence.Database;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.Seal;
import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What happened before, for those who may read it. Who is limited to some devices reads what is about these and nothing else;
 * what was given to him for a time does not count. Thread-safe.
 */
public final class ActivityHistory {
    /** A page looks for a text in no longer period; an export does. */
    public static final Duration LONGEST_SEARCH = Duration.ofDays(92);

    private static final int EXPORTS = 10;
    private static final Duration EXPORT_INTERVAL = Duration.ofSeconds(30);

    private final Database database;
    private final ActivityLog activity;
    private final Clock clock;
    private final RateLimit exports;
    private final ActivitySealer sealer;
    private final SealSigner signer;
    private final ActivityProof proof;

    public ActivityHistory(
            Database database,
            ActivityLog activity,
            ActivitySealer sealer,
            SealSigner signer,
            Clock clock,
            Ticker ticker) {
        this.database = database;
        this.activity = activity;
        this.clock = clock;
        this.exports = new RateLimit(EXPORTS, EXPORT_INTERVAL, ticker);
        this.sealer = sealer;
        this.signer = signer;
        this.proof = new ActivityProof(database, sealer, signer, ticker);
    }

    /** Whether it stands as it was sealed. */
    public ActivityProof proof() {
        return proof;
    }

    /**
     * The rows that fit, the newest first.
     *
     * @param after the last row of the page before; empty for the first page
     * @param most 1 to {@link Page#LONGEST}
     */
    public HistoryPage page(OperatorSession who, HistoryFilter filter, Optional<Long> after, int most) {
        if (filter.search().isPresent() && periodOf(filter).compareTo(LONGEST_SEARCH) > 0) {
            return new HistoryPage.PeriodTooLong(LONGEST_SEARCH);
        }
        return database.read(work -> {
            Reach reach = Reach.standing(work, who);
            Optional<Activity> last = after.flatMap(work.activity()::find).filter(row -> isSeen(reach, row));
            if (after.isPresent() && last.isEmpty()) {
                return new HistoryPage.UnknownRow();
            }
            Page<Activity> rows = Page.of(work.activity().page(filter.toRows(), reach.limit(), last, most + 1), most);
            Map<Long, Seal> seals =
                    work.seals().sealsOf(rows.items().stream().map(Activity::id).toList());
            return new HistoryPage.Found(
                    rows.map(row -> ActivityView.of(row, Optional.ofNullable(seals.get(row.id())))));
        });
    }

    private Duration periodOf(HistoryFilter filter) {
        Instant end = filter.until().orElseGet(clock::instant);
        return Duration.between(filter.from().orElse(Instant.EPOCH), end);
    }

    /** Grants an export of all rows that fit, and writes down who asked for what. */
    public ExportResult export(OperatorSession who, HistoryFilter filter, ExportForm form) {
        if (!exports.take(who.username())) {
            return new ExportResult.TooOften(exports.retryAfterSeconds());
        }
        ActivitySealer.Standing standing = sealer.sealNow();
        // Rows have no finer time, and the one of this export is not to be in it
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.decide(work -> {
            activity.write(
                    work,
                    filter.device()
                            .map(ActivityEntry.of(ActivityEvent.ACTIVITY_EXPORTED)::on)
                            .orElse(ActivityEntry.of(ActivityEvent.ACTIVITY_EXPORTED))
                            .by(who.username(), who.remoteAddress())
                            .because(form.ending() + ": " + words(filter)),
                    now);
            return new ExportResult.Granted(new ActivityExport(
                    database, filter, now, form, Reach.standing(work, who).limit(), standing, signer));
        });
    }

    private static String words(HistoryFilter filter) {
        String asked = filter.asked().entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining(" "));
        return asked.isEmpty() ? "everything within reach" : asked;
    }

    private static boolean isSeen(Reach reach, Activity row) {
        return reach.limit().isEmpty() || row.device().flatMap(reach::device).isPresent();
    }
}
