package io.borealis.engine.access.request;

import io.borealis.engine.access.OperatorSession;
import io.borealis.engine.access.RateLimit;
import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.FiledRequest;
import io.borealis.protocol.Ticker;
import java.time.Duration;
import java.util.Optional;

/** Puts requests on file, each kind alike, and no more than may wait. Thread-safe. */
final class Filing {
    /** No person has more requests that wait. */
    static final long MOST_OF_ONE = 10;

    /** No more requests wait in all. */
    static final long MOST = 1_000;

    private static final int BURST = 20;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final ActivityLog activity;
    private final RateLimit pace;

    Filing(ActivityLog activity, Ticker ticker) {
        this.activity = activity;
        this.pace = new RateLimit(BURST, INTERVAL, ticker);
    }

    /** Why something is not filed. */
    sealed interface Refusal {
        record TooMany(long most, boolean own) implements Refusal {}

        record TooOften(int retryAfterSeconds) implements Refusal {}
    }

    /** This work files it; empty when it did. The same answer whatever is asked for. */
    Optional<Refusal> file(UnitOfWork work, OperatorSession who, FiledRequest request, String what) {
        if (!pace.take(who.username())) {
            return Optional.of(new Refusal.TooOften(pace.retryAfterSeconds()));
        }
        if (work.requests().waitingOf(who.username()) >= MOST_OF_ONE) {
            return Optional.of(new Refusal.TooMany(MOST_OF_ONE, true));
        }
        if (work.requests().waiting() >= MOST) {
            return Optional.of(new Refusal.TooMany(MOST, false));
        }
        work.requests().add(request);
        write(
                work,
                ActivityEvent.REQUEST_FILED,
                request,
                Optional.of(who),
                Optional.of(what + ": " + request.reason()));
        return Optional.empty();
    }

    /** Writes what became of a request. @param who empty for what happens by itself */
    void write(
            UnitOfWork work,
            ActivityEvent event,
            FiledRequest request,
            Optional<OperatorSession> who,
            Optional<String> detail) {
        ActivityEntry entry = ActivityEntry.of(event)
                .because("request " + request.id() + " of " + request.askedBy()
                        + detail.map(text -> ", " + text).orElse(""));
        ActivityEntry told = request.device().map(entry::on).orElse(entry);
        activity.write(
                work,
                who.map(person -> told.by(person.username(), person.remoteAddress()))
                        .orElse(told));
    }
}
