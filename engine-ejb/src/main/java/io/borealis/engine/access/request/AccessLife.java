package io.borealis.engine.access.request;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.ReachChange;
import io.borealis.engine.access.Rights;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.FiledRequest;
import io.borealis.persistence.access.RequestStatus;
import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Ends access when its time is over, with all that stands on it, and requests that nobody decided. Every end is a decision
 * of the database; when one is due is known in memory, so that asking costs no statement. Thread-safe.
 */
public final class AccessLife {
    /** How long a request of which nothing more can become is kept. */
    static final Duration KEPT = Duration.ofDays(90);

    private static final int AT_ONCE = 100;

    private final Database database;
    private final Rights rights;
    private final Filing filing;
    private final OpenAccess open;
    private final Clock clock;

    AccessLife(Database database, Rights rights, Filing filing, Clock clock, Ticker ticker) {
        this.database = database;
        this.rights = rights;
        this.filing = filing;
        this.open = new OpenAccess(clock, ticker);
        this.clock = clock;
    }

    /** Ends what was over while the Engine was away; before tunnels start, for what stood on it falls with their start. */
    public void start() {
        Instant now = clock.instant();
        database.run(work -> work.requests().open().stream()
                .filter(row -> !row.endsAt().orElseThrow().isAfter(now))
                .forEach(row -> {
                    row.close(RequestStatus.OVER, Optional.empty(), Optional.empty(), now);
                    tellEnd(work, row, Optional.empty(), Optional.of("while the Engine was away"));
                }));
        open.keepOnly(database.read(work -> work.requests().open()));
    }

    /** This work opened the access. */
    void opened(UnitOfWork work, FiledRequest row) {
        work.afterCommit(() -> open.add(row));
    }

    /** This work ends access that is open before its time. */
    void end(UnitOfWork work, FiledRequest row, RequestStatus status, OperatorSession who, Optional<String> reason) {
        close(work, row, status, Optional.of(who), reason);
    }

    private void close(
            UnitOfWork work,
            FiledRequest row,
            RequestStatus status,
            Optional<OperatorSession> who,
            Optional<String> reason) {
        row.close(status, who.map(OperatorSession::username), reason, clock.instant());
        tellEnd(work, row, who, reason);
        rights.reachChanged(work, ReachChange.of(status));
        work.afterCommit(() -> open.remove(row.id()));
    }

    private void tellEnd(UnitOfWork work, FiledRequest row, Optional<OperatorSession> who, Optional<String> reason) {
        String why = ReachChange.of(row.status()).wireName();
        filing.write(
                work,
                ActivityEvent.ACCESS_ENDED,
                row,
                who,
                Optional.of(why + reason.map(text -> ": " + text).orElse("")));
    }

    boolean hasLapsed(FiledRequest row) {
        return !row.lapsesAt().isAfter(clock.instant());
    }

    /** This work ends a request that nobody decided in time. */
    void lapse(UnitOfWork work, FiledRequest row) {
        row.close(RequestStatus.LAPSED, Optional.empty(), Optional.empty(), clock.instant());
        filing.write(
                work,
                ActivityEvent.REQUEST_LAPSED,
                row,
                Optional.empty(),
                Optional.of(row.kind().wireName()));
    }

    /** To be called several times a second: ends access whose time is over. Costs no statement while none is. */
    public void sweep() {
        open.due()
                .forEach(id -> database.run(work -> work.requests()
                        .find(id)
                        .filter(row -> row.status() == RequestStatus.OPEN)
                        .ifPresentOrElse(
                                row -> close(work, row, RequestStatus.OVER, Optional.empty(), Optional.empty()),
                                () -> work.afterCommit(() -> open.remove(id)))));
    }

    /** To be called now and then: what lapsed, what was kept long enough, and what is open by the rows. */
    public void pulse() {
        Instant now = clock.instant();
        database.run(work -> {
            work.requests().lapsed(now, AT_ONCE).forEach(row -> lapse(work, row));
            work.requests().removeClosedBefore(now.minus(KEPT));
        });
        open.keepOnly(database.read(work -> work.requests().open()));
    }
}
