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
import java.util.stream.Collectors;

/**
 * Reports for those who may read the activity. Who is limited to some devices is told about these and nothing else; what was
 * given to him for a time does not count. Thread-safe.
 */
public final class Reports {
    /** So many rows of an export are in memory at most. */
    static final int BATCH = 200;

    /** No more shares or terminals of a moment are told; a tunnel has far fewer at once. */
    private static final int MOST_AT_ONCE = 500;

    private static final int EXPORTS = 10;
    private static final Duration EXPORT_INTERVAL = Duration.ofSeconds(30);

    private final Database database;
    private final ActivityLog activity;
    private final Clock clock;
    private final RateLimit exports;

    public Reports(Database database, ActivityLog activity, Clock clock, Ticker ticker) {
        this.database = database;
        this.activity = activity;
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
        if (!exports.take(who.username())) {
            return new ReportExportResult.TooOften(exports.retryAfterSeconds());
        }
        Instant now = now();
        return database.decide(work -> {
            ActivityEntry entry = ActivityEntry.of(ActivityEvent.ACTIVITY_EXPORTED);
            activity.write(
                    work,
                    filter.device()
                            .map(entry::on)
                            .orElse(entry)
                            .by(who.username(), who.remoteAddress())
                            .because(form.ending() + ": report of sessions, " + words(filter.asked())),
                    now);
            Optional<DeviceScope> limit = Reach.standing(work, who).limit();
            TunnelFilter closed = filter.toRowsBefore(now);
            return new ReportExportResult.Granted(new ReportExport(
                    "sessions",
                    filter.asked(),
                    now,
                    form,
                    new ReportExport.Rows<TunnelSession>(
                            TunnelSession.COLUMNS,
                            TunnelSession::cells,
                            last -> database.read(reading -> batch(reading, closed, limit, last)))));
        });
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
