package io.borealis.engine.activity.report;

import io.borealis.engine.Page;
import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.RateLimit;
import io.borealis.engine.access.Reach;
import io.borealis.engine.access.SiteName;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.activity.history.ExportForm;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.activity.Activity;
import io.borealis.persistence.activity.ChainHead;
import io.borealis.persistence.activity.TunnelFilter;
import io.borealis.persistence.activity.TunnelHistory;
import io.borealis.persistence.device.Device;
import io.borealis.persistence.device.DeviceScope;
import io.borealis.persistence.tunnel.Tunnel;
import io.borealis.protocol.Ticker;
import io.borealis.protocol.device.DeviceId;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reports for those who may read the activity. Who is limited to some devices is told about these and nothing else; what was
 * given to him for a time does not count. Thread-safe.
 */
public final class Reports {
    /** So many rows of an export are in memory at most. */
    static final int BATCH = 200;

    /** The same of rows that hold no lists. Each batch of sums reads its period again. */
    static final int SMALL_ROWS = 2_000;

    /** A page sums up no longer period; an export does. */
    public static final Duration LONGEST_PERIOD = Duration.ofDays(92);

    /** No more shares or terminals of a moment are told; a tunnel has far fewer at once. */
    private static final int MOST_AT_ONCE = 500;

    private static final int EXPORTS = 10;
    private static final Duration EXPORT_INTERVAL = Duration.ofSeconds(30);

    private final Database database;
    private final ActivityLog activity;
    private final Clock clock;
    private final Predicate<DeviceId> connected;
    private final RateLimit exports;

    /** @param connected whether a device is connected now */
    public Reports(Database database, ActivityLog activity, Predicate<DeviceId> connected, Clock clock, Ticker ticker) {
        this.database = database;
        this.activity = activity;
        this.connected = connected;
        this.clock = clock;
        this.exports = new RateLimit(EXPORTS, EXPORT_INTERVAL, ticker);
    }

    /**
     * The tunnels that lived in a period, the newest first.
     *
     * @param after the last tunnel of the page before; empty for the first page
     * @param most 1 to {@link Page#LONGEST}
     */
    public SessionsPage sessions(OperatorSession who, SessionFilter filter, Optional<TunnelId> after, int most) {
        return database.read(work -> {
            Reach reach = Reach.standing(work, who);
            Optional<Tunnel> last = after.flatMap(work.tunnels()::find).filter(reach::covers);
            if (after.isPresent() && last.isEmpty()) {
                return new SessionsPage.UnknownTunnel();
            }
            Page<Tunnel> tunnels =
                    Page.of(work.tunnelHistory().page(filter.toRows(), reach.limit(), last, most + 1), most);
            return new SessionsPage.Found(new Page<>(TunnelSessions.of(work, tunnels.items()), tunnels.more()));
        });
    }

    /** Grants an export of all of them, and writes down who asked for what. */
    public ReportExportResult exportSessions(OperatorSession who, SessionFilter filter, ExportForm form) {
        return export(who, "sessions", filter.device(), filter.asked(), form, (limit, now) -> {
            TunnelFilter closed = filter.toRowsBefore(now);
            return new ReportExport.Rows<TunnelSession>(
                    TunnelSession.COLUMNS,
                    TunnelSession::cells,
                    last -> database.read(reading -> batch(reading, closed, limit, last)));
        });
    }

    /** The rows of an export for somebody who reaches these devices, as they are at a moment. */
    @FunctionalInterface
    private interface Exported {
        ReportExport.Rows<?> rows(Optional<DeviceScope> limit, Instant now);
    }

    private ReportExportResult export(
            OperatorSession who,
            String report,
            Optional<DeviceId> device,
            Map<String, String> asked,
            ExportForm form,
            Exported exported) {
        if (!exports.take(who.username())) {
            return new ReportExportResult.TooOften(exports.retryAfterSeconds());
        }
        Instant now = now();
        return database.decide(work -> {
            ActivityEntry entry = ActivityEntry.of(ActivityEvent.ACTIVITY_EXPORTED);
            activity.write(
                    work,
                    device.map(entry::on)
                            .orElse(entry)
                            .by(who.username(), who.remoteAddress())
                            .because(form.ending() + ": report of " + report + ", " + words(asked)),
                    now);
            Optional<DeviceScope> limit = Reach.standing(work, who).limit();
            ChainHead head = work.seals().head();
            return new ReportExportResult.Granted(new ReportExport(
                    new ReportExport.Facts(report, asked, now, head.sequence(), head.hash()),
                    form,
                    exported.rows(limit, now)));
        });
    }

    /**
     * What a report tells, page by page.
     *
     * @param after the key of the last row of the page before; empty for the first page
     * @param most 1 to {@link Page#LONGEST}
     */
    public <R extends Record> ReportPage<R> page(
            OperatorSession who, Report<R> report, ReportFilter filter, Optional<String> after, int most) {
        Instant now = now();
        // Pages that follow are of the same period, or what happens meanwhile would count in one and not in another
        ReportFilter closed = report.sumsUp() ? filter.endingAt(now) : filter;
        if (report.sumsUp() && closed.period().compareTo(LONGEST_PERIOD) > 0) {
            return new ReportPage.PeriodTooLong<>(LONGEST_PERIOD);
        }
        Optional<List<R>> rows = database.read(work ->
                report.rows(asked(work, closed, Reach.standing(work, who).limit(), now), after, most + 1));
        return rows.<ReportPage<R>>map(found -> new ReportPage.Found<>(Page.of(found, most), closed))
                .orElseGet(ReportPage.UnknownRow::new);
    }

    /** Grants an export of all that a report tells, and writes down who asked for what. */
    public <R extends Record> ReportExportResult export(
            OperatorSession who, Report<R> report, ReportFilter filter, ExportForm form) {
        return export(who, report.name(), filter.device(), filter.asked(), form, (limit, now) -> {
            // What happens from now on, as this export itself, is not in it
            ReportFilter closed = filter.endingAt(now);
            return new ReportExport.Rows<R>(report.columns(), RowColumns::cells, last -> database.read(
                            work -> report.rows(asked(work, closed, limit, now), last.map(report::key), SMALL_ROWS))
                    .orElse(List.of()));
        });
    }

    private Report.Asked asked(UnitOfWork work, ReportFilter filter, Optional<DeviceScope> limit, Instant now) {
        return new Report.Asked(work, filter, limit, connected, now);
    }

    private static List<TunnelSession> batch(
            UnitOfWork work, TunnelFilter filter, Optional<DeviceScope> limit, Optional<TunnelSession> last) {
        Optional<Tunnel> after = last.flatMap(row -> work.tunnels().find(row.tunnelId()));
        return TunnelSessions.of(work, work.tunnelHistory().page(filter, limit, after, BATCH));
    }

    private static String words(Map<String, String> asked) {
        String words = asked.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? "everything within reach" : words;
    }

    /** What was open on a device at a moment, and who had opened it. */
    public OpenAt.Result openAt(OperatorSession who, DeviceId id, Instant moment) {
        Instant at = moment.truncatedTo(ChronoUnit.MICROS);
        if (at.isAfter(now())) {
            return new OpenAt.NotYet();
        }
        return database.read(work -> Reach.standing(work, who)
                .device(id)
                .<OpenAt.Result>map(device -> new OpenAt.Found(openAt(work, device, at)))
                .orElseGet(OpenAt.UnknownDevice::new));
    }

    private static OpenAt openAt(UnitOfWork work, Device device, Instant at) {
        TunnelHistory history = work.tunnelHistory();
        TunnelFilter then = new TunnelFilter(
                Optional.of(device.id()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(at),
                Optional.of(at.plus(1, ChronoUnit.MICROS)));
        List<Tunnel> tunnel = history.page(then, Optional.empty(), Optional.empty(), 1);
        Optional<TunnelId> lived = tunnel.stream().map(Tunnel::id).findFirst();
        return new OpenAt(
                device.id(),
                device.name().orElse(device.hostname()),
                new SiteName(device.site(), history.siteNames(List.of(device)).getOrDefault(device.site(), "")),
                device.enrolledAt(),
                at,
                history.portsAt(device.id(), at).map(PortList::of).orElseGet(() -> PortList.defaultsOf(device)),
                TunnelSessions.of(work, tunnel).stream().findFirst(),
                lived.map(id -> history.sharesAt(id, at, MOST_AT_ONCE)).orElse(List.of()).stream()
                        .map(TunnelShare::of)
                        .toList(),
                lived.map(id -> history.terminalsAt(id, at, MOST_AT_ONCE)).orElse(List.of()).stream()
                        .map(Reports::terminal)
                        .toList());
    }

    private static OpenAt.OpenTerminal terminal(Activity row) {
        return new OpenAt.OpenTerminal(
                row.detail().orElse("").replaceFirst("^terminal ", ""), row.username(), row.at());
    }

    // Rows have no finer time
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
