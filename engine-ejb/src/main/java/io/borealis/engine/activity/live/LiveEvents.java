package io.borealis.engine.activity.live;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.OperatorSessions;
import io.borealis.engine.access.Reach;
import io.borealis.engine.access.ReachChange;
import io.borealis.engine.access.RightsListener;
import io.borealis.engine.access.Role;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityListener;
import io.borealis.persistence.Database;
import io.borealis.persistence.DatabaseUnavailableException;
import io.borealis.persistence.access.SessionEnd;
import io.borealis.protocol.activity.LiveWord;
import io.borealis.protocol.activity.LiveWord.FetchAgain;
import io.borealis.protocol.activity.LiveWord.Gap;
import io.borealis.protocol.activity.LiveWord.Happened;
import io.borealis.protocol.activity.LiveWord.Hello;
import io.borealis.protocol.control.CloseReason;
import io.borealis.protocol.tunnel.TunnelId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Tells those who look on what happens, as far as they may see it: numbered, and kept for a while, so that a connection
 * that broke goes on where it was. The latest events are kept once for everybody, and each who looks on has a position
 * among them; a slow one holds up nobody and takes no memory, he only learns that he missed some. Thread-safe.
 */
public final class LiveEvents implements ActivityListener, RightsListener, AutoCloseable {
    /** So many events are kept for who comes back. */
    static final int KEPT = 4_096;

    /** No more look on at once. */
    static final int MOST = 2_000;

    /** One operator session has no more places to look on from. */
    static final int MOST_PER_SESSION = 16;

    private static final int BATCH = 64;
    private static final long RETRY_SECONDS = 1;
    private static final String STOPS = "the Engine stops; look again when it is back";

    private final String run = UUID.randomUUID().toString();
    private final Database database;
    private final OperatorSessions sessions;
    private final Executor threads;
    private final ScheduledExecutorService scheduler;
    private final Happened[] kept = new Happened[KEPT];
    private final Set<Watch> watches = new HashSet<>();
    private long last;

    public LiveEvents(
            Database database, OperatorSessions sessions, Executor threads, ScheduledExecutorService scheduler) {
        this.database = database;
        this.sessions = sessions;
        this.threads = threads;
        this.scheduler = scheduler;
    }

    /** A place among the events of one run of the Engine. */
    public record Position(String run, long number) {}

    @Override
    public void happened(Instant at, ActivityEntry entry) {
        if (!entry.event().isNews()) {
            return;
        }
        List<Watch> resting;
        synchronized (this) {
            last++;
            kept[index(last)] =
                    new Happened(last, at, entry.event().wireName(), entry.device(), entry.tunnel(), entry.username());
            resting = watches.stream().filter(Watch::wakes).toList();
        }
        resting.forEach(Watch::start);
    }

    private static int index(long number) {
        return (int) (number % KEPT);
    }

    private long oldest() {
        return Math.max(1, last - KEPT + 1);
    }

    /**
     * Tells the screen what happens from now on, or after what it was told last.
     *
     * @param after the last event that it knows; empty when it knows none
     * @return what is to be run when nobody looks any more; empty when the screen was ended at once
     */
    public Optional<Runnable> watch(OperatorSession operator, Optional<Position> after, EventScreen screen) {
        Watch watch = new Watch(operator, screen);
        if (!isAdded(watch, after)) {
            screen.ended(CloseReason.TOO_MUCH, "too many look on already; close a page, or come back later");
            return Optional.empty();
        }
        // The session may have ended before it was among those that are told
        if (!sessions.isLive(operator.sessionId())) {
            end(watch, CloseReason.UNAUTHORIZED, "the operator session ended");
            return Optional.empty();
        }
        watch.start();
        return Optional.of(() -> forget(watch));
    }

    private synchronized boolean isAdded(Watch watch, Optional<Position> after) {
        long own = watches.stream()
                .filter(other -> other.isOf(watch.operator.sessionId()))
                .count();
        if (watches.size() >= MOST || own >= MOST_PER_SESSION) {
            return false;
        }
        watch.begin(after);
        return watches.add(watch);
    }

    private synchronized boolean forget(Watch watch) {
        return watches.remove(watch);
    }

    private void end(Watch watch, CloseReason reason, String text) {
        if (forget(watch)) {
            watch.screen.ended(reason, text);
        }
    }

    private synchronized List<Watch> all() {
        return List.copyOf(watches);
    }

    @Override
    public void leaseEnded(TunnelId tunnel, String sessionId) {
        // Nobody looks on by a lease, and its end is an event like others
    }

    @Override
    public void reachChanged(ReachChange why) {
        List<Watch> resting;
        synchronized (this) {
            resting = watches.stream()
                    .filter(watch -> !watch.seesAll())
                    .filter(Watch::mustFetchAgain)
                    .toList();
        }
        resting.forEach(Watch::start);
    }

    @Override
    public void sessionEnded(String sessionId, SessionEnd reason) {
        all().stream()
                .filter(watch -> watch.isOf(sessionId))
                .forEach(watch ->
                        end(watch, CloseReason.UNAUTHORIZED, "the operator session ended: " + reason.wireName()));
    }

    /** Everybody is sent away: the Engine stops. */
    @Override
    public void close() {
        all().forEach(watch -> end(watch, CloseReason.TRY_AGAIN, STOPS));
    }

    /** One who looks on. What it knows is guarded by the events that it looks at. */
    private final class Watch {
        private final OperatorSession operator;
        private final EventScreen screen;
        private final List<LiveWord> first = new ArrayList<>();
        private long position;
        private boolean busy = true;

        Watch(OperatorSession operator, EventScreen screen) {
            this.operator = operator;
            this.screen = screen;
        }

        boolean isOf(String sessionId) {
            return operator.sessionId().equals(sessionId);
        }

        boolean seesAll() {
            return operator.is(Role.ADMIN);
        }

        void begin(Optional<Position> after) {
            Optional<Long> known = after.filter(where -> where.run().equals(run))
                    .map(Position::number)
                    .filter(number -> number >= oldest() - 1 && number <= last);
            position = known.orElse(last);
            first.add(new Hello(run, position));
            if (after.isPresent() && known.isEmpty()) {
                fetchAgain(Gap.MISSED);
            }
        }

        /** Whether it rested; it does not from now on. */
        boolean wakes() {
            boolean rested = !busy;
            busy = true;
            return rested;
        }

        boolean mustFetchAgain() {
            fetchAgain(Gap.REACH_CHANGED);
            return wakes();
        }

        private void fetchAgain(Gap why) {
            if (first.stream().noneMatch(FetchAgain.class::isInstance)) {
                first.add(new FetchAgain(position, why));
            }
        }

        void start() {
            try {
                threads.execute(this::goOn);
            } catch (RejectedExecutionException stopping) {
                end(this, CloseReason.TRY_AGAIN, STOPS);
            }
        }

        private void goOn() {
            List<LiveWord> before;
            List<Happened> batch;
            synchronized (LiveEvents.this) {
                if (position < oldest() - 1) {
                    position = last;
                    fetchAgain(Gap.MISSED);
                }
                before = List.copyOf(first);
                batch = next();
                if (before.isEmpty() && batch.isEmpty()) {
                    busy = false;
                    return;
                }
            }
            List<LiveWord> words = new ArrayList<>(before);
            try {
                words.addAll(visible(batch));
            } catch (DatabaseUnavailableException out) {
                // Who may see it is not known now
                scheduler.schedule(this::start, RETRY_SECONDS, TimeUnit.SECONDS);
                return;
            }
            synchronized (LiveEvents.this) {
                first.subList(0, before.size()).clear();
                position += batch.size();
            }
            if (words.isEmpty()) {
                start();
            } else {
                screen.tell(words, this::start);
            }
        }

        private List<Happened> next() {
            return LongStream.rangeClosed(position + 1, Math.min(last, position + BATCH))
                    .mapToObj(number -> kept[index(number)])
                    .toList();
        }

        private List<Happened> visible(List<Happened> batch) {
            if (seesAll() || batch.isEmpty()) {
                return batch;
            }
            return database.read(work -> {
                Reach reach = Reach.of(work, operator);
                return batch.stream()
                        .filter(event -> event.agentId().flatMap(reach::device).isPresent())
                        .toList();
            });
        }
    }
}
