package io.borealis.engine.access;

import io.borealis.engine.Page;
import io.borealis.persistence.Database;
import io.borealis.persistence.access.SignIn;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What people may see of operator sessions. Thread-safe. */
public final class SessionViews {
    private final Database database;
    private final Function<SignIn, Instant> lastSeenAt;

    /** @param lastSeenAt when somebody was seen in a session, as exactly as it is known */
    SessionViews(Database database, Function<SignIn, Instant> lastSeenAt) {
        this.database = database;
        this.lastSeenAt = lastSeenAt;
    }

    /**
     * The live sessions of an operator, or of everybody.
     *
     * @param everybody for administrators only; for others it is as if it were false
     * @param ended whether those that ended lately are listed too
     * @param after the last session of the page before
     * @param most 1 to {@link Page#LONGEST}
     * @return empty when there is no such session to go on after
     */
    Optional<Page<SessionView>> list(
            OperatorSession operator, boolean everybody, boolean ended, Optional<String> after, int most) {
        Optional<String> only =
                everybody && operator.is(Role.ADMIN) ? Optional.empty() : Optional.of(operator.username());
        return database.read(work -> {
            Optional<SignIn> last = after.flatMap(work.signIns()::find)
                    .filter(row -> only.map(row.username()::equals).orElse(true));
            if (after.isPresent() && last.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(Page.of(work.signIns().page(only, ended, last, most + 1), most)
                    .map(row -> view(row, operator)));
        });
    }

    private SessionView view(SignIn row, OperatorSession operator) {
        return SessionView.of(row, lastSeenAt.apply(row), row.id().equals(operator.sessionId()));
    }
}
