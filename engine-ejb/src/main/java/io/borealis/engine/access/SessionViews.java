package io.borealis.engine.access;

import io.borealis.persistence.Database;
import io.borealis.persistence.access.SignIn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What people may see of operator sessions. Thread-safe. */
public final class SessionViews {
    /** Sessions on one page. */
    public static final int PAGE = 100;

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
     * @return empty when there is no such session to go on after
     */
    Optional<SessionPage> list(OperatorSession operator, boolean everybody, boolean ended, Optional<String> after) {
        Optional<String> only =
                everybody && operator.is(Role.ADMIN) ? Optional.empty() : Optional.of(operator.username());
        return database.read(work -> {
            Optional<SignIn> last = after.flatMap(work.signIns()::find)
                    .filter(row -> only.map(row.username()::equals).orElse(true));
            if (after.isPresent() && last.isEmpty()) {
                return Optional.empty();
            }
            List<SignIn> rows = work.signIns().page(only, ended, last, PAGE + 1);
            List<SessionView> views = new ArrayList<>();
            rows.stream().limit(PAGE).forEach(row -> views.add(view(row, operator)));
            Optional<String> next =
                    rows.size() > PAGE ? Optional.of(views.get(views.size() - 1).sessionId()) : Optional.empty();
            return Optional.of(new SessionPage(views, next));
        });
    }

    private SessionView view(SignIn row, OperatorSession operator) {
        return SessionView.of(row, lastSeenAt.apply(row), row.id().equals(operator.sessionId()));
    }
}
