package io.borealis.engine.access;

import io.borealis.engine.activity.ActivityEntry;
import io.borealis.engine.activity.ActivityEvent;
import io.borealis.engine.activity.ActivityLog;
import io.borealis.engine.token.AccessTokens;
import io.borealis.persistence.Database;
import io.borealis.persistence.UnitOfWork;
import io.borealis.persistence.access.Operator;
import io.borealis.protocol.Text;
import io.borealis.protocol.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where operators sign in. Thread-safe. */
public final class Operators {
    private final Database database;
    private final ActivityLog activity;
    private final AccessTokens tokens;
    private final OperatorSessions sessions;
    private final Passwords passwords;
    private final SecondFactors secondFactors;
    private final KnownDevices knownDevices;
    private final LoginThrottle throttle;

    public Operators(
            Database database,
            ActivityLog activity,
            AccessTokens tokens,
            OperatorSessions sessions,
            KnownDevices knownDevices,
            Passwords passwords,
            SecondFactors secondFactors,
            Ticker ticker) {
        this.database = database;
        this.activity = activity;
        this.tokens = tokens;
        this.sessions = sessions;
        this.knownDevices = knownDevices;
        this.passwords = passwords;
        this.secondFactors = secondFactors;
        this.throttle = new LoginThrottle(ticker);
    }

    /** {@link #login(String, String, Optional, String, Optional, Optional)} by a client that says nothing of itself. */
    public LoginResult login(String username, String password, String remoteAddress) {
        return login(username, password, remoteAddress, Optional.empty(), Optional.empty());
    }

    /** {@link #login(String, String, Optional, String, Optional, Optional)} without a code. */
    public LoginResult login(
            String username,
            String password,
            String remoteAddress,
            Optional<String> userAgent,
            Optional<String> deviceMark) {
        return login(username, password, Optional.empty(), remoteAddress, userAgent, deviceMark);
    }

    /**
     * Checks the password, then the code, and begins a session; slow on purpose, limited in rate and written down either
     * way. Nothing is told about a second factor to whoever does not know the password.
     *
     * @param code of the second factor, for accounts that have one
     * @param userAgent what the client says about itself
     * @param deviceMark what {@link LoginResult.Granted#deviceMark} gave this device earlier, if anything
     */
    public LoginResult login(
            String username,
            String password,
            Optional<String> code,
            String remoteAddress,
            Optional<String> userAgent,
            Optional<String> deviceMark) {
        String name = Text.cut(username, AccountView.LONGEST_USERNAME);
        var attempt = new LoginThrottle.Attempt(
                name, remoteAddress, deviceMark.flatMap(mark -> knownDevices.recognize(mark, name)));
        OptionalInt wait = throttle.waitBefore(attempt);
        if (wait.isPresent()) {
            tell(attempt, "too many attempts");
            return new LoginResult.TooMany(wait.getAsInt());
        }
        if (username.length() > AccountView.LONGEST_USERNAME || password.length() > PasswordRules.LONGEST) {
            return refused(attempt, "name or password too long");
        }
        try {
            return check(attempt, password, code, userAgent);
        } catch (RuntimeException failed) {
            // As with a database that is out: that must not use up what a right password may try
            throttle.undone(attempt);
            throw failed;
        }
    }

    private LoginResult check(
            LoginThrottle.Attempt attempt, String password, Optional<String> code, Optional<String> userAgent) {
        Optional<Operator> account =
                database.read(work -> work.operators().find(attempt.name()).filter(Operator::isLocal));
        Passwords.Match match = account.isPresent()
                ? passwords.matches(password, account.get().passwordHash())
                : passwords.matchNobody(password);
        if (match == Passwords.Match.NOT_CHECKED) {
            throttle.undone(attempt);
            tell(attempt, "not checked: too many logins at once");
            return new LoginResult.Busy(Passwords.RETRY_AFTER_SECONDS);
        }
        if (account.isEmpty() || match == Passwords.Match.NO) {
            return refused(attempt, "unknown name or wrong password");
        }
        if (account.get().isDisabled()) {
            return refused(attempt, "account disabled");
        }
        boolean hasFactor = database.read(work -> secondFactors.has(work, attempt.name()));
        if (hasFactor && code.isEmpty()) {
            tell(attempt, "no code of the second factor");
            return new LoginResult.CodeRequired();
        }
        if (hasFactor) {
            Optional<SecondFactorResult.TooMany> many = secondFactors.tooMany(attempt.name());
            if (many.isPresent()) {
                tell(attempt, "too many codes");
                return new LoginResult.TooMany(many.get().retryAfterSeconds());
            }
        }
        return enter(attempt, account.get(), code, userAgent);
    }

    private record Begun(String session, List<String> groups, Optional<Duty> duty) {}

    private static final class WrongCodeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param checked the account as it was when its password was compared */
    private LoginResult enter(
            LoginThrottle.Attempt attempt, Operator checked, Optional<String> code, Optional<String> userAgent) {
        Optional<Begun> begun;
        try {
            begun = database.decide(work -> work.operators()
                    .lock(checked.username())
                    .filter(now -> !now.isDisabled() && now.passwordHash().equals(checked.passwordHash()))
                    .map(now -> begin(work, now, code, attempt.remoteAddress(), userAgent)));
        } catch (WrongCodeException wrong) {
            refused(attempt, "wrong code of the second factor");
            return new LoginResult.CodeRefused();
        }
        if (begun.isEmpty()) {
            return refused(attempt, "account disabled or password changed meanwhile");
        }
        throttle.succeeded(attempt);
        Begun session = begun.get();
        Duration life = sessions.longestLife();
        return new LoginResult.Granted(
                tokens.forOperator(checked.username(), session.session(), session.groups(), life),
                (int) life.toSeconds(),
                Role.ofGroups(session.groups()),
                session.duty(),
                knownDevices.markFor(checked.username()));
    }

    private Begun begin(
            UnitOfWork work,
            Operator account,
            Optional<String> code,
            String remoteAddress,
            Optional<String> userAgent) {
        String username = account.username();
        boolean hasFactor = secondFactors.has(work, username);
        if (hasFactor && !secondFactors.take(work, username, code.orElse(""))) {
            throw new WrongCodeException();
        }
        Optional<Duty> duty = secondFactors.dutyOf(work, account);
        String session = sessions.begin(work, username, remoteAddress, userAgent, duty);
        if (hasFactor) {
            work.afterCommit(() -> {
                sessions.proved(session);
                secondFactors.proven(username);
            });
        }
        return new Begun(session, account.roles(), duty);
    }

    private LoginResult refused(LoginThrottle.Attempt attempt, String why) {
        throttle.failed(attempt);
        tell(attempt, why);
        return new LoginResult.Refused();
    }

    private void tell(LoginThrottle.Attempt attempt, String why) {
        activity.write(ActivityEntry.of(ActivityEvent.LOGIN_REFUSED)
                .by(attempt.name(), attempt.remoteAddress())
                .because(why));
    }
}
