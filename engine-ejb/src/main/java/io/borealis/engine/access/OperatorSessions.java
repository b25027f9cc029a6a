package io.borealis.engine.access;

import io.borealis.engine.Page;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.persistence.access.SignIn;
import io.borealis.protocol.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sign-ins of operators: each is a row from its begin to its end, and what an operator was given hangs on it. Which
 * ones live is known in memory, so that a request costs no statement; every end is a decision of the database. Thread-safe.
 */
public final class OperatorSessions {
    /** No account has more live sessions: one more ends the one in which nobody was seen for longest. */
    public static final int MOST_PER_OPERATOR = 64;

    /** How long a session that ended can be looked at. */
    static final Duration ENDED_KEPT = Duration.ofDays(30);

    /** No more sessions that ended are kept of one account. */
    static final int MOST_ENDED_KEPT = 200;

    // Longer than a sign-in takes from its commit to being known here
    private static final Duration SURELY_KNOWN = Duration.ofMinutes(1);

    private final Map<String, LiveSession> live = new ConcurrentHashMap<>();
    private final Database database;
    private final ActivityLog activity;
    private final Rights rights;
    private final SessionLimits limits;
    private final Clock clock;
    private final Ticker ticker;
    private final SessionViews views;

    /** @param clock for what the rows say, which outlives this process; all that lasts is counted by the ticker */
    public OperatorSessions(
            Database database, ActivityLog activity, Rights rights, SessionLimits limits, Clock clock, Ticker ticker) {
        this.database = database;
        this.activity = activity;
        this.rights = rights;
        this.limits = limits;
        this.clock = clock;
        this.ticker = ticker;
        this.views = new SessionViews(database, this::lastSeenAt);
    }

    /** Knows again who was signed in before the Engine stopped. */
    public void start() {
        database.read(work -> work.signIns().live()).forEach(this::remember);
    }

    private void remember(SignIn row) {
        live.put(row.id(), new LiveSession(row, limits, ticker, clock));
    }

    /** How long the access token of a session is good. */
    public Duration longestLife() {
        return limits.longestLife();
    }

    /** A new session of somebody who just proved to be this operator; {@link #begin(UnitOfWork, String, String, Optional, Optional)}. */
    public String begin(String username, String remoteAddress, Optional<String> userAgent) {
        return database.decide(work -> begin(work, username, remoteAddress, userAgent, Optional.empty()));
    }

    /**
     * This work begins a session of somebody who just proved to be this operator.
     *
     * @param userAgent what his client says about itself
     * @param duty what must be done in it first
     * @return its id
     */
    String begin(
            UnitOfWork work, String username, String remoteAddress, Optional<String> userAgent, Optional<Duty> duty) {
        SignIn made = new SignIn(UUID.randomUUID().toString(), username, remoteAddress, userAgent, clock.instant());
        made.oblige(duty.map(Duty::wireName));
        begin(work, made, "");
        return made.id();
    }

    /** This work begins the session of this row, which is not added yet; how it came about goes to the activity. */
    public void begin(UnitOfWork work, SignIn made, String how) {
        String id = made.id();
        String username = made.username();
        List<SignIn> others = work.signIns().liveOf(username);
        others.stream()
                .limit(Math.max(0, others.size() + 1 - MOST_PER_OPERATOR))
                .forEach(row -> end(work, row, SessionEnd.TOO_MANY_SESSIONS, Optional.empty()));
        work.signIns().keepEnded(username, MOST_ENDED_KEPT, clock.instant());
        work.signIns().add(made);
        activity.write(
                work,
                ActivityEntry.of(ActivityEvent.LOGIN_GRANTED)
                        .by(username, made.remoteAddress())
                        .because("session " + id + how
                                + made.duty().map(first -> ", must " + first).orElse("")));
        work.afterCommit(() -> {
            remember(made);
            // Its end may have come between the commit and being known here
            if (database.read(again -> again.signIns().find(id))
                    .filter(SignIn::isLive)
                    .isEmpty()) {
                live.remove(id);
            }
        });
    }

    /** This work settles what must be done in the session before anything else; empty: it may go on as any other. */
    void oblige(UnitOfWork work, String id, Optional<Duty> duty) {
        work.signIns().find(id).filter(SignIn::isLive).ifPresent(row -> {
            row.oblige(duty.map(Duty::wireName));
            work.afterCommit(() -> Optional.ofNullable(live.get(id)).ifPresent(session -> session.oblige(duty)));
        });
    }

    /**
     * This work ends the operator's sessions, and with them what hangs on them.
     *
     * @param except a session that stays
     */
    void endAllOf(UnitOfWork work, String username, SessionEnd reason, OperatorSession by, Optional<String> except) {
        work.signIns().liveOf(username).stream()
                .filter(row -> !except.equals(Optional.of(row.id())))
                .forEach(row -> end(work, row, reason, Optional.of(by)));
    }

    /** Whether the session that decides in this work ended after it was let in. */
    public Optional<SessionCheck.Over> over(UnitOfWork work, OperatorSession operator) {
        Optional<SignIn> row = work.signIns().find(operator.sessionId());
        return row.filter(SignIn::isLive).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new SessionCheck.Over(row.flatMap(SignIn::endReason).map(SessionEnd::wireName)));
    }

    /** Whether the session lives; asking is a use of it. */
    public SessionCheck use(String id) {
        LiveSession known = live.get(id);
        if (known == null) {
            return new SessionCheck.Over(database.read(
                    work -> work.signIns().find(id).flatMap(SignIn::endReason).map(SessionEnd::wireName)));
        }
        Optional<SessionEnd> due = known.due();
        if (due.isPresent()) {
            end(id, due.get(), Optional.empty());
            return new SessionCheck.Over(due.map(SessionEnd::wireName));
        }
        known.seen();
        Optional<Duty> duty = known.duty();
        return duty.isPresent() ? new SessionCheck.Obliged(duty.get()) : new SessionCheck.Live();
    }

    /** Its operator was seen at work in it: a keystroke. Nothing happens when it ended. */
    public void seen(String id) {
        Optional.ofNullable(live.get(id)).ifPresent(LiveSession::seen);
    }

    /** Whether it lives, without using it; never waits. */
    public boolean isLive(String id) {
        LiveSession known = live.get(id);
        return known != null && known.due().isEmpty();
    }

    /** Its operator proved his second factor in it just now. */
    public void proved(String id) {
        Optional.ofNullable(live.get(id)).ifPresent(LiveSession::proved);
    }

    /** Whether he did so within this time. */
    boolean isProved(String id, Duration within) {
        LiveSession known = live.get(id);
        return known != null && known.isProved(within);
    }

    /** The session that asks ends. */
    public void signOut(OperatorSession operator) {
        end(operator.sessionId(), SessionEnd.SIGNED_OUT, Optional.of(operator));
    }

    /**
     * Ends a session: an operator his own, an administrator any.
     *
     * @return false when there is no such live session, or none that he may know of
     */
    public boolean end(OperatorSession operator, String id) {
        Optional<String> owner = database.read(
                work -> work.signIns().find(id).filter(SignIn::isLive).map(SignIn::username));
        if (owner.isEmpty()) {
            return false;
        }
        boolean own = owner.get().equals(operator.username());
        if (!own && !operator.is(Role.ADMIN)) {
            return false;
        }
        if (id.equals(operator.sessionId())) {
            return end(id, SessionEnd.SIGNED_OUT, Optional.of(operator));
        }
        SessionEnd reason = own ? SessionEnd.ENDED_BY_OPERATOR : SessionEnd.ENDED_BY_ADMINISTRATOR;
        return end(id, reason, Optional.of(operator));
    }

    private boolean end(String id, SessionEnd reason, Optional<OperatorSession> by) {
        return database.decide(work -> {
            Optional<SignIn> row = work.signIns().find(id);
            if (row.filter(SignIn::isLive).isEmpty()) {
                // An end whose commit was never answered: what hung on it hears of it now
                forget(work, id, row.flatMap(SignIn::endReason).orElse(reason));
                return false;
            }
            end(work, row.get(), reason, by);
            return true;
        });
    }

    /** This work ends a live session, and with it what hangs on it. */
    public void end(UnitOfWork work, SignIn row, SessionEnd reason, Optional<OperatorSession> by) {
        row.end(reason, clock.instant());
        ActivityEntry entry = ActivityEntry.of(ActivityEvent.SESSION_ENDED)
                .because("session " + row.id() + " of " + row.username() + ": " + reason.wireName());
        activity.write(
                work,
                by.map(operator -> entry.by(operator.username(), operator.remoteAddress()))
                        .orElse(entry));
        forget(work, row.id(), reason);
    }

    // Forgotten first: whoever is told and looks here finds it gone
    private void forget(UnitOfWork work, String id, SessionEnd reason) {
        work.afterCommit(() -> live.remove(id));
        rights.sessionEnded(work, id, reason);
    }

    /** {@link SessionViews#list}. */
    public Optional<Page<SessionView>> list(
            OperatorSession operator, boolean everybody, boolean ended, Optional<String> after, int most) {
        return views.list(operator, everybody, ended, after, most);
    }

    // The row learns of it later
    private Instant lastSeenAt(SignIn row) {
        LiveSession known = live.get(row.id());
        return known == null || !row.isLive() ? row.lastSeenAt() : known.lastSeenAt();
    }

    /** Some times a second: ends what is idle or too old, and lets the rows know now and then who was seen. */
    public void sweep() {
        Map<String, Instant> news = new HashMap<>();
        for (LiveSession session : live.values()) {
            Optional<SessionEnd> due = session.due();
            if (due.isPresent()) {
                end(session.id(), due.get(), Optional.empty());
            } else {
                session.unwritten().ifPresent(at -> news.put(session.id(), at));
            }
        }
        if (!news.isEmpty()) {
            database.run(work -> {
                news.forEach(work.signIns()::seen);
                work.afterCommit(() -> news.forEach(this::written));
            });
        }
    }

    private void written(String id, Instant at) {
        Optional.ofNullable(live.get(id)).ifPresent(session -> session.written(at));
    }

    /** Now and then: removes rows that were kept long enough, and makes what is known here the same as the rows. */
    public void pulse() {
        Instant now = clock.instant();
        database.run(work -> work.signIns().removeEndedBefore(now.minus(ENDED_KEPT)));
        List<String> before = List.copyOf(live.keySet());
        Map<String, SignIn> rows = new HashMap<>();
        database.read(work -> work.signIns().live()).forEach(row -> rows.put(row.id(), row));
        // Ends and sign-ins whose commit was never answered
        before.stream()
                .filter(id -> !rows.containsKey(id))
                .forEach(id -> end(id, SessionEnd.SIGNED_OUT, Optional.empty()));
        rows.values().stream()
                .filter(row -> !live.containsKey(row.id()))
                .filter(row -> row.signedInAt().isBefore(now.minus(SURELY_KNOWN)))
                .forEach(row -> end(row.id(), SessionEnd.IDLE_TIMEOUT, Optional.empty()));
    }
}
